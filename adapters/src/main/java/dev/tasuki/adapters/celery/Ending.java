package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;

/** How a call ended. */
sealed interface Ending {
    /** With a result. */
    record Done(JsonNode result) implements Ending {}

    /** It cannot be done, and why. */
    record Failed(PythonError error) implements Ending {}

    /** It was called off, or came too late. */
    record Revoked(PythonError error) implements Ending {
        Revoked(String reason) {
            this(PythonError.revoked(reason));
        }
    }
}
