package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.keep.AlgorithmLabels;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.testservers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Protocol;

/** Rows that processes of two versions write side by side. */
@ExtendWith(RedisServers.class)
class RedisRowVersionsTest {
    private final RedisServer server;
    private final RedisSettings settings;

    RedisRowVersionsTest(RedisServer server) {
        this.server = server;
        this.settings = RedisSettings.parse(server.url());
    }

    @BeforeEach
    void empty() {
        try (RawRedis raw = new RawRedis(server)) {
            raw.call(Protocol.Command.FLUSHALL);
        }
    }

    @Test
    void rowsThatAnOlderVersionCompletesGetTheirAlgorithm() {
        // The older one knows nothing of algorithms, neither when it accepts nor when it completes.
        Script older =
                Script.of(Scripts.STORE.text().replace("local algorithm = ARGV[9]", "local algorithm = ARGV[10]"));
        assertThat(older.sha()).isNotEqualTo(Scripts.STORE.sha());
        try (RedisRows one = RedisRows.open(settings, older);
                RedisRows two = RedisRows.open(settings)) {
            RedisTaskStore old = new RedisTaskStore(one);
            RedisTaskStore fresh = new RedisTaskStore(two);
            TaskId plain = old.accept(TaskSamples.task("plain")).row().id();
            NewTask task = TaskSamples.task("searched");
            TaskId searched = fresh.accept(new NewTask(task.id(), task.spec().of("auto"), null))
                    .row()
                    .id();
            for (TaskId id : List.of(plain, searched)) {
                old.apply(new Transition.Claim(id, 0, "old", Duration.ofMinutes(1)));
                old.apply(new Transition.Complete(id, 1, TaskSamples.COMPLETED, "{\"algorithm\":\"Ridge\"}", "Ridge"));
            }
            TaskFilter ridge = TaskFilter.ALL.ofAlgorithms(Set.of("Ridge"));
            assertThat(fresh.list(TaskQuery.newest(ridge, 10))).isEmpty();

            new AlgorithmLabels(fresh).run();

            assertThat(fresh.list(TaskQuery.newest(ridge, 10)).stream().map(TaskRow::id))
                    .containsExactly(searched, plain);
        }
    }

    @Test
    void rowsOfOneVersionAreWorkOfTheOther() {
        Script newer =
                Script.of(Scripts.STORE.text().replace("if OPS[op] then", "-- another version\nif OPS[op] then"));
        assertThat(newer.sha()).isNotEqualTo(Scripts.STORE.sha());
        try (RedisRows one = RedisRows.open(settings);
                RedisRows two = RedisRows.open(settings, newer)) {
            RedisTaskStore old = new RedisTaskStore(one);
            RedisTaskStore fresh = new RedisTaskStore(two);
            TaskId id = old.accept(TaskSamples.task("m", "key", "fp")).row().id();

            assertThat(fresh.apply(new Transition.Claim(id, 0, "new", Duration.ofMinutes(1))))
                    .isTrue();
            assertThat(old.apply(new Transition.Claim(id, 0, "old", Duration.ofMinutes(1))))
                    .isFalse();
            assertThat(old.apply(new Transition.Cancel(id))).isTrue();
            assertThat(fresh.apply(new Transition.Stopped(id, 1))).isTrue();
            assertThat(old.find(id).orElseThrow().state()).isEqualTo(TaskState.TASK_CANCELLED);
        }
    }
}
