package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One command to all workers of a fleet over AMQP, with its answers in a queue of its own that goes afterwards. */
final class AmqpQuestion {
    private static final int UNUSED_MILLIS = 10_000;
    private static final int TRANSIENT = 1;
    /** More than a fleet has workers; what comes beyond is dropped. */
    private static final int MOST_ANSWERS = 10_000;

    private AmqpQuestion() {}

    /** What is answered within a time, which is waited for whole: nobody knows how many workers there are. */
    static List<Envelope> ask(Connection connection, ObjectNode command, ObjectNode headers, Duration patience)
            throws IOException {
        AmqpPidbox.declareExchanges(connection);
        Channel channel = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        try {
            BlockingQueue<Envelope> answers = new LinkedBlockingQueue<>(MOST_ANSWERS);
            String key = UUID.randomUUID().toString();
            String queue = key + "." + AmqpPidbox.ANSWERS;
            channel.queueDeclare(queue, false, true, true, Map.of("x-expires", UNUSED_MILLIS));
            channel.queueBind(queue, AmqpPidbox.ANSWERS, key);
            channel.basicConsume(queue, true, new Receiver(channel, answers));
            send(channel, command, headers, key);
            return heard(answers, patience);
        } finally {
            channel.abort();
        }
    }

    private static void send(Channel channel, ObjectNode command, ObjectNode headers, String key) throws IOException {
        command.putObject("reply_to").put("exchange", AmqpPidbox.ANSWERS).put("routing_key", key);
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .deliveryMode(TRANSIENT)
                .headers(AmqpEnvelope.table(headers))
                .build();
        channel.basicPublish(AmqpPidbox.COMMANDS, "", properties, PythonJson.bytes(command));
    }

    private static List<Envelope> heard(BlockingQueue<Envelope> answers, Duration patience) throws IOException {
        try {
            List<Envelope> all = new ArrayList<>();
            long end = System.nanoTime() + patience.toNanos();
            @Nullable Envelope answer;
            do {
                answer = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (answer != null) {
                    all.add(answer);
                }
            } while (answer != null);
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Celery's workers were asked", e);
        }
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
