package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.PresenceBoardContract;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterPresenceBoardTest extends PresenceBoardContract {
    private final RedisCluster cluster;

    RedisClusterPresenceBoardTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<PresenceBoard> open() {
        return new RedisRowsFixture<>(cluster.nodes().getFirst(), "?cluster=true", RedisPresenceBoard::new);
    }
}
