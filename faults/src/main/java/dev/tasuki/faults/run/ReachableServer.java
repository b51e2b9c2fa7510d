package dev.tasuki.faults.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Where clients go, while there is somewhere to go. Thread-safe. */
final class ReachableServer {
    /** Longer than anybody waits for a program to be ready. */
    private static final long PATIENCE_MINUTES = 10;

    private final AtomicReference<CompletableFuture<String>> url = new AtomicReference<>(new CompletableFuture<>());

    void open(String where) {
        url.get().complete(where);
    }

    void close() {
        url.set(new CompletableFuture<>());
    }

    /** Waits until it is open, ten minutes at most. */
    String await() {
        try {
            return url.get().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while nobody answered", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("nobody opened the entrance in " + PATIENCE_MINUTES + " minutes", e);
        }
    }

    /** True while it is open and leads there. */
    boolean leadsTo(String where) {
        return where.equals(url.get().getNow(""));
    }
}
