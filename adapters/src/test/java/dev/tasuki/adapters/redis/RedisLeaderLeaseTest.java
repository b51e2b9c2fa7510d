package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.LeaderLeaseContract;
import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.testservers.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisLeaderLeaseTest extends LeaderLeaseContract {
    private final RedisServer server;

    RedisLeaderLeaseTest(RedisServer server) {
        this.server = server;
    }

    @Override
    protected Fixture<LeaderLease> open() {
        return new RedisRowsFixture<>(server, RedisLeaderLease::new);
    }
}
