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
    private final Supplier<T> look;
    private final Executor executor;
    private final Terms terms;
    private volatile @Nullable Seen<T> last;
    private @Nullable CompletableFuture<Seen<T>> running;
    private long begun;

    /**
     * How long a value is kept, and how long a caller waits for a newer one.
     *
     * @param belief how long it is told without a look
     * @param patience how long a caller waits for a look while the last value still says something
     * @param worth how old a value may be and still say something
     * @param longest how long a look may last before callers who have nothing better stop waiting for it: after a start,
     *     and after a time in which nobody asked
     * @param clock nanoseconds, as of {@link System#nanoTime()}
     */
    record Terms(Duration belief, Duration patience, Duration worth, Duration longest, LongSupplier clock) {}

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
     * The value that is kept; completes within the patience, or within the longest time of a look if what was seen last
     * says nothing any more. Its value is null if nothing was ever seen.
     */
    CompletableFuture<Seen<T>> ask() {
        Seen<T> known = last;
        if (known != null && fresh(known)) {
            return CompletableFuture.completedFuture(known);
        }
        boolean worthless = known == null || age(known).compareTo(terms.worth()) >= 0;
        CompletableFuture<Seen<T>> next = refresh();
        return next.copy()
                .completeOnTimeout(
                        known == null ? new Seen<>(null, terms.clock().getAsLong()) : known,
                        (worthless ? rest() : terms.patience()).toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** How long the look that runs may still last; nobody waits anew for one that hangs. */
    private synchronized Duration rest() {
        Duration rest = terms.longest().minusNanos(terms.clock().getAsLong() - begun);
        return rest.compareTo(terms.patience()) < 0 ? terms.patience() : rest;
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
            begun = terms.clock().getAsLong();
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
