package dev.tasuki.adapters.amqp;

import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shut while the broker takes no messages from a connection because it is short of memory or disk.
 * Publishers wait before it, so that the broker's shortage slows producers instead of
 * filling the socket's buffers.
 */
public final class FlowGate {
    private static final Logger LOG = LoggerFactory.getLogger(FlowGate.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private volatile @Nullable String reason;

    void watch(Connection connection) {
        connection.addBlockedListener(this::shut, this::open);
    }

    /** Why the gate is shut; null while it is open. */
    @Nullable
    public String reason() {
        return reason;
    }

    /** Returns when the gate is open; throws Unavailable when it stays shut for the whole time. */
    public void pass(Duration patience) throws InterruptedException {
        if (reason == null) {
            return;
        }
        lock.lock();
        try {
            long left = patience.toNanos();
            for (String why = reason; why != null; why = reason) {
                if (left <= 0) {
                    throw RabbitErrors.unavailable(
                            "RabbitMQ takes no messages now (" + why + "); give it memory or disk, then try again",
                            null);
                }
                left = opened.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void shut(String why) {
        LOG.warn("RabbitMQ takes no messages now: {}", why);
        reason = why;
    }

    void open() {
        lock.lock();
        try {
            if (reason != null) {
                LOG.info("RabbitMQ takes messages again");
            }
            reason = null;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
