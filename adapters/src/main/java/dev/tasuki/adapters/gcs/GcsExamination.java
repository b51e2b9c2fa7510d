package dev.tasuki.adapters.gcs;

import java.time.InstantSource;

/** What an operator may want to know of the way to a bucket. Changes nothing. */
public final class GcsExamination {
    private GcsExamination() {}

    /**
     * Which credentials are used, where they were found, and until when their token holds; asks for a
     * token. Throws {@link dev.tasuki.core.task.Unavailable} if there is none to be had.
     */
    public static String credentials(GcsSettings settings, CredentialSources sources, InstantSource clock) {
        try (GcsStore store = GcsStore.connect(settings, sources, clock)) {
            return store.standing();
        }
    }
}
