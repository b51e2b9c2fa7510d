package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.SubscriptionContract;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RabbitServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RabbitServers.class)
final class RabbitSubscriptionTest extends SubscriptionContract {
    private final RabbitServer server;

    RabbitSubscriptionTest(RabbitServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RabbitFixture(server);
    }
}
