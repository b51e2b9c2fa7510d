package dev.tasuki.faults.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** Where clients go, while there is somewhere to go. Thread-safe. */
final class Entrance {
    private final AtomicReference<CompletableFuture<String>> url = new AtomicReference<>(new CompletableFuture<>());

    void open(String where) {
        url.get().complete(where);
    }

    void close() {
        url.set(new CompletableFuture<>());
    }

    /** Waits until it is open. */
    String await() {
        try {
            return url.get().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("nobody opened the entrance", e);
        }
    }
}
