package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.CursorsContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Cursors;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisCursorsTest extends CursorsContract {
    private final RedisServer server;

    RedisCursorsTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<Cursors> open() {
        return new RedisRowsFixture<>(server, RedisCursors::new);
    }
}
