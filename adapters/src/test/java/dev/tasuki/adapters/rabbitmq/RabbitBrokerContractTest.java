package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.contracts.BrokerContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RabbitServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RabbitServers.class)
final class RabbitBrokerContractTest extends BrokerContract {
    private final RabbitServer server;

    RabbitBrokerContractTest(RabbitServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RabbitFixture(server);
    }
}
