package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.TaskAlgorithmContract;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisTaskAlgorithmTest extends TaskAlgorithmContract {
    private final RedisServer server;

    RedisTaskAlgorithmTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<TaskStore> open() {
        return new RedisRowsFixture<>(server, RedisTaskStore::new);
    }
}
