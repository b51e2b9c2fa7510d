package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.CursorsContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Cursors;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterCursorsTest extends CursorsContract {
    private final RedisCluster cluster;

    RedisClusterCursorsTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<Cursors> open() {
        return new RedisRowsFixture<>(cluster.nodes().getFirst(), "?cluster=true", RedisCursors::new);
    }
}
