package dev.tasuki.server.metrics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that takes long to read, read in the background and kept for a while. One thread reads at a time,
 * however many ask. Nobody waits longer than a bound, and then gets the value that was read last.
 * Thread-safe.
 *
 * <p>Example: {@code cache.ask()} completes at once if the value was seen less than a second ago.
 */
final class BackgroundCache<T> {
    /** How long a caller waits while no value has been read yet, as right after a start. */
    private static final Duration FIRST = Duration.ofSeconds(2);

    private final Supplier<T> look;
    private final Executor executor;
    private final Terms terms;
    private volatile @Nullable Seen<T> last;
    private @Nullable CompletableFuture<Seen<T>> running;

    /**
     * How long a value is kept, and how long a caller waits for a newer one.
     *
     * @param belief the former
     * @param patience the latter
     * @param clock nanoseconds, as of {@link System#nanoTime()}
     */
    record Terms(Duration belief, Duration patience, LongSupplier clock) {}

    /**
     * A value and when looking at it began.
     *
     * @param value what was seen; null if nothing has been seen yet
     * @param age how long ago
     */
    record Seen<T>(@Nullable T value, long at) {}

    BackgroundCache(Supplier<T> look, Executor executor, Terms terms) {
        this.look = look;
        this.executor = executor;
        this.terms = terms;
    }

    /**
     * The value that is kept; completes within the patience, the first time within two seconds. Its value is null if
     * nothing was ever seen.
     */
    CompletableFuture<Seen<T>> ask() {
        Seen<T> known = last;
        if (known != null && fresh(known)) {
            return CompletableFuture.completedFuture(known);
        }
        return refresh()
                .copy()
                .completeOnTimeout(
                        known == null ? new Seen<>(null, terms.clock().getAsLong()) : known,
                        (known == null ? FIRST : terms.patience()).toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** How old it is. */
    Duration age(Seen<T> seen) {
        return Duration.ofNanos(terms.clock().getAsLong() - seen.at());
    }

    private boolean fresh(Seen<T> seen) {
        return age(seen).compareTo(terms.belief()) < 0;
    }

    private synchronized CompletableFuture<Seen<T>> refresh() {
        if (running == null) {
            CompletableFuture<Seen<T>> started = new CompletableFuture<>();
            running = started;
            executor.execute(() -> see(started));
        }
        return running;
    }

    private void see(CompletableFuture<Seen<T>> started) {
        long at = terms.clock().getAsLong();
        try {
            Seen<T> seen = new Seen<>(look.get(), at);
            last = seen;
            done();
            started.complete(seen);
        } catch (RuntimeException | Error e) {
            done();
            started.completeExceptionally(e);
        }
    }

    private synchronized void done() {
        running = null;
    }
}
