package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Greets the fleet on each new connection, and waits a moment for what the others know. It stands before the consumers of
 * calls, so that none is taken that was called off before.
 */
final class AmqpGreeting implements ConnectionKeeper.Part {
    private static final int UNUSED_MILLIS = 10_000;
    private static final int TRANSIENT = 1;
    /** More than a fleet has workers; what comes beyond is dropped. */
    private static final int MOST_ANSWERS = 10_000;

    private final Mingle mingle;
    private boolean greeted;

    AmqpGreeting(Mingle mingle) {
        this.mingle = mingle;
    }

    @Override
    public void attach(Connection connection) throws IOException {
        if (greeted) {
            return;
        }
        AmqpPidbox.declareExchanges(connection);
        Channel channel = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        try {
            BlockingQueue<Envelope> answers = new LinkedBlockingQueue<>(MOST_ANSWERS);
            String key = UUID.randomUUID().toString();
            String queue = key + "." + AmqpPidbox.ANSWERS;
            channel.queueDeclare(queue, false, true, true, Map.of("x-expires", UNUSED_MILLIS));
            channel.queueBind(queue, AmqpPidbox.ANSWERS, key);
            channel.basicConsume(queue, true, new Receiver(channel, answers));
            send(channel, key);
            hear(answers);
            greeted = true;
        } finally {
            channel.abort();
        }
    }

    private void send(Channel channel, String key) throws IOException {
        ObjectNode command = mingle.command();
        command.putObject("reply_to").put("exchange", AmqpPidbox.ANSWERS).put("routing_key", key);
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .deliveryMode(TRANSIENT)
                .headers(AmqpEnvelope.table(mingle.headers()))
                .build();
        channel.basicPublish(AmqpPidbox.COMMANDS, "", properties, PythonJson.bytes(command));
    }

    private void hear(BlockingQueue<Envelope> answers) throws IOException {
        try {
            long end = System.nanoTime() + Mingle.PATIENCE.toNanos();
            @Nullable Envelope answer;
            do {
                answer = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (answer != null) {
                    mingle.heard(answer);
                }
            } while (answer != null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while greeting the fleet", e);
        }
    }

    @Override
    public void detach() {
        greeted = false;
    }

    @Override
    public String toString() {
        return "greeting of Celery's workers";
    }

    private static final class Receiver extends DefaultConsumer {
        private final BlockingQueue<Envelope> answers;

        Receiver(Channel channel, BlockingQueue<Envelope> answers) {
            super(channel);
            this.answers = answers;
        }

        @Override
        public void handleDelivery(
                String consumer, com.rabbitmq.client.Envelope envelope, BasicProperties properties, byte[] body) {
            boolean unused = answers.offer(AmqpEnvelope.read(properties, body));
        }
    }
}
