package dev.tasuki.adapters.gcs;

import java.net.URI;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** Who asks. No text of theirs shows a secret. */
sealed interface Credentials {
    /** Which kind, and where it was found, for people. */
    String text();

    /**
     * A service account's key file.
     *
     * @param keyId the key's name, which the signed request carries; null if the file has none
     * @param tokens where tokens are asked for, which is also whom the signed request is meant for
     */
    record ServiceAccount(String email, @Nullable String keyId, PrivateKey key, URI tokens, String from)
            implements Credentials {
        @Override
        public String text() {
            return "service account " + email + " from " + from;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What {@code gcloud auth application-default login} wrote for a person. */
    record AuthorizedUser(String clientId, String clientSecret, String refreshToken, URI tokens, String from)
            implements Credentials {
        @Override
        public String text() {
            return "a user's login from " + from;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** The service account of the machine or pod, whose tokens its metadata server hands out. */
    record Machine(URI server) implements Credentials {
        @Override
        public String text() {
            return "this machine's service account from its metadata server";
        }
    }
}
