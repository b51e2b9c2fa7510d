package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.ChangeLogContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisChangeLogTest extends ChangeLogContract {
    private final RedisServer server;

    RedisChangeLogTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Ports> open() {
        return new RedisRowsFixture<>(server, rows -> new Ports(new RedisTaskStore(rows), new RedisChangeLog(rows)));
    }
}
