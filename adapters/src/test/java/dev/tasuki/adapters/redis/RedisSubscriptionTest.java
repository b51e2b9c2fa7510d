package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.SubscriptionContract;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisSubscriptionTest extends SubscriptionContract {
    private final RedisServer server;

    RedisSubscriptionTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RedisFixture(server);
    }
}
