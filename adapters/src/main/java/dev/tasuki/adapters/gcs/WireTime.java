package dev.tasuki.adapters.gcs;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Time as answers are waited for; tests have it pass at once. Safe for any number of threads. */
interface WireTime {
    /** The machine's. */
    WireTime SYSTEM = new WireTime() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public <T> @Nullable T poll(BlockingQueue<T> queue, Duration most) throws InterruptedException {
            return queue.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        }
    };

    /** Nanoseconds since some moment. */
    long nanos();

    /** The head of the queue, which it waits for as long as this; null if there is none by then. */
    <T> @Nullable T poll(BlockingQueue<T> queue, Duration most) throws InterruptedException;
}
