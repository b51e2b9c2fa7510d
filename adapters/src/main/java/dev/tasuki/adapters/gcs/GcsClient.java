package dev.tasuki.adapters.gcs;

import dev.tasuki.adapters.gcs.GoogleTokens.Token;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the store: with a token, again if what failed may pass, with a new token if the
 * first is refused. What still fails is a refusal. Safe for any number of threads.
 */
final class GcsClient implements AutoCloseable {
    private final GcsTimeouts timeouts;
    private final HttpWire wire;
    private final Retries retries;
    private final GcsFailures failures;
    private final @Nullable GoogleTokens tokens;

    /** What the client is made of beside the settings. */
    record Parts(CredentialSources sources, InstantSource clock, GcsTimeouts timeouts, Retries retries, HttpWire wire) {
        Parts(CredentialSources sources, InstantSource clock, GcsTimeouts timeouts, Retries retries) {
            this(sources, clock, timeouts, retries, HttpWire.over(timeouts));
        }
    }

    GcsClient(GcsSettings settings, Parts parts) {
        this.timeouts = parts.timeouts();
        this.retries = parts.retries();
        this.failures = new GcsFailures(settings);
        this.wire = parts.wire();
        this.tokens = settings.anonymous()
                ? null
                : new GoogleTokens(
                        parts.sources(), new TokenRequests(wire, parts.timeouts(), parts.retries()), parts.clock());
    }

    /** Makes something of an answer whose body it reads or keeps. */
    @FunctionalInterface
    interface Reading<T> {
        T read(HttpResponse<InputStream> response, int tries) throws IOException;
    }

    GcsFailures failures() {
        return failures;
    }

    Retries retries() {
        return retries;
    }

    /** The token's owner and end, or empty if none is sent. Asks for one if there is none yet. */
    Optional<Token> standing() {
        try {
            return tokens == null ? Optional.empty() : Optional.of(tokens.token());
        } catch (UnusableCredentials e) {
            throw failures.credentials(e);
        } catch (InterruptedException e) {
            throw stopped(e);
        }
    }

    /** The answer, whatever its status, read whole up to the limit. */
    GcsReply ask(GcsRequest request, Limits limit) {
        return call(request, retries.tries(), (response, tries) -> reply(response, limit, tries));
    }

    /** The same with what {@code reading} makes of an answer, on the last try whatever its status. */
    <T> T open(GcsRequest request, Reading<T> reading) {
        return call(request, retries.tries(), reading);
    }

    /** One try: empty if the connection broke, or the answer may soon be another one. */
    Optional<GcsReply> once(GcsRequest request) {
        try {
            HttpResponse<InputStream> response = send(request);
            GcsReply reply = reply(response, Limits.GOOGLE_ANSWER, 1);
            return Retries.passing(reply.status()) ? Optional.empty() : Optional.of(reply);
        } catch (IOException broken) {
            return Optional.empty();
        } catch (UnusableCredentials e) {
            throw failures.credentials(e);
        } catch (InterruptedException e) {
            throw stopped(e);
        }
    }

    GcsReply reply(HttpResponse<InputStream> response, Limits limit, int tries) throws IOException {
        Limits most = response.statusCode() < 400 ? limit : Limits.GOOGLE_ANSWER;
        return GcsReply.of(response.statusCode(), response.headers(), wire.body(response, most), tries);
    }

    private <T> T call(GcsRequest request, int most, Reading<T> reading) {
        for (int tries = 1; ; tries++) {
            try {
                HttpResponse<InputStream> response = send(request);
                if (!Retries.passing(response.statusCode()) || tries == most) {
                    return reading.read(response, tries);
                }
                response.body().close();
            } catch (HttpWire.AnswerTooLarge e) {
                throw failures.unreached(e);
            } catch (IOException e) {
                if (tries == most || Thread.currentThread().isInterrupted()) {
                    throw failures.unreached(e);
                }
            } catch (UnusableCredentials e) {
                throw failures.credentials(e);
            } catch (InterruptedException e) {
                throw stopped(e);
            }
            retries.await(tries);
        }
    }

    /** Sends it, and once more with a new token if the one there is refused. */
    private HttpResponse<InputStream> send(GcsRequest request)
            throws IOException, InterruptedException, UnusableCredentials {
        if (tokens == null || !request.authorized()) {
            return wire.send(request.builder(timeouts).build());
        }
        Token token = tokens.token();
        HttpResponse<InputStream> response = wire.send(signed(request, token));
        if (response.statusCode() != 401) {
            return response;
        }
        response.body().close();
        tokens.refused(token);
        return wire.send(signed(request, tokens.token()));
    }

    private HttpRequest signed(GcsRequest request, Token token) {
        return request.builder(timeouts)
                .header("Authorization", "Bearer " + token.value())
                .build();
    }

    private RuntimeException stopped(InterruptedException e) {
        Thread.currentThread().interrupt();
        return failures.stopped(e);
    }

    @Override
    public void close() {
        wire.close();
    }
}
