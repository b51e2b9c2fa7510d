package dev.tasuki.adapters.gcs;

import org.jspecify.annotations.Nullable;

/** Credentials that cannot be read or are refused; the message is a sentence for people, without a secret. */
final class UnusableCredentials extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableCredentials(String message) {
        this(message, null);
    }

    UnusableCredentials(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The sentence. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
