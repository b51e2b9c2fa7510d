package dev.tasuki.adapters.celery;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.RabbitErrors;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the messages of one queue, {@value #PREFETCH} at once. */
final class AmqpInbox implements ConnectionKeeper.Part {
    static final int PREFETCH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(AmqpInbox.class);

    private final String queue;
    private final ConnectionKeeper keeper;
    private final Consumer<Taken> taker;
    /** Of what is counted and of beginning or ending to consume; not held while the client library calls. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition idle = lock.newCondition();
    private final AtomicInteger held = new AtomicInteger();
    private int inHand;
    private volatile @Nullable Channel channel;
    private volatile String tag = "";
    private volatile boolean paused;
    private volatile boolean stopped;

    /**
     * Takes nothing yet: give it to the keeper.
     *
     * @param taker called on the thread that reads the connection; must not block
     */
    AmqpInbox(String queue, ConnectionKeeper keeper, Consumer<Taken> taker) {
        this.queue = queue;
        this.keeper = keeper;
        this.taker = taker;
    }

    @Override
    public void attach(Connection connection) throws IOException {
        Channel now = channel;
        if (now == null || !now.isOpen()) {
            declare(connection, queue);
            now = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
            tag = "";
            channel = now;
        }
        if (paused || stopped || !tag.isEmpty()) {
            return;
        }
        now.basicQos(keeper.careful() ? 1 : PREFETCH);
        // Known first: the broker may cancel a consumer before this returns.
        tag = "tasuki-" + UUID.randomUUID();
        now.basicConsume(queue, false, tag, new Receiver(now));
    }

    /** As Celery's own programs do, which refuse a queue that has other arguments; one that is there is used as it is. */
    static void declare(Connection connection, String queue) throws IOException {
        if (there(connection, queue)) {
            return;
        }
        Channel fresh = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        try {
            fresh.exchangeDeclare(queue, BuiltinExchangeType.DIRECT, true);
            fresh.queueDeclare(queue, true, false, false, Map.of());
            fresh.queueBind(queue, queue, queue);
        } finally {
            fresh.abort();
        }
    }

    private static boolean there(Connection connection, String queue) throws IOException {
        Channel look = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        try {
            look.queueDeclarePassive(queue);
            return true;
        } catch (IOException e) {
            if (RabbitErrors.code(e) == AMQP.NOT_FOUND) {
                return false;
            }
            throw e;
        } finally {
            look.abort();
        }
    }

    @Override
    public void detach() {
        channel = null;
        tag = "";
    }

    /** Takes nothing more until {@link #resume}; what is in hand stays there. */
    void pause() {
        paused = true;
        cancel();
    }

    void resume() {
        paused = false;
        keeper.mend(this);
    }

    /** Takes nothing more, and waits until what is in hand is settled. */
    void stop(Duration patience) throws InterruptedException {
        stopped = true;
        cancel();
        lock.lock();
        try {
            long left = patience.toNanos();
            while (inHand > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void cancel() {
        Channel now = channel;
        String consumer = tag;
        tag = "";
        if (now != null && !consumer.isEmpty()) {
            try {
                now.basicCancel(consumer);
            } catch (IOException | RuntimeException e) {
                LOG.debug("no consumer to cancel on {}: {}", queue, RabbitErrors.reason(e));
            }
        }
    }

    private void count(int more) {
        lock.lock();
        try {
            inHand += more;
            if (inHand == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "consumer of Celery's queue " + queue;
    }

    private final class Receiver extends DefaultConsumer {
        Receiver(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(
                String consumer, com.rabbitmq.client.Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            count(1);
            Integer priority = properties.getPriority();
            taker.accept(new Taken(
                    AmqpEnvelope.read(properties, body),
                    queue,
                    CallBody.rowPriority(priority == null ? 0 : priority),
                    new Held(getChannel(), envelope.getDeliveryTag())));
        }

        /** The queue was deleted, or its node went away. */
        @Override
        public void handleCancel(String consumer) {
            if (consumer.equals(tag)) {
                LOG.warn("RabbitMQ cancelled the consumer of {}: the queue is gone or moved; subscribing again", queue);
                again();
            }
        }

        @Override
        public void handleShutdownSignal(String consumer, ShutdownSignalException cause) {
            if (getChannel().equals(channel) && !cause.isHardError() && !cause.isInitiatedByApplication()) {
                LOG.warn(
                        "RabbitMQ closed the consumer of {}: {}; subscribing again", queue, RabbitErrors.reason(cause));
                again();
            }
        }

        private void again() {
            channel = null;
            tag = "";
            keeper.mend(AmqpInbox.this);
        }
    }

    /** One that the broker delivered; after the connection is gone it says nothing, and the message comes again. */
    private final class Held implements Taken.Settling {
        private final Channel on;
        private final long delivery;
        private final AtomicBoolean settled = new AtomicBoolean();

        Held(Channel on, long delivery) {
            this.on = on;
            this.delivery = delivery;
        }

        /** The broker counts what a consumer holds until that consumer goes: so another comes instead. */
        @Override
        public void hold() {
            if (held.incrementAndGet() % (PREFETCH / 2) == 0) {
                cancel();
                keeper.mend(AmqpInbox.this);
            }
        }

        @Override
        public void accept() {
            settle(() -> on.basicAck(delivery, false));
        }

        @Override
        public void reject() {
            settle(() -> on.basicReject(delivery, false));
        }

        @Override
        public void giveBack() {
            settle(() -> on.basicReject(delivery, true));
        }

        private void settle(Step step) {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            try {
                step.run();
            } catch (IOException | RuntimeException e) {
                LOG.debug("a message of {} comes again: {}", queue, RabbitErrors.reason(e));
            } finally {
                count(-1);
            }
        }
    }

    /** One word to the broker. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
