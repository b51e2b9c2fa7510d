package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RedisCluster;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A Cluster of two nodes, of which the URL names one: everything is found where it is, and followed where it goes. */
@ExtendWith(NoThreadLeft.class)
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class RedisClusterTest {
    private static RedisCluster cluster;

    private final Set<String> came = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() throws IOException {
        RedisServers.requireInstalled();
        cluster = RedisCluster.start(2);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void empty() throws IOException {
        // The nodes tell each other what a test before has changed.
        cluster.awaitWhole();
        for (RedisServer node : cluster.nodes()) {
            node.say("FLUSHALL");
        }
    }

    private static RedisSettings settings() {
        return RedisSettings.parse(cluster.url());
    }

    private static RedisBroker broker() {
        return new RedisBroker(settings(), InstantSource.system(), gone -> {});
    }

    private static int slot(String queue) {
        return JedisClusterCRC16.getSlot("tasuki:{" + queue + "}:s");
    }

    /** A queue whose slot that node has had from the start. */
    private static String queueOf(int node) {
        for (int i = 0; ; i++) {
            String queue = "queue.c" + i;
            if (slot(queue) / 8_192 == node) {
                return queue;
            }
        }
    }

    private static Message message(String queue, String id) {
        return Message.durable(queue, new byte[] {1}, id);
    }

    private Subscription subscribed(RedisBroker broker, String queue) {
        return broker.subscribe(queue, 1, delivery -> {
            came.add(delivery.message().correlationId());
            return Settlement.ACCEPT;
        });
    }

    @Test
    void queuesRowsAndRepliesAreAtTheirNodes() throws IOException {
        String here = queueOf(0);
        String there = queueOf(1);
        try (RedisBroker asking = broker();
                RedisBroker working = broker();
                RedisRows rows = RedisRows.open(settings());
                ReplyQueue replies = asking.openReplyQueue(reply -> came.add(reply.correlationId()))) {
            asking.publish(message(here, "1"));
            asking.publish(message(there, "2"));
            assertThat(cluster.nodes().get(0).say("XLEN", "tasuki:{" + here + "}:s"))
                    .isEqualTo("1");
            assertThat(cluster.nodes().get(1).say("XLEN", "tasuki:{" + there + "}:s"))
                    .isEqualTo("1");
            RedisTaskStore store = new RedisTaskStore(rows);
            store.accept(TaskSamples.task("m"));
            assertThat(store.find(new TaskId("m"))).isPresent();

            try (Subscription one = subscribed(working, here);
                    Subscription two = subscribed(working, there);
                    Subscription answers = working.subscribe("queue.model.predict", 1, delivery -> {
                        working.publish(Message.reply(delivery.message(), new byte[] {1}));
                        return Settlement.ACCEPT;
                    })) {
                Instant deadline = Instant.now().plus(Duration.ofDays(1));
                asking.publish(Message.request("queue.model.predict", new byte[] {1}, "3", replies.name(), deadline));
                Eventually.holds(() -> assertThat(came).contains("1", "2", "3"));
            }
            assertThat(asking.readings())
                    .filteredOn(reading -> reading.name().equals("redis_commands_total")
                            && "durable".equals(reading.of().get("lane")))
                    .extracting(ServerReading::server)
                    .as("a lane for each node")
                    .containsExactlyInAnyOrder(
                            "127.0.0.1:" + cluster.nodes().get(0).port(),
                            "127.0.0.1:" + cluster.nodes().get(1).port());
            assertThat(asking.readings().stream()
                            .map(reading -> Map.of(reading.name(), reading.server() + reading.of())))
                    .as("one value for each name and its labels")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aSlotThatGoesToAnotherNodeIsFollowed() throws IOException {
        String queue = queueOf(0);
        RedisServer old = cluster.nodes().get(0);
        RedisServer fresh = cluster.nodes().get(1);
        try (RedisBroker broker = broker()) {
            broker.publish(message(queue, "before"));

            cluster.begin(slot(queue), old, fresh);
            assertThat(catchThrowableOfType(Unavailable.class, () -> broker.publish(message(queue, "on the way")))
                            .detail())
                    .isEqualTo("Redis at 127.0.0.1:" + old.port() + " is giving these keys to another node; try again");
            cluster.finish(slot(queue), old, fresh);

            // The first one is sent away by the old node, and sent on.
            broker.publish(message(queue, "after"));
            assertThat(fresh.say("XLEN", "tasuki:{" + queue + "}:s")).isEqualTo("2");
            try (Subscription reading = subscribed(broker, queue)) {
                Eventually.holds(() -> assertThat(came).containsExactlyInAnyOrder("before", "after"));
                cluster.move(slot(queue), fresh, old);
                broker.publish(message(queue, "back"));
                Eventually.holds(() -> assertThat(came).contains("back"));
            }
        }
    }

    @Test
    void whileANodeIsAwayItsKeysAreRefusedAndNothingIsLost() throws IOException {
        String queue = queueOf(1);
        RedisServer node = cluster.nodes().get(1);
        try (RedisBroker broker = broker()) {
            broker.publish(message(queue, "before"));
            node.kill();
            assertThatThrownBy(() -> broker.publish(message(queue, "away"))).isInstanceOf(Unavailable.class);
            node.startAgain();
            Eventually.holds(() -> assertThatCode(() -> broker.publish(message(queue, "after")))
                    .doesNotThrowAnyException());
            try (Subscription reading = subscribed(broker, queue)) {
                Eventually.holds(() -> assertThat(came).contains("before", "after"));
            }
        }
    }

    @Test
    void theUserOfThePageMayAskForTheNodes() throws IOException {
        String line = Files.readAllLines(Path.of("../docs/redis.md")).stream()
                .filter(each -> each.startsWith("ACL SETUSER"))
                .findFirst()
                .orElseThrow();
        for (RedisServer node : cluster.nodes()) {
            node.say(line.split(" "));
        }
        RedisSettings settings = RedisSettings.parse(cluster.url().replace("//", "//tasuki:change-this@"));
        try (RedisBroker broker = new RedisBroker(settings, InstantSource.system(), gone -> {});
                Subscription reading = subscribed(broker, "queue.model.train")) {
            broker.publish(message("queue.model.train", "m"));
            Eventually.holds(() -> assertThat(came).contains("m"));
        }
        for (List<RedisExamination.Finding> findings : List.of(
                RedisExamination.ofBroker(settings, InstantSource.system()),
                RedisExamination.ofResults(settings, InstantSource.system()))) {
            assertThat(findings)
                    .isNotEmpty()
                    .allSatisfy(finding -> assertThat(finding.state()).isEqualTo(RedisExamination.State.OK));
        }
    }

    @Test
    void aServerOfItsOwnIsNoCluster() throws IOException {
        try (RedisServer alone = RedisServer.start()) {
            RedisSettings settings = RedisSettings.parse(alone.url() + "?cluster=true");
            String sentence =
                    "Redis at 127.0.0.1:" + alone.port() + " is no Cluster: leave cluster=true out of the URL";
            assertThat(RedisExamination.unfitForBroker(settings)).contains(sentence);
            assertThat(catchThrowableOfType(Unavailable.class, () -> RedisRows.open(settings))
                            .detail())
                    .isEqualTo(sentence);
        }
    }

    @Test
    void aNodeIsRefusedWithoutTheParameter() {
        RedisServer node = cluster.nodes().getFirst();
        List<String> sentences = new ArrayList<>();
        RedisExamination.unfitForBroker(RedisSettings.parse(node.url())).ifPresent(sentences::add);
        sentences.add(catchThrowableOfType(Unavailable.class, () -> RedisRows.open(RedisSettings.parse(node.url())))
                .detail());
        assertThat(sentences)
                .hasSize(2)
                .containsOnly("Redis at 127.0.0.1:" + node.port()
                        + " is a Cluster: add cluster=true to the URL, or name a server of its own");
    }

    @Test
    void aSlotWithoutANodeIsNamed() throws IOException {
        String queue = queueOf(1);
        RedisServer owner = cluster.nodes().get(1);
        for (RedisServer node : cluster.nodes()) {
            node.say("CLUSTER", "DELSLOTS", Integer.toString(slot(queue)));
        }
        try (RedisBroker broker = broker()) {
            assertThat(catchThrowableOfType(Unavailable.class, () -> broker.publish(message(queue, "m")))
                            .detail())
                    .contains("has no node for the slot " + slot(queue) + ": give each slot a node");
            owner.say("CLUSTER", "ADDSLOTS", Integer.toString(slot(queue)));
            Eventually.holds(() ->
                    assertThatCode(() -> broker.publish(message(queue, "m"))).doesNotThrowAnyException());
        }
    }
}
