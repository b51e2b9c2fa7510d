package dev.tasuki.adapters.celery;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * States by Celery's {@code rpc} results: each task has a durable queue of its own, in which the last state stays until the next
 * has come. So another attempt, of this process or another, finds it there.
 */
final class AmqpCallStates implements CallStates {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpCallStates.class);
    private static final String PREFIX = "tasuki.results.";
    /** Long enough for a broker that has a thousand old states to deliver. */
    private static final long HISTORY_MILLIS = 20_000;

    private final ConnectionKeeper keeper;
    private final Wire wire;

    AmqpCallStates(ConnectionKeeper keeper, Wire wire) {
        this.keeper = keeper;
        this.wire = wire;
    }

    @Override
    public Following follow(String id) {
        if (!keeper.connected()) {
            throw keeper.notConnected();
        }
        Followed followed = new Followed(id);
        try {
            followed.begin();
            return followed;
        } catch (IOException | RuntimeException e) {
            followed.close();
            if (RabbitErrors.code(e) == AMQP.ACCESS_REFUSED) {
                throw RabbitErrors.unavailable("another process still follows the Celery task " + id, e);
            }
            throw RabbitErrors.refusal("follow the Celery task " + id, e);
        } catch (InterruptedException e) {
            followed.close();
            Thread.currentThread().interrupt();
            throw RabbitErrors.unavailable("interrupted while following the Celery task " + id, e);
        }
    }

    @Override
    public void forget(String id) {
        try {
            Channel fresh =
                    keeper.connection().openChannel().orElseThrow(() -> new IOException("no channel left"));
            try {
                fresh.queueDelete(PREFIX + id);
            } finally {
                fresh.abort();
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("{}{} goes by itself: {}", PREFIX, id, RabbitErrors.reason(e));
        }
    }

    /** The connection is its keeper's. */
    @Override
    public void close() {}

    /** What was there before is told apart from what comes by a note of this process: the queue keeps the order. */
    private final class Followed implements Following {
        private final String id;
        private final String fence = "TASUKI_FENCE_" + UUID.randomUUID();
        private final AmqpStateQueue queue;
        private @Nullable CallState last;

        Followed(String id) {
            this.id = id;
            this.queue = new AmqpStateQueue(PREFIX + id, keeper);
        }

        void begin() throws IOException, InterruptedException {
            keeper.add(queue);
            note(fence);
            long end = System.nanoTime() + HISTORY_MILLIS * 1_000_000;
            while (System.nanoTime() < end) {
                AmqpStateQueue.Arrived arrived = queue.next(100);
                if (arrived != null && arrived.names(fence)) {
                    arrived.done();
                    return;
                }
                take(arrived);
            }
            throw RabbitErrors.unavailable("what was told of the Celery task " + id + " before did not come in time", null);
        }

        @Override
        public @Nullable CallState last() {
            return last;
        }

        @Override
        public @Nullable CallState next(long millis) throws InterruptedException {
            return take(queue.next(millis));
        }

        /** The one that counts is kept at the broker until the next one that counts. */
        private @Nullable CallState take(AmqpStateQueue.@Nullable Arrived arrived) {
            if (arrived == null) {
                return null;
            }
            CallState state = arrived.state();
            boolean late = state instanceof CallState.Sent && last != null;
            if (arrived.names("TASUKI_FENCE_") || late || last != null && last.ended()) {
                arrived.done();
                return null;
            }
            queue.keep(arrived);
            last = state;
            return state;
        }

        @Override
        public void note(String status) {
            wire.reply(new Wire.Reply(PREFIX + id, id, CallState.Note.body(id, status)));
        }

        @Override
        public String replyTo() {
            return PREFIX + id;
        }

        @Override
        public void close() {
            queue.close();
        }
    }
}
