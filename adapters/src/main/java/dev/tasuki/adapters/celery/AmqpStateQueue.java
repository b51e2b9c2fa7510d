package dev.tasuki.adapters.celery;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.RabbitErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue of one task's states, read by one process at a time. What is not settled is there again for the next one. */
final class AmqpStateQueue implements ConnectionKeeper.Part {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpStateQueue.class);
    /** One is kept, one is looked at. */
    private static final int PREFETCH = 2;
    /** In bytes; an id has at most 128. */
    private static final int LONGEST_NOTE = 400;
    /** A queue that nobody reads goes after a day; of what nobody reads the oldest goes first. */
    private static final Map<String, Object> ARGUMENTS = Map.of("x-expires", 86_400_000, "x-max-length", 1000);

    private final String name;
    private final ConnectionKeeper keeper;
    /** No more than were prefetched. */
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

    private volatile @Nullable Channel channel;
    private @Nullable Arrived kept;
    private volatile boolean closed;

    /** Reads nothing yet: give it to the keeper. */
    AmqpStateQueue(String name, ConnectionKeeper keeper) {
        this.name = name;
        this.keeper = keeper;
    }

    @Override
    public void attach(Connection connection) throws IOException {
        Channel before = channel;
        if (closed || before != null && before.isOpen()) {
            return;
        }
        Channel fresh = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        try {
            fresh.queueDeclare(name, true, false, false, ARGUMENTS);
            fresh.basicQos(PREFETCH);
            channel = fresh;
            fresh.basicConsume(name, false, "tasuki-" + UUID.randomUUID(), false, true, Map.of(), new Receiver(fresh));
        } catch (IOException e) {
            channel = null;
            fresh.abort();
            throw e;
        }
        if (closed) {
            fresh.abort();
        }
    }

    @Override
    public void detach() {
        channel = null;
        arrived.clear();
    }

    /** The next message; null if none comes within this time. */
    @Nullable
    Arrived next(long millis) throws InterruptedException {
        return arrived.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** It stays at the broker, and the one before it goes. */
    void keep(Arrived next) {
        Arrived before = kept;
        kept = next;
        if (before != null) {
            before.done();
        }
    }

    /** Reads no more; what is kept is there for the next one. */
    void close() {
        closed = true;
        keeper.remove(this);
        Channel now = channel;
        channel = null;
        if (now != null) {
            try {
                now.abort();
            } catch (IOException e) {
                throw new IllegalStateException("abort swallows failures", e);
            }
        }
    }

    private void again() {
        channel = null;
        keeper.mend(this);
    }

    @Override
    public String toString() {
        return "states of a Celery task in " + name;
    }

    /** A message that lies at the broker still. */
    static final class Arrived {
        private final Channel on;
        private final long delivery;
        private final Envelope message;

        Arrived(Channel on, long delivery, Envelope message) {
            this.on = on;
            this.delivery = delivery;
            this.message = message;
        }

        CallState state() {
            return CallState.read(message);
        }

        /** True if this word, which only we write, is in it. */
        boolean names(String word) {
            return message.body().length < LONGEST_NOTE
                    && new String(message.body(), StandardCharsets.UTF_8).contains(word);
        }

        /** The broker may drop it. After the connection is gone this says nothing, and the message comes again. */
        void done() {
            try {
                on.basicAck(delivery, false);
            } catch (IOException | RuntimeException e) {
                LOG.debug("a state of a Celery task comes again: {}", RabbitErrors.reason(e));
            }
        }
    }

    private final class Receiver extends ResubscribingConsumer {
        Receiver(Channel channel) {
            super(channel, () -> AmqpStateQueue.this.channel, AmqpStateQueue.this::again);
        }

        @Override
        public void handleDelivery(
                String consumer, com.rabbitmq.client.Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            arrived.add(new Arrived(getChannel(), envelope.getDeliveryTag(), AmqpEnvelope.read(properties, body)));
        }
    }
}
