package dev.tasuki.adapters.gcs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/** Stores one object of several pieces in an anonymous bucket, unless it is killed before. Argument: where. */
final class UploadingProcess {
    static final String KEY = "a";

    private UploadingProcess() {}

    public static void main(String[] arguments) throws IOException {
        GcsSettings settings = new GcsSettings(GcsRig.BUCKET, "", URI.create(arguments[0]), true, null);
        try (GcsStore store = GcsStore.connect(settings, CredentialSources.of(Map.of()), InstantSource.system())) {
            store.put(KEY, new ByteArrayInputStream(content()));
        }
    }

    /** Three pieces. */
    static byte[] content() {
        byte[] content = new byte[2 * GcsUpload.PIECE + 70_001];
        new Random(14).nextBytes(content);
        return content;
    }
}
