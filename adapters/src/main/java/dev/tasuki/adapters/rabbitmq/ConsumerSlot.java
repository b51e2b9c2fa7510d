package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.RabbitErrors;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place at the broker for one worker or several: a channel with a consumer and a bounded number of
 * deliveries for each of them. What happens to the channel (a consumer time-out closes it) happens to
 * all of its workers.
 */
final class ConsumerSlot implements ConnectionKeeper.Part {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerSlot.class);

    /** Where deliveries go to. */
    interface Inbox {
        void arrived(HeldDelivery delivery);

        /** What came by this slot and is not begun will come again. */
        void lost(ConsumerSlot slot);
    }

    /**
     * Whom a place is for.
     *
     * @param prefetch how many deliveries each worker may hold
     * @param first true for the place that goes on when only one message at a time may be consumed
     */
    record Share(String queue, int workers, int prefetch, boolean first) {
        int deliveries() {
            return workers * prefetch;
        }
    }

    private final String queue;
    private final Share share;
    private final Queues queues;
    private final InstantSource clock;
    private final ConnectionKeeper keeper;
    private final Inbox inbox;
    /** Between beginning to consume and ending it; never taken by what the client library calls. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile @Nullable Channel channel;
    private volatile @Nullable Acknowledgements acknowledgements;
    /** Of the consumers; none while there are none. */
    private volatile List<String> tags = List.of();

    /** True if it consumes one message at a time. */
    private volatile boolean careful;

    private volatile @Nullable String problem;
    private volatile boolean paused;
    private volatile boolean retired;

    ConsumerSlot(Share share, Queues queues, InstantSource clock, ConnectionKeeper keeper, Inbox inbox) {
        this.queue = share.queue();
        this.share = share;
        this.queues = queues;
        this.clock = clock;
        this.keeper = keeper;
        this.inbox = inbox;
    }

    @Override
    public void attach(Connection connection) throws IOException {
        changing.lock();
        try {
            boolean care = keeper.careful();
            if (paused || retired || care && !share.first() || !tags.isEmpty() && careful == care) {
                return;
            }
            cancel();
            careful = care;
            queues.ensure(connection, queue);
            Channel now = channel;
            Acknowledgements telling = acknowledgements;
            if (now == null || telling == null || !now.isOpen()) {
                now = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
                telling = new Acknowledgements(now, share.deliveries());
                channel = now;
                acknowledgements = telling;
            }
            now.basicQos(care ? 1 : share.prefetch());
            consume(now, telling, care ? 1 : share.workers());
            problem = null;
        } finally {
            changing.unlock();
        }
    }

    /** The tags are ours and are known first: the broker may cancel a consumer before this returns. */
    private void consume(Channel on, Acknowledgements telling, int consumers) throws IOException {
        List<String> mine = Stream.generate(() -> "tasuki-" + UUID.randomUUID())
                .limit(consumers)
                .toList();
        tags = mine;
        try {
            Receiver receiver = new Receiver(on, telling);
            for (String tag : mine) {
                on.basicConsume(queue, false, tag, receiver);
            }
        } catch (IOException | RuntimeException e) {
            tags = List.of();
            throw e;
        }
    }

    @Override
    public void failed(String reason) {
        problem = reason;
    }

    /** Why it cannot consume, though there is a connection; null if it can, or has not tried yet. */
    @Nullable
    String problem() {
        return problem;
    }

    @Override
    public void detach() {
        channel = null;
        tags = List.of();
        inbox.lost(this);
    }

    /** Takes no more deliveries until {@link #resume()}; what is held stays held. */
    void pause() {
        changing.lock();
        try {
            paused = true;
            cancel();
        } finally {
            changing.unlock();
        }
    }

    /** Takes deliveries again, soon; not after {@link #retire()}. */
    void resume() {
        paused = false;
        keeper.mend(this);
    }

    /** Takes no more deliveries for good; what is held stays held. */
    void retire() {
        changing.lock();
        try {
            retired = true;
            cancel();
        } finally {
            changing.unlock();
        }
    }

    private void cancel() {
        Channel now = channel;
        List<String> consumers = tags;
        tags = List.of();
        if (now == null) {
            return;
        }
        for (String consumer : consumers) {
            try {
                now.basicCancel(consumer);
            } catch (IOException | RuntimeException e) {
                LOG.debug("no consumer to cancel on {}: {}", queue, RabbitErrors.reason(e));
            }
        }
    }

    /** Closes the channel: the broker takes back whatever is not settled. */
    void close() {
        retire();
        keeper.remove(this);
        Channel now = channel;
        Acknowledgements telling = acknowledgements;
        channel = null;
        if (now != null && telling != null) {
            try {
                telling.flush();
                now.abort();
            } catch (IOException | RuntimeException e) {
                LOG.debug("channel on {} not closed: {}", queue, RabbitErrors.reason(e));
            }
        }
    }

    @Override
    public String toString() {
        return "consumer of " + queue;
    }

    private final class Receiver extends DefaultConsumer {
        private final Acknowledgements telling;

        Receiver(Channel channel, Acknowledgements telling) {
            super(channel);
            this.telling = telling;
        }

        @Override
        public void handleDelivery(String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            telling.arrived(envelope.getDeliveryTag());
            inbox.arrived(new HeldDelivery(
                    ConsumerSlot.this,
                    telling,
                    envelope.getDeliveryTag(),
                    WireFormat.message(queue, properties, body, clock.instant()),
                    DeliveryCount.of(envelope, properties)));
        }

        /** The queue was deleted, or its node went away. Then all are cancelled, and the first to hear of it acts. */
        @Override
        public void handleCancel(String consumer) {
            if (!tags.contains(consumer)) {
                return;
            }
            LOG.warn("RabbitMQ cancelled the consumer of {}: the queue is gone or moved; subscribing again", queue);
            queues.forget(queue);
            tags = List.of();
            inbox.lost(ConsumerSlot.this);
            keeper.mend(ConsumerSlot.this);
        }

        @Override
        public void handleShutdownSignal(String consumer, ShutdownSignalException cause) {
            if (!getChannel().equals(channel) || cause.isHardError() || cause.isInitiatedByApplication()) {
                return;
            }
            LOG.warn("RabbitMQ closed the consumer of {}: {}; subscribing again", queue, RabbitErrors.reason(cause));
            channel = null;
            tags = List.of();
            inbox.lost(ConsumerSlot.this);
            keeper.mend(ConsumerSlot.this);
        }
    }
}
