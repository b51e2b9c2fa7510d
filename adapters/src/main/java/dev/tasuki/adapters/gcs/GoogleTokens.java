package dev.tasuki.adapters.gcs;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that goes with each request. The first who finds it about to lapse renews it, 5 minutes
 * early, and the others wait for the new one. While Google gives none, a token that still holds is
 * used, and after a failure nobody asks again for 5 seconds. A file is read anew for each token, so
 * that a key may be replaced under a running process. Safe for any number of threads; no token is
 * logged or part of a message.
 */
final class GoogleTokens {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleTokens.class);
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final CredentialSources sources;
    private final TokenRequests requests;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Token current;
    private @Nullable UnusableCredentials failure;
    private Instant quietUntil = Instant.MIN;

    GoogleTokens(CredentialSources sources, TokenRequests requests, InstantSource clock) {
        this.sources = sources;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * A token and how long it holds.
     *
     * @param owner which credentials it was asked with
     * @param value the secret
     * @param renewal when it should be renewed: 5 minutes early, or at half time if it holds for less
     *     than ten
     */
    record Token(Credentials owner, String value, Instant renewal, Instant end) {
        static Token of(Credentials owner, String value, Instant asked, Duration lifetime) {
            Duration half = lifetime.dividedBy(2);
            Duration early = half.compareTo(EARLY) < 0 ? half : EARLY;
            Instant end = asked.plus(lifetime);
            return new Token(owner, value, end.minus(early), end);
        }

        @Override
        public String toString() {
            return owner.text() + ", until " + end;
        }
    }

    /** A token that holds. */
    Token token() throws UnusableCredentials, InterruptedException {
        Token seen = current;
        if (seen != null && clock.instant().isBefore(seen.renewal())) {
            return seen;
        }
        lock.lockInterruptibly();
        try {
            Token meanwhile = current;
            if (meanwhile != null && clock.instant().isBefore(meanwhile.renewal())) {
                return meanwhile;
            }
            return renewed(meanwhile);
        } finally {
            lock.unlock();
        }
    }

    /** Google refused this token: the next to come asks for a new one. */
    void refused(Token token) {
        lock.lock();
        try {
            if (token.equals(current)) {
                current = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private Token renewed(@Nullable Token old) throws UnusableCredentials, InterruptedException {
        Instant now = clock.instant();
        if (failure != null && now.isBefore(quietUntil)) {
            return usable(old, now, failure);
        }
        try {
            Token fresh = requests.ask(credentials(), now);
            current = fresh;
            failure = null;
            return fresh;
        } catch (UnusableCredentials e) {
            failure = e;
            quietUntil = clock.instant().plus(QUIET);
            return usable(old, now, e);
        }
    }

    private static Token usable(@Nullable Token old, Instant now, UnusableCredentials failure)
            throws UnusableCredentials {
        if (old == null || !now.isBefore(old.end())) {
            throw failure;
        }
        LOG.warn("no new token: {} The one there holds until {}.", failure.sentence(), old.end());
        return old;
    }

    private Credentials credentials() throws UnusableCredentials {
        if (sources.named() != null) {
            return new CredentialFile(sources.named(), "GOOGLE_APPLICATION_CREDENTIALS").read();
        }
        if (sources.gcloud() != null && Files.exists(sources.gcloud())) {
            return new CredentialFile(sources.gcloud(), "gcloud's").read();
        }
        return new Credentials.Machine(sources.metadata());
    }
}
