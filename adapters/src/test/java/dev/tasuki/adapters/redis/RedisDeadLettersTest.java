package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.DeadLettersContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisDeadLettersTest extends DeadLettersContract {
    private final RedisServer server;

    RedisDeadLettersTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RedisFixture(server);
    }

    @Override
    protected DeadLetters lettersOf(Broker opened) {
        return ((RedisBroker) opened).deadLetters();
    }
}
