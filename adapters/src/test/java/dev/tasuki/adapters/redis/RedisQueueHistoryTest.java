package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.QueueHistoryContract;
import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisQueueHistoryTest extends QueueHistoryContract {
    private final RedisServer server;

    RedisQueueHistoryTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<QueueHistory> open() {
        return new RedisRowsFixture<>(server, RedisQueueHistory::new);
    }
}
