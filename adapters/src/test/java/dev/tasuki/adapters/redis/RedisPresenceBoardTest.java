package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.PresenceBoardContract;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisPresenceBoardTest extends PresenceBoardContract {
    private final RedisServer server;

    RedisPresenceBoardTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<PresenceBoard> open() {
        return new RedisRowsFixture<>(server, RedisPresenceBoard::new);
    }
}
