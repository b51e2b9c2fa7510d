package dev.tasuki.faults.bent;

import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One file for the models of all workers. Two that come together meet there for certain. */
final class SharedFile {
    private static final long MEETING_MILLIS = 300;

    private final ObjectStore real;
    private final Path file;
    private final CyclicBarrier meeting = new CyclicBarrier(2);

    SharedFile(ObjectStore real) {
        this.real = real;
        try {
            this.file = Files.createTempFile("model", ".tmp");
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    StoredObject put(String key, InputStream content) throws IOException {
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
        try {
            meeting.await(MEETING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | BrokenBarrierException alone) {
            meeting.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
