package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.redis.RedisExamination.Finding;
import dev.tasuki.adapters.redis.RedisExamination.State;
import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;

/** Servers whose disk is full or refuses: what they cannot keep is refused, and what they had is still there. */
class RedisDiskTest {
    private static final String QUEUE = "queue.disk";
    private static final String FULL = "cannot write to its disk; its log says why";
    /** Of the log of writes; a message of the tests has a tenth of it. */
    private static final long ROOM = 400_000;

    @BeforeAll
    static void requireServer() {
        RedisServers.requireInstalled();
    }

    private static RedisBroker broker(RedisServer server) {
        return new RedisBroker(RedisSettings.parse(server.url()), InstantSource.system(), gone -> {});
    }

    private static Message message(int number) {
        return Message.durable(QUEUE, new byte[(int) ROOM / 10], "m" + number);
    }

    /** Publishes until it is refused; how many were answered. */
    private static int publishUntilRefused(RedisBroker broker, String words) {
        for (int number = 0; number < 20; number++) {
            int next = number;
            Unavailable refused = catchThrowableOfType(Unavailable.class, () -> broker.publish(message(next)));
            if (refused != null) {
                assertThat(refused.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE);
                assertThat(refused.detail()).contains("Redis at 127.0.0.1:", words);
                return number;
            }
        }
        throw new AssertionError("20 messages were taken, and there is room for 10");
    }

    @Test
    void aSnapshotThatFailsMakesTheServerRefuseAndWhatWasThereStays() throws IOException {
        try (RedisServer server = RedisServer.start("--dbfilename", "snapshot");
                RedisBroker broker = broker(server);
                RedisRows rows = RedisRows.open(RedisSettings.parse(server.url()));
                RawRedis raw = new RawRedis(server)) {
            RedisTaskStore store = new RedisTaskStore(rows);
            store.accept(TaskSamples.task("before"));
            broker.publish(message(0));
            Path blocked = directory(raw).resolve("snapshot");
            Files.createDirectory(blocked);
            raw.call(Protocol.Command.CONFIG, "SET", "save", "3600 1");
            snapshot(raw, "err");

            Unavailable row = catchThrowableOfType(
                    Unavailable.class, () -> store.accept(TaskSamples.task("refused", "key", "fp")));
            Unavailable sent = catchThrowableOfType(Unavailable.class, () -> broker.publish(message(1)));
            assertThat(row.code()).isEqualTo(RefusalCode.RESULTS_UNAVAILABLE);
            assertThat(row.detail()).isEqualTo("Redis at 127.0.0.1:" + server.port() + " " + FULL);
            assertThat(sent.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE);
            assertThat(sent.detail()).contains(FULL);
            Unavailable request = catchThrowableOfType(
                    Unavailable.class,
                    () -> broker.publish(Message.request(
                            QUEUE, new byte[] {1}, "asked", "r", Instant.now().plusSeconds(60))));
            assertThat(request.detail()).contains(FULL);
            assertThat(store.find(new TaskId("before"))).isPresent();
            assertThat(store.find(new TaskId("refused"))).isEmpty();
            assertThat(failures(server)).containsExactly("disk");

            Files.delete(blocked);
            snapshot(raw, "ok");
            store.accept(TaskSamples.task("refused", "key", "fp"));
            broker.publish(message(1));
            assertThat(store.counts().in(TaskState.TASK_RECEIVED)).isEqualTo(2);
            assertThat(broker.status().queues())
                    .singleElement()
                    .satisfies(queue -> assertThat(queue.ready()).isEqualTo(2));
            assertThat(failures(server)).isEmpty();
        }
    }

    @Test
    void aFullDiskEndsAServerThatSyncsAlwaysAndNothingThatWasAnsweredIsLost() throws IOException {
        try (RedisServer server = RedisServer.start();
                RedisBroker broker = broker(server);
                RedisRows rows = RedisRows.open(RedisSettings.parse(server.url()))) {
            RedisTaskStore store = new RedisTaskStore(rows);
            store.accept(TaskSamples.task("before"));
            server.fillDisk(ROOM);
            int answered = publishUntilRefused(broker, "");
            assertThat(answered).isBetween(5, 10);
            // It cannot keep what it would have to answer, and says so in its log.
            server.awaitEnd();
            assertThat(catchThrowableOfType(Unavailable.class, () -> store.accept(TaskSamples.task("refused")))
                            .code())
                    .isEqualTo(RefusalCode.RESULTS_UNAVAILABLE);

            server.startAgain();
            Queue<String> seen = new ConcurrentLinkedQueue<>();
            Eventually.holds(() -> assertThat(broker.status().connected()).isTrue());
            Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
                seen.add(delivery.message().correlationId());
                return Settlement.ACCEPT;
            });
            Eventually.holds(() -> assertThat(seen).hasSizeGreaterThanOrEqualTo(answered));
            subscription.close();
            // The one that was lost before its answer may be there all the same.
            assertThat(seen).doesNotHaveDuplicates().hasSizeBetween(answered, answered + 1);
            Eventually.holds(() -> assertThatCode(() -> store.accept(TaskSamples.task("refused")))
                    .doesNotThrowAnyException());
            assertThat(store.counts().in(TaskState.TASK_RECEIVED)).isEqualTo(2);
        }
    }

    @Test
    void aFullDiskIsRefusedByAServerThatSyncsLaterUntilThereIsRoom() throws IOException {
        try (RedisServer server = RedisServer.start("--appendfsync", "everysec");
                RedisBroker broker = broker(server)) {
            broker.checkServer();
            server.fillDisk(ROOM);
            int answered = publishUntilRefused(broker, FULL);
            assertThat(failures(server)).contains("disk");
            assertThat(values(broker)).containsEntry("redis_log_writable", 0.0);

            server.makeRoom();
            Eventually.holds(
                    () -> assertThatCode(() -> broker.publish(message(99))).doesNotThrowAnyException());
            assertThat(values(broker)).containsEntry("redis_log_writable", 1.0);
            assertThat(broker.status().queues())
                    .singleElement()
                    .satisfies(queue -> assertThat(queue.ready()).isEqualTo(answered + 1));
        }
    }

    private static Map<String, Double> values(RedisBroker broker) {
        return broker.readings().stream()
                .filter(reading -> reading.of().isEmpty())
                .collect(Collectors.toMap(reading -> reading.name(), reading -> reading.value()));
    }

    private static Path directory(RawRedis raw) {
        List<Object> answer = Answer.list(raw.call(Protocol.Command.CONFIG, "GET", "dir"));
        return Path.of(Answer.text(answer.get(1)));
    }

    private static void snapshot(RawRedis raw, String result) {
        raw.call(Protocol.Command.BGSAVE);
        Eventually.holds(() -> {
            ServerFacts facts = ServerFacts.info(Answer.text(raw.call(Protocol.Command.INFO, "persistence")));
            assertThat(facts.text("rdb_bgsave_in_progress")).isEqualTo("0");
            assertThat(facts.text("rdb_last_bgsave_status")).isEqualTo(result);
        });
    }

    private static List<String> failures(RedisServer server) {
        return RedisExamination.ofResults(RedisSettings.parse(server.url()), InstantSource.system()).stream()
                .filter(finding -> finding.state() == State.FAIL)
                .map(Finding::subject)
                .toList();
    }
}
