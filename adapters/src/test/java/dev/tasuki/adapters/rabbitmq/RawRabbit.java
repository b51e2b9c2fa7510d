package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.adapters.amqp.Connections;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** The broker without our adapter: what somebody else does to it or sees in it. */
final class RawRabbit implements AutoCloseable {
    final Connection connection;
    final Channel channel;

    RawRabbit(RabbitServer server) throws IOException, TimeoutException {
        RabbitSettings settings = RabbitSettings.parse(server.url());
        connection = Connections.factory(settings).newConnection(settings.addresses(), "raw");
        channel = connection.createChannel();
    }

    /** Deletes the queues of both kinds of task, and these. */
    RawRabbit without(String... queues) throws IOException {
        for (String queue : new String[] {"queue.model.train", "queue.model.predict"}) {
            channel.queueDelete(queue);
            channel.queueDelete(QueuePlan.deadLetters(queue));
        }
        for (String queue : queues) {
            channel.queueDelete(queue);
        }
        return this;
    }

    void declare(String queue, Map<String, Object> arguments) throws IOException {
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    void publish(String queue, AMQP.BasicProperties properties, String body) throws IOException {
        channel.basicPublish("", queue, properties, body.getBytes(UTF_8));
    }

    /** The next message of the queue, as soon as there is one; it is taken out. */
    GetResponse next(String queue) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> channel.basicGet(queue, true), got -> got != null);
    }

    long ready(String queue) throws IOException {
        return channel.messageCount(queue);
    }

    /** How many consumers the queue has; -1 if there is no such queue. */
    long consumers(String queue) throws IOException {
        Channel asking = connection.createChannel();
        try {
            return asking.consumerCount(queue);
        } catch (IOException closedForAsking) {
            return -1;
        } finally {
            if (asking.isOpen()) {
                asking.abort();
            }
        }
    }

    @Override
    public void close() {
        connection.abort();
    }
}
