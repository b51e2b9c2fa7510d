package dev.tasuki.adapters.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.adapters.gcs.GoogleTokens.Token;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks for a token. The requests are those of Google's public documentation of OAuth 2.0 for service
 * accounts and for web servers, and of Compute Engine's metadata server. Safe for several threads.
 */
final class TokenRequests {
    private static final String MACHINE = "/computeMetadata/v1/instance/service-accounts/default/token";
    private static final String FLAVOR = "Metadata-Flavor";
    private static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final HttpWire wire;
    private final GcsTimeouts timeouts;
    private final Retries retries;

    TokenRequests(HttpWire wire, GcsTimeouts timeouts, Retries retries) {
        this.wire = wire;
        this.timeouts = timeouts;
        this.retries = retries;
    }

    /** What a token server said. */
    private record Answer(int status, JsonNode body, boolean google) {}

    /** A new token, asked for at {@code now}. */
    Token ask(Credentials credentials, Instant now) throws UnusableCredentials, InterruptedException {
        Answer answer = switch (credentials) {
            case Credentials.ServiceAccount account ->
                answer(
                        credentials,
                        form(
                                account.tokens(),
                                Map.of("grant_type", JWT_GRANT, "assertion", SignedRequest.of(account, now))));
            case Credentials.AuthorizedUser user ->
                answer(
                        credentials,
                        form(
                                user.tokens(),
                                Map.of(
                                        "grant_type", "refresh_token",
                                        "client_id", user.clientId(),
                                        "client_secret", user.clientSecret(),
                                        "refresh_token", user.refreshToken())));
            case Credentials.Machine machine -> machine(machine);
        };
        if (answer.status() != 200) {
            throw TokenRefusals.refused(credentials, answer.status(), answer.body());
        }
        String value = answer.body().path("access_token").asText();
        long seconds = answer.body().path("expires_in").asLong();
        // Spaces and control characters would end the header; Google's tokens have none.
        if (!value.matches("[\\x21-\\x7e]+") || seconds <= 0 || seconds > 24 * 3_600) {
            throw TokenRefusals.noToken(credentials);
        }
        return Token.of(credentials, value, now, Duration.ofSeconds(seconds));
    }

    private Answer answer(Credentials credentials, HttpRequest request)
            throws UnusableCredentials, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                Answer answer = once(request);
                if (!Retries.passing(answer.status()) || tries == retries.tries()) {
                    return answer;
                }
            } catch (IOException e) {
                if (tries == retries.tries()) {
                    throw TokenRefusals.unreached(credentials, request.uri(), e);
                }
            }
            retries.await(tries);
        }
    }

    private Answer machine(Credentials.Machine machine) throws UnusableCredentials, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(machine.server().resolve(MACHINE))
                .header(FLAVOR, "Google")
                .timeout(timeouts.metadata())
                .build();
        try {
            Answer answer = once(request);
            if (answer.google()) {
                return answer;
            }
        } catch (IOException e) {
            throw TokenRefusals.noCredentials(e);
        }
        throw TokenRefusals.noCredentials(new IOException("what answered is no metadata server"));
    }

    private Answer once(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = wire.send(request);
        byte[] body = wire.body(response, Limits.GOOGLE_TOKEN);
        boolean google =
                response.headers().firstValue(FLAVOR).filter("Google"::equals).isPresent();
        return new Answer(response.statusCode(), tree(body), google);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return Json.parse(body);
        } catch (InvalidRequest noJson) {
            return Json.object();
        }
    }

    private HttpRequest form(URI uri, Map<String, String> fields) {
        String body = new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(timeouts.call())
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
