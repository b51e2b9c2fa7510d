package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.ModelNamesContract;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisModelNamesTest extends ModelNamesContract {
    private final RedisServer server;

    RedisModelNamesTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Ports> open() {
        return new RedisRowsFixture<>(
                server,
                rows -> new Ports(new RedisTaskStore(rows), new RedisModelNames(rows), new RedisChangeLog(rows)));
    }
}
