package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;

/** Rows that a replica must have before they are answered. */
class RedisReplicaTest {
    private static final TaskQuery BY_KEY =
            new TaskQuery(TaskFilter.of(new IdempotencyKey("key", "fp")), OptionalLong.empty(), 1);

    @BeforeAll
    static void requireServer() {
        RedisServers.requireInstalled();
    }

    private static RedisServer replicaOf(RedisServer master) throws IOException {
        return RedisServer.start("--replicaof", "127.0.0.1 " + master.port());
    }

    private static RedisRows rows(RedisServer server) {
        return RedisRows.open(RedisSettings.parse(server.url() + "?replicas=1&replica_timeout=300"));
    }

    @Test
    void aRequestThatIsRepeatedIsOneTaskAndAnsweredOnceTheReplicaHasIt() throws IOException {
        try (RedisServer master = RedisServer.start();
                RedisServer replica = replicaOf(master)) {
            Eventually.holds(() -> assertThatCode(() -> rows(master).close()).doesNotThrowAnyException());
            try (RedisRows first = rows(master);
                    RedisRows second = rows(master)) {
                RedisTaskStore store = new RedisTaskStore(first);
                RedisTaskStore another = new RedisTaskStore(second);
                replica.pause();

                Unavailable stored = catchThrowableOfType(
                        Unavailable.class, () -> store.accept(TaskSamples.task("m-1", "key", "fp")));
                assertThat(stored.code()).isEqualTo(RefusalCode.RESULTS_UNAVAILABLE);
                assertThat(stored.detail())
                        .isEqualTo("stored at Redis, but not on 1 replicas within 300 ms; ask again with the same"
                                + " idempotency key");
                // The master has it, but what is told of a key is a promise.
                for (RedisTaskStore asked : List.of(store, another)) {
                    assertThat(catchThrowableOfType(Unavailable.class, () -> asked.list(BY_KEY)))
                            .hasMessageContaining("not on 1 replicas");
                    assertThat(catchThrowableOfType(
                                    Unavailable.class, () -> asked.accept(TaskSamples.task("m-2", "key", "fp"))))
                            .hasMessageContaining("not on 1 replicas");
                }

                replica.goOn();
                Eventually.holds(() -> assertThatCode(() -> another.accept(TaskSamples.task("m-2", "key", "fp")))
                        .doesNotThrowAnyException());
                assertThat(another.accept(TaskSamples.task("m-2", "key", "fp")))
                        .isInstanceOfSatisfying(
                                Acceptance.Repeated.class,
                                repeated -> assertThat(repeated.row().id()).isEqualTo(new TaskId("m-1")));
                assertThat(store.list(BY_KEY)).extracting(TaskRow::id).containsExactly(new TaskId("m-1"));
                assertThat(store.list(new TaskQuery(TaskFilter.ALL, OptionalLong.empty(), 10)))
                        .hasSize(1);
            }
            master.kill();
            promote(replica);
            try (RedisRows promoted = RedisRows.open(RedisSettings.parse(replica.url()))) {
                assertThat(new RedisTaskStore(promoted).find(new TaskId("m-1"))).isPresent();
            }
        }
    }

    private static void promote(RedisServer replica) {
        try (RawRedis raw = new RawRedis(replica)) {
            raw.call(Protocol.Command.REPLICAOF, "NO", "ONE");
        }
    }
}
