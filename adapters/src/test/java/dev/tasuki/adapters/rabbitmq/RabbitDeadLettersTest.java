package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.contracts.DeadLettersContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.testservers.RabbitServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RabbitServers.class)
final class RabbitDeadLettersTest extends DeadLettersContract {
    private final RabbitServer server;

    RabbitDeadLettersTest(RabbitServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RabbitFixture(server);
    }

    @Override
    protected DeadLetters lettersOf(Broker opened) {
        return ((RabbitBroker) opened).deadLetters();
    }
}
