package dev.tasuki.core.ask;

import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.port.Message;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Where a consumer answers requests that take long, so that the worker that took one goes on with the
 * next. Those that load a model have threads apart from those that compute.
 *
 * @param loading for what loads something first
 * @param large for what computes much
 * @param retries as the dispatcher of the queue has it
 * @param awaited false once nobody waits for the answer to a request any more, as far as this process knows
 */
public record Lanes(ComputePool loading, ComputePool large, RetryPolicy retries, Predicate<Message> awaited)
        implements AutoCloseable {

    ComputePool of(Answerer.Start.Later later) {
        return switch (later) {
            case LOADING -> loading;
            case LARGE -> large;
        };
    }

    /** Waits until both are idle; false if the time ran out. */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        return loading.awaitIdle(patience)
                && large.awaitIdle(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        loading.close();
        large.close();
    }
}
