package dev.tasuki.core.use;

import dev.tasuki.core.base.MarkGroups;
import dev.tasuki.core.base.TaskPublisher;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.TaskRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes behind the answers. The answer follows the row's commit and waits neither for the broker's confirm nor
 * for the mark of it. A few messages are under way at once, so their confirms share forced writes; their marks are
 * written in groups. What finds no room here, and what a stop or a crash cuts off, is the relay's. Thread-safe.
 */
public final class PublishBehind implements Publishing, AutoCloseable {
    private static final int LANES = 32;
    private static final Duration LAST_ONES = Duration.ofSeconds(2);
    private static final long MOST = Limits.PUBLISH_BEHIND_BYTES.value();

    private final TaskPublisher publisher;
    private final MarkGroups marks;
    private final AtomicLong held = new AtomicLong();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            LANES,
            LANES,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofVirtual().name("publish-", 0).factory());

    public PublishBehind(TaskStore store, Broker broker) {
        this.publisher = new TaskPublisher(store, broker);
        this.marks = new MarkGroups(store);
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void submit(TaskRow row) {
        long bytes = row.spec().payload().getBytes(StandardCharsets.UTF_8).length;
        if (held.addAndGet(bytes) > MOST) {
            held.addAndGet(-bytes);
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    Publishing.orLater(row, () -> marks.add(publisher.send(row)));
                } finally {
                    held.addAndGet(-bytes);
                }
            });
        } catch (RejectedExecutionException closed) {
            held.addAndGet(-bytes);
        }
    }

    /** Publishes what waits, for two seconds at most. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (threads.awaitTermination(LAST_ONES.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
