package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.MovableClock;
import dev.tasuki.contracts.TaskMessageContract;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.testservers.RabbitServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that RabbitMQ carries; the rows are in memory, as those of the databases have suites of their own. */
@ExtendWith(RabbitServers.class)
final class RabbitTaskMessageTest extends TaskMessageContract {
    private final RabbitServer server;

    RabbitTaskMessageTest(RabbitServer server) {
        this.server = server;
    }

    @Override
    protected Broker broker() throws Exception {
        try (RawRabbit raw = new RawRabbit(server)) {
            raw.without();
        }
        return new RabbitBroker(RabbitSettings.parse(server.url()), InstantSource.system());
    }

    @Override
    protected Fixture<TaskStore> open() {
        MovableClock clock = new MovableClock();
        TaskStore store = new MemoryTaskStore(clock);
        return new Fixture<>() {
            @Override
            public TaskStore port() {
                return store;
            }

            @Override
            public Optional<TaskStore> another() {
                return Optional.empty();
            }

            @Override
            public void advance(Duration time) {
                clock.advance(time);
            }

            @Override
            public void close() {}
        };
    }
}
