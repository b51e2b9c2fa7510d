package dev.tasuki.app.wiring;

import dev.tasuki.core.ask.Lanes;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.Limits;
import java.util.function.Predicate;

/** Where predictions are computed that take long. */
final class PredictLanes {
    private static final int WAITING_LARGE = 16;
    private static final int WAITING_LOADING = 256;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final long MEMORY = Runtime.getRuntime().maxMemory();

    private PredictLanes() {}

    /** Half of the processors compute large predictions at most, so that small ones have the others. */
    static Lanes of(int workers, RetryPolicy retries, Predicate<Message> awaited) {
        int threads = Math.clamp(PROCESSORS / 2, 1, workers);
        long bytes = Math.max(Limits.MESSAGE_BYTES.value(), Limits.BODIES_IN_FLIGHT.bytes(MEMORY));
        return new Lanes(
                new ComputePool(new ComputePool.Terms("loading", threads, WAITING_LOADING, bytes)),
                new ComputePool(new ComputePool.Terms("large", threads, WAITING_LARGE, bytes)),
                retries,
                awaited);
    }
}
