package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;

/** A server set up as {@code deploy/redis.conf} and {@code docs/redis.md} say, and what the examination finds at others. */
class RedisDeploymentTest {
    private static final Path ROOT = Path.of("..");

    @BeforeAll
    static void requireServer() {
        RedisServers.requireInstalled();
    }

    /** The settings of the file, as words of a command line. */
    private static String[] deployed() throws IOException {
        List<String> words = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("deploy/redis.conf"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" ", 2);
                words.addAll(List.of("--" + parts[0], parts[1].replace("\"\"", "")));
            }
        }
        return words.toArray(String[]::new);
    }

    /** The command that the page shows. */
    private static String[] rights() throws IOException {
        String line = Files.readAllLines(ROOT.resolve("docs/redis.md")).stream()
                .filter(each -> each.startsWith("ACL SETUSER"))
                .findFirst()
                .orElseThrow();
        return line.substring("ACL ".length()).split(" ");
    }

    @Test
    void theUserOfThePageMayDoAllThatIsNeeded() throws Exception {
        try (RedisServer server = RedisServer.start(deployed());
                RawRedis raw = new RawRedis(server)) {
            raw.call(Protocol.Command.ACL, rights());
            RedisSettings settings = RedisSettings.parse("redis://tasuki:change-this@127.0.0.1:" + server.port());
            messages(settings);
            rows(settings);
            for (List<RedisExamination.Finding> findings : List.of(
                    RedisExamination.ofBroker(settings, InstantSource.system()),
                    RedisExamination.ofResults(settings, InstantSource.system()))) {
                assertThat(findings)
                        .isNotEmpty()
                        .extracting(RedisExamination.Finding::state)
                        .containsOnly(RedisExamination.State.OK);
            }
        }
    }

    private static void messages(RedisSettings settings) {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (RedisBroker asking = new RedisBroker(settings, InstantSource.system(), gone -> {});
                RedisBroker working = new RedisBroker(settings, InstantSource.system(), gone -> {});
                ReplyQueue replies = asking.openReplyQueue(reply -> seen.add("reply"));
                Subscription subscription =
                        working.subscribe("queue.model.predict", 1, delivery -> handle(working, delivery, seen))) {
            Instant deadline = Instant.now().plus(Duration.ofDays(1));
            asking.publish(Message.request("queue.model.predict", new byte[] {1}, "c", replies.name(), deadline));
            Eventually.holds(() -> assertThat(seen).contains("request", "reply"));
            asking.publish(Message.durable("queue.model.predict", new byte[] {2}, "bad"));
            Eventually.holds(() -> assertThat(working.deadLetters().list("queue.model.predict", 10))
                    .hasSize(1));
            subscription.stop();
        }
    }

    private static Settlement handle(RedisBroker broker, Delivery delivery, Queue<String> seen) {
        if (delivery.message().replyTo() == null) {
            return new Settlement.Discard("no good");
        }
        seen.add("request");
        broker.publish(Message.reply(delivery.message(), new byte[] {1}));
        return Settlement.ACCEPT;
    }

    private static void rows(RedisSettings settings) {
        try (RedisRows rows = RedisRows.open(settings)) {
            RedisTaskStore store = new RedisTaskStore(rows);
            TaskId id = new TaskId("m");
            store.accept(TaskSamples.task("m", "key", "print"));
            assertThat(store.apply(new Transition.Claim(id, 0, "w", Duration.ofMinutes(1))))
                    .isTrue();
            assertThat(store.apply(TaskSamples.complete(id, 1))).isTrue();
            assertThat(store.list(TaskQuery.newest(10))).hasSize(1);
            assertThat(new RedisChangeLog(rows).since(0, 10).changes()).hasSize(3);
            assertThat(store.apply(new Transition.Remove(id))).isTrue();
        }
    }

    @Test
    void whatIsWrongIsFoundWithItsRemedy() throws Exception {
        try (RedisServer server = RedisServer.start("--appendfsync", "everysec");
                RawRedis raw = new RawRedis(server)) {
            raw.call(Protocol.Command.SET, "tasuki:{queue.model.train}:s", "a text");
            raw.call(Protocol.Command.XADD, "tasuki:{queue.model.predict}:s", "*", "b", "", "c", "");
            raw.call(Protocol.Command.XGROUP, "CREATE", "tasuki:{queue.model.predict}:s", "g", "0");
            String id = held(raw);
            raw.call(Protocol.Command.XCLAIM, "tasuki:{queue.model.predict}:s", "g", "gone", "0", id, "IDLE", "360000");
            raw.call(Protocol.Command.ACL, "SETUSER", "narrow", "on", ">pass", "~*", "+@all", "-evalsha");
            String url = "redis://narrow:pass@127.0.0.1:" + server.port();
            String info = Answer.text(raw.call(Protocol.Command.INFO, "memory"));
            long used = Long.parseLong(info.replaceAll("(?s).*\\bused_memory:(\\d+).*", "$1"));
            raw.call(Protocol.Command.CONFIG, "SET", "maxmemory", Long.toString(used + used / 10));
            InstantSource late = () -> Instant.now().plusSeconds(5);

            List<RedisExamination.Finding> broker = RedisExamination.ofBroker(RedisSettings.parse(url), late);
            expect(broker, "key", "tasuki:{queue.model.train}:s is a string, not a stream of ours", "another prefix");
            expect(broker, "memory", "% of maxmemory used", "raise maxmemory");
            expect(broker, "queue", "is held since 6 min", "start a consumer");
            expect(broker, "rights", "user narrow may not call evalsha", "docs/redis.md");
            expect(broker, "clock", "5 s apart", "NTP");
            expect(broker, "durability", "appendfsync everysec", "set appendfsync always");
            expect(
                    RedisExamination.ofResults(RedisSettings.parse(url), late),
                    "server",
                    "a crash would lose tasks of the last seconds",
                    "durability=everysec");
            expect(
                    RedisExamination.ofResults(RedisSettings.parse("redis://127.0.0.1:1"), late),
                    "server",
                    "connection refused",
                    "check the URL");
        }
    }

    @Test
    void rowsOfALaterVersionAreRefusedAndFound() throws Exception {
        try (RedisServer server = RedisServer.start();
                RawRedis raw = new RawRedis(server)) {
            RedisSettings settings = RedisSettings.parse(server.url());
            RedisRows.open(settings).close();
            raw.call(Protocol.Command.SET, "tasuki:{rows}:schema", "2");

            String detail = catchThrowableOfType(Unavailable.class, () -> RedisRows.open(settings))
                    .detail();

            assertThat(detail).contains("made by a later version: use that, or choose another prefix");
            List<RedisExamination.Finding> findings = RedisExamination.ofResults(settings, InstantSource.system());
            expect(findings, "schema", "made by a later version", "?prefix=");
        }
    }

    @Test
    void replicasAndConsumersAreCounted() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1 " + server.port());
                RawRedis raw = new RawRedis(server)) {
            assertThat(replica.isRunning()).isTrue();
            RedisSettings two = RedisSettings.parse(server.url() + "?replicas=2");
            RedisSettings one = RedisSettings.parse(server.url() + "?replicas=1");
            Eventually.holds(() -> assertThat(RedisExamination.ofResults(one, InstantSource.system()))
                    .anySatisfy(finding -> assertThat(finding.detail()).startsWith("1 replicas")));
            expect(
                    RedisExamination.ofResults(two, InstantSource.system()),
                    "replicas",
                    "replicas=2 is set and 1 follow",
                    "start replicas, or lower replicas in the URL");
            try (RedisBroker broker = new RedisBroker(one, InstantSource.system(), gone -> {});
                    Subscription working = broker.subscribe("queue.model.train", 1, delivery -> Settlement.ACCEPT)) {
                String minuteAgo = Long.toString(System.currentTimeMillis() - 60_000);
                raw.call(Protocol.Command.ZADD, "tasuki:{queue.model.train}:workers", minuteAgo, "gone");
                Eventually.holds(() -> assertThat(RedisExamination.ofBroker(one, InstantSource.system()))
                        .anySatisfy(finding -> assertThat(finding.detail())
                                .isEqualTo("queue.model.train: 0 messages, 1 consumers, 1 without a sign of life for"
                                        + " 30 s")));
                working.stop();
            }
        }
    }

    private static String held(RawRedis raw) {
        Object read = raw.call(
                Protocol.Command.XREADGROUP, "GROUP", "g", "gone", "STREAMS", "tasuki:{queue.model.predict}:s", ">");
        return RedisQueues.Entry.all(Answer.list(Answer.list(read).getFirst()).get(1))
                .getFirst()
                .id();
    }

    private static void expect(List<RedisExamination.Finding> findings, String subject, String detail, String remedy) {
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.subject()).isEqualTo(subject);
            assertThat(finding.detail()).contains(detail);
            assertThat(finding.remedy()).contains(remedy);
            assertThat(finding.state()).isNotEqualTo(RedisExamination.State.OK);
        });
    }
}
