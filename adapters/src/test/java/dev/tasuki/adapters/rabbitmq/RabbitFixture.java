package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.adapters.amqp.Connections;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The suites' queues on the shared server, deleted before and after each test. */
final class RabbitFixture implements Fixture<Broker> {
    private static final List<String> QUEUES = List.of("queue.contract", "queue.contract.other", "queue.contract.echo");
    /** What the suites wait for: a minute, and the second after a handler that failed. */
    private static final List<Duration> DELAYS = List.of(Duration.ofMinutes(1), Duration.ofSeconds(1));

    private final RabbitSettings settings;
    private final List<RabbitBroker> brokers = new ArrayList<>();

    RabbitFixture(RabbitServer server) {
        settings = RabbitSettings.parse(server.url());
        deleteQueues();
        brokers.add(new RabbitBroker(settings, InstantSource.system()));
    }

    @Override
    public Broker port() {
        return brokers.getFirst();
    }

    @Override
    public Optional<Broker> another() {
        RabbitBroker broker = new RabbitBroker(settings, InstantSource.system());
        brokers.add(broker);
        return Optional.of(broker);
    }

    /**
     * The server's clock cannot be moved, but what it does when a delay is over can be done by hand:
     * take the messages from the wait queue and put them into the queue they came from. That the
     * server does it, too, is seen in {@code RabbitRequeueTest}.
     */
    @Override
    public void advance(Duration time) {
        onChannel(channel -> {
            for (String queue : QUEUES) {
                for (Duration delay : DELAYS) {
                    if (delay.compareTo(time) <= 0) {
                        move(channel, QueuePlan.waiting(queue, delay), queue);
                    }
                }
            }
        });
    }

    private static void move(Channel channel, QueuePlan from, String to) throws IOException {
        channel.queueDeclare(from.queue(), true, false, false, from.arguments());
        for (GetResponse next = channel.basicGet(from.queue(), true);
                next != null;
                next = channel.basicGet(from.queue(), true)) {
            channel.basicPublish("", to, next.getProps(), next.getBody());
        }
    }

    @Override
    public void close() {
        brokers.forEach(RabbitBroker::close);
        deleteQueues();
    }

    private void deleteQueues() {
        onChannel(channel -> {
            for (String queue : QUEUES) {
                channel.queueDelete(queue);
                channel.queueDelete(QueuePlan.deadLetters(queue));
                for (Duration delay : DELAYS) {
                    channel.queueDelete(QueuePlan.waiting(queue, delay).queue());
                }
            }
        });
    }

    private void onChannel(Step step) {
        try (Connection connection = Connections.factory(settings).newConnection(settings.addresses());
                Channel channel = connection.createChannel()) {
            step.run(channel);
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run(Channel channel) throws IOException;
    }
}
