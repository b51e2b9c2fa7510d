package dev.tasuki.faults.inject;

import dev.tasuki.core.base.ForwardingObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One file for the models of all workers. The first two meet there for certain, however long that takes. */
final class SharedTempFile implements ForwardingObjectStore {
    private static final long MEETING_MINUTES = 5;

    private final ObjectStore real;
    private final Path file;
    private final CountDownLatch meeting = new CountDownLatch(2);

    SharedTempFile(ObjectStore real) {
        this.real = real;
        try {
            this.file = Files.createTempFile("model", ".tmp");
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public ObjectStore store() {
        return real;
    }

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        if (!key.endsWith(".tasuki")) {
            return real.put(key, content);
        }
        Files.write(file, content.readAllBytes());
        meet();
        try (InputStream written = Files.newInputStream(file)) {
            return real.put(key, written);
        }
    }

    private void meet() {
        meeting.countDown();
        try {
            if (!meeting.await(MEETING_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("no second worker came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
