package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.MessageSizeContract;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RabbitServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RabbitServers.class)
final class RabbitMessageSizeTest extends MessageSizeContract {
    private final RabbitServer server;

    RabbitMessageSizeTest(RabbitServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RabbitFixture(server);
    }
}
