package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.TaskMessageContract;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.testservers.RedisServer;
import java.time.InstantSource;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows and messages in one Redis. */
@ExtendWith(RedisServers.class)
final class RedisTaskMessageTest extends TaskMessageContract {
    private final RedisServer server;

    RedisTaskMessageTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<TaskStore> open() {
        return new RedisRowsFixture<>(server, RedisTaskStore::new);
    }

    @Override
    protected Broker broker() {
        return new RedisBroker(RedisSettings.parse(server.url()), InstantSource.system(), gone -> {});
    }
}
