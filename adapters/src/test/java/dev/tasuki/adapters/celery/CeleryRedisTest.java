package dev.tasuki.adapters.celery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.Meta.Status;
import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.base.Json;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/** What lies in a fleet's Redis, by what we do to it. */
final class CeleryRedisTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    private static final Duration LONG = Duration.ofSeconds(60);

    private static RedisServer server;
    private static Connection raw;

    private final String id = UUID.randomUUID().toString();
    private final BlockingQueue<Taken> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Envelope> commands = new LinkedBlockingQueue<>();
    private RedisPlace place;
    private RedisResults results;

    @BeforeAll
    static void start() throws IOException {
        if (!"true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            Assumptions.assumeTrue(RedisServer.installed(), "the package redis-server is not installed");
        }
        server = RedisServer.start("--appendonly", "no");
        raw = new Connection(new HostAndPort("127.0.0.1", server.port()));
    }

    @AfterAll
    static void end() {
        if (server != null) {
            raw.close();
            server.close();
        }
    }

    @BeforeEach
    void open() {
        raw("FLUSHALL");
        place = RedisPlace.parse(server.url() + "?visibility_timeout=10").prefixed("fleet:");
        results = new RedisResults(place, CLOCK);
    }

    @AfterEach
    void close() {
        results.close();
    }

    private static @Nullable Object raw(String command, String... arguments) {
        raw.sendCommand(Protocol.Command.valueOf(command), arguments);
        return raw.getOne();
    }

    private static String text(@Nullable Object answer) {
        return Answer.text(answer);
    }

    private void put(Meta meta) {
        Request.Sender sender = new Request.Sender(id, "tasuki.train", "", id, false);
        results.put(new Results.Told(sender, new Request.Lineage(id, null, "g", null), meta));
    }

    private Meta error(Status status) {
        Request.Sender sender = new Request.Sender(id, "tasuki.train", "", id, false);
        return Meta.error(sender, status, PythonError.revoked("x"));
    }

    private Meta done() {
        return Meta.success(id, Json.object(), Json.object().arrayNode());
    }

    private String state() {
        return Json.stored(results.state(id).orElseThrow()).path("status").asText();
    }

    @Test
    void nothingReplacesASuccessAndOnlyABeginningReplacesAnotherEnd() {
        put(Meta.started(id, 1, "tasuki@ml1"));
        put(error(Status.RETRY));
        put(error(Status.FAILURE));
        assertThat(state()).isEqualTo("FAILURE");
        put(error(Status.RETRY));
        assertThat(state()).isEqualTo("FAILURE");
        put(Meta.started(id, 1, "tasuki@ml1"));
        assertThat(state()).isEqualTo("STARTED");
        put(done());
        put(Meta.started(id, 1, "tasuki@ml1"));
        put(error(Status.REVOKED));
        assertThat(state()).isEqualTo("SUCCESS");
        assertThat(Answer.number(raw("TTL", "fleet:celery-task-meta-" + id))).isBetween(80_000L, 86_400L);
    }

    @Test
    void whoFollowsACallIsToldWhatIsThereAndWhatComes() throws InterruptedException {
        put(Meta.started(id, 1, "tasuki@ml1"));
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (RedisStates states = new RedisStates(place, results);
                RedisStates.Following following = states.follow(id, state -> told.add(new String(state, UTF_8)))) {
            assertThat(told.poll(60, TimeUnit.SECONDS)).contains("STARTED");
            put(done());
            assertThat(told.poll(60, TimeUnit.SECONDS)).contains("SUCCESS");
            raw("CLIENT", "KILL", "TYPE", "pubsub");
            assertThat(told.poll(60, TimeUnit.SECONDS)).contains("SUCCESS");
        }
    }

    private ChordParts.Part part(int index, String partId) {
        return new ChordParts.Part(
                "g1", index, partId, Status.SUCCESS, Json.object().put("n", index));
    }

    @Test
    void thePartThatIsLastGetsAllInTheirOrder() {
        results.expect("g1", 3, null);
        assertThat(results.ended(part(2, "c"))).isEmpty();
        assertThat(results.ended(part(2, "c"))).isEmpty();
        assertThat(results.ended(part(0, "a"))).isEmpty();
        Optional<ChordParts.Whole> whole = results.ended(part(1, "b"));
        assertThat(whole.orElseThrow().parts()).extracting(ChordParts.Ended::id).containsExactly("a", "b", "c");
        assertThat(Chords.failure(whole.get())).isEmpty();
        assertThat(Chords.values(whole.get(), results).orElseThrow().toString())
                .isEqualTo("[{\"n\":0},{\"n\":1},{\"n\":2}]");
        results.forget("g1");
        assertThat(Answer.list(raw("KEYS", "fleet:celery-taskset-meta-*"))).isEmpty();
    }

    private RedisStation station() {
        RedisStation station = new RedisStation(place, List.of("tasuki"));
        station.begin(new Station.Takers(
                calls::add, commands::add, new Mingle(new FleetNode("tasuki@ml1", CLOCK), new RevokedIds(CLOCK))));
        return station;
    }

    private static String envelope(String tag, int priority, String body) {
        ObjectNode json = Json.object().put("body", Base64.getEncoder().encodeToString(body.getBytes(UTF_8)));
        json.put("content-type", "application/json").put("content-encoding", "utf-8");
        json.putObject("headers").put("task", "tasuki.predict").put("id", tag).putArray("timelimit");
        ObjectNode properties = json.putObject("properties");
        properties.put("correlation_id", tag).put("reply_to", "me").put("priority", priority);
        properties.putObject("delivery_info").put("exchange", "").put("routing_key", "tasuki");
        properties.put("body_encoding", "base64").put("delivery_tag", tag);
        return json.toString();
    }

    private Taken taken() throws InterruptedException {
        Taken taken = calls.poll(60, TimeUnit.SECONDS);
        assertThat(taken).as("a call within a minute").isNotNull();
        return taken;
    }

    @Test
    void whatIsTakenIsHeldAsKombuHoldsItUntilItIsSettled() throws InterruptedException {
        raw("LPUSH", "fleet:tasuki" + RedisKeys.SEPARATOR + "9", envelope("last", 9, "[]"));
        raw("LPUSH", "fleet:tasuki", envelope("first", 0, "[1]"), envelope("second", 0, "[]"));
        try (RedisStation station = station()) {
            Taken first = taken();
            assertThat(first.message().headers().path("id").asText()).isEqualTo("first");
            assertThat(first.message().body()).asString().isEqualTo("[1]");
            assertThat(first.message().replyTo()).isEqualTo("me");
            assertThat(first.priority()).isEqualTo(5);
            Taken second = taken();
            Taken last = taken();
            assertThat(last.priority()).isZero();
            assertThat(text(raw("HGET", "fleet:unacked", "first")))
                    .isEqualTo("[" + envelope("first", 0, "[1]") + ", \"\", \"tasuki\"]");
            assertThat(Answer.number(raw("ZCARD", "fleet:unacked_index"))).isEqualTo(3);
            first.settling().accept();
            first.settling().giveBack();
            second.settling().reject();
            await().atMost(LONG).until(() -> Answer.number(raw("HLEN", "fleet:unacked")) == 1);
            assertThat(Answer.number(raw("ZCARD", "fleet:unacked_index"))).isEqualTo(1);
            last.settling().hold();
            assertThat(text(Answer.list(raw("SMEMBERS", "fleet:_kombu.binding.tasuki"))
                            .getFirst()))
                    .isEqualTo("tasuki" + RedisKeys.SEPARATOR + RedisKeys.SEPARATOR + "tasuki");
        }
        assertThat(Answer.number(raw("EXISTS", "fleet:unacked", "fleet:unacked_index", "fleet:tasuki")))
                .isZero();
        JsonNode again = Json.stored(text(raw("LINDEX", "fleet:tasuki" + RedisKeys.SEPARATOR + "9", "0")));
        assertThat(again.path("headers").path("redelivered").asBoolean()).isTrue();
        assertThat(again.path("properties")
                        .path("delivery_info")
                        .path("redelivered")
                        .asBoolean())
                .isTrue();
        assertThat(again.path("headers").path("timelimit").isArray()).isTrue();
    }

    @Test
    void whatSomebodyElseHeldTooLongComesAgainAndWhatIsHeldHereDoesNot() throws InterruptedException {
        raw("LPUSH", "fleet:tasuki", envelope("ours", 0, "[]"));
        raw("HSET", "fleet:unacked", "left", "[" + envelope("left", 3, "[]") + ", \"\", \"tasuki\"]");
        raw("ZADD", "fleet:unacked_index", "1", "left");
        try (RedisStation station = station()) {
            assertThat(taken().message().headers().path("id").asText()).isEqualTo("ours");
            Taken left = taken();
            assertThat(left.message().headers().path("id").asText()).isEqualTo("left");
            assertThat(left.message().headers().path("redelivered").asBoolean()).isTrue();
            // Between two of its rounds, which are five seconds apart.
            raw("ZADD", "fleet:unacked_index", "2", "ours");
            await().atMost(LONG)
                    .until(() -> Double.parseDouble(text(raw("ZSCORE", "fleet:unacked_index", "ours"))) > 1e9);
            assertThat(calls).isEmpty();
            await().atMost(LONG).until(() -> raw("GET", "fleet:unacked_mutex") == null);
        }
    }

    @Test
    void ofWhatIsTooLongTheBodyIsNotRead() throws InterruptedException {
        int most = (int) RedisEnvelope.MOST_BYTES;
        String empty = envelope("long", 0, "");
        int body = (most - empty.length()) / 4 * 4;
        String full = empty.replace("\"body\":\"\"", "\"body\":\"" + "x".repeat(body) + "\"");
        for (int length : new int[] {most, most + 1}) {
            raw("LPUSH", "fleet:tasuki", full + " ".repeat(length - full.length()));
        }
        try (RedisStation station = station()) {
            Taken one = taken();
            Taken other = taken();
            // Two calls are begun side by side.
            boolean inOrder = one.message().body().length == body / 4 * 3;
            Taken exact = inOrder ? one : other;
            assertThat(exact.message().body().length).isEqualTo(body / 4 * 3);
            Reading reading = CeleryJson.read((inOrder ? other : one).message());
            assertThat(((Reading.Refused) reading).why().message()).contains("too_large");
            assertThat(Answer.number(raw("HLEN", "fleet:unacked"))).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoMessageIsRejectedAndHeldByNobody() throws InterruptedException {
        raw("LPUSH", "fleet:tasuki", "no JSON", "[]", "{\"headers\": 5}");
        try (RedisStation station = station()) {
            for (int i = 0; i < 3; i++) {
                Taken taken = taken();
                assertThat(CeleryJson.read(taken.message())).isInstanceOf(Reading.Nameless.class);
                taken.settling().reject();
            }
            assertThat(Answer.number(raw("EXISTS", "fleet:unacked"))).isZero();
        }
    }

    @Test
    void commandsAreHeardAndCallsGoWhereTheirExchangeLeads() throws InterruptedException {
        raw("SADD", "fleet:_kombu.binding.images", RedisKeys.bound("big", "slow"), RedisKeys.bound("small", "fast"));
        try (RedisStation station = station()) {
            await().atMost(LONG)
                    .until(() -> Answer.number(raw("PUBLISH", "fleet:/0.celery.pidbox", envelope("c", 0, "{}"))) == 1);
            assertThat(commands.poll(60, TimeUnit.SECONDS)).isNotNull();
            station.wire()
                    .call(new Wire.Call(
                            new Wire.Route("images", "big"), Json.object(), "", "x", 6, "[]".getBytes(UTF_8)));
            JsonNode sent = Json.stored(text(raw("RPOP", "fleet:slow" + RedisKeys.SEPARATOR + "6")));
            assertThat(sent.path("properties")
                            .path("delivery_info")
                            .path("exchange")
                            .asText())
                    .isEqualTo("images");
            station.wire().reply(new Wire.Reply("client", id, "{}".getBytes(UTF_8)));
            JsonNode reply = Json.stored(text(raw("RPOP", "fleet:client")));
            assertThat(reply.path("properties").path("correlation_id").asText()).isEqualTo(id);
            assertThat(reply.path("content-type").asText()).isEqualTo("application/json");
        }
    }

    private CallOrigin call(String callId, @Nullable Integer index, String embed) throws Unreadable {
        Request.Sender sender = new Request.Sender(callId, "tasuki.train", "", callId, false);
        Request.Lineage lineage = new Request.Lineage(callId, null, index == null ? null : "gid", index);
        return new CallOrigin(sender, lineage, Embed.of(Json.parse(embed.getBytes(UTF_8))), "tasuki", false);
    }

    private static JsonNode body(Wire.Call call) {
        return Json.parse(call.body());
    }

    /** A chain of ours, a chord with a group in it, and a last step. */
    @Test
    void aChordIsCountedBeforeItsPartsAreSentAndItsBodyGetsAllResults() throws Unreadable {
        String chord = """
                {"chain": [{"task": "py.last", "args": [9], "options": {"task_id": "last"}},
                 {"task": "celery.chord", "subtask_type": "chord", "kwargs": {
                  "header": {"task": "celery.group", "subtask_type": "group", "options": {"task_id": "gid"}, "kwargs": {"tasks": [
                   {"task": "celery.group", "subtask_type": "group", "options": {"task_id": "inner"}, "kwargs": {"tasks": [
                    {"task": "tasuki.predict", "options": {"task_id": "a"}}, {"task": "tasuki.predict"}]}},
                   {"task": "celery.chain", "subtask_type": "chain", "kwargs": {"tasks": [
                    {"task": "py.first"}, {"task": "py.second", "options": {"task_id": "c"}}]}}]}},
                  "body": {"task": "py.body", "args": [1], "options": {"task_id": "body"}}}}]}""";
        RecordedWire wire = new RecordedWire();
        Conclusion conclusion = new Conclusion(results, new Canvas(wire, results, "tasuki@ml1", CLOCK));
        conclusion.tell(call(id, null, chord), new Ending.Done(Json.object().put("model_id", id)));
        assertThat(text(raw("GET", "fleet:celery-taskset-meta-gid.s"))).isEqualTo("3");
        assertThat(wire.calls)
                .extracting(sent -> sent.headers().path("task").asText())
                .containsExactly("tasuki.predict", "tasuki.predict", "py.first");
        String unnamed = wire.calls.get(1).headers().path("id").asText();
        assertThat(wire.calls.get(1).headers().path("group_index").asInt()).isEqualTo(1);
        JsonNode kept = body(wire.calls.get(1)).get(2).path("chord");
        assertThat(kept.path("task").asText()).isEqualTo("py.body");
        assertThat(kept.path("options").path("chain").get(0).path("task").asText())
                .isEqualTo("py.last");
        JsonNode second = body(wire.calls.get(2)).get(2).path("chain").get(0);
        assertThat(second.path("options").path("group_index").asInt()).isEqualTo(2);
        assertThat(second.path("options").path("chord").path("task").asText()).isEqualTo("py.body");

        String embed = "{\"chord\": " + kept + "}";
        conclusion.tell(call("c", 2, embed), new Ending.Done(Json.object().put("n", 2)));
        conclusion.tell(call("a", 0, embed), new Ending.Done(Json.object().put("n", 0)));
        assertThat(wire.calls).hasSize(3);
        conclusion.tell(call(unnamed, 1, embed), new Ending.Done(Json.object().put("n", 1)));
        assertThat(wire.calls).hasSize(4);
        Wire.Call sent = wire.calls.get(3);
        assertThat(sent.headers().path("id").asText()).isEqualTo("body");
        assertThat(body(sent).get(0).toString()).isEqualTo("[[[{\"n\":0},{\"n\":1}],{\"n\":2}],1]");
        assertThat(body(sent).get(2).path("chain").get(0).path("task").asText()).isEqualTo("py.last");
        assertThat(Answer.number(raw("EXISTS", "fleet:celery-taskset-meta-gid.j", "fleet:celery-taskset-meta-gid.s")))
                .isZero();
    }

    @Test
    void ofAPartThatFailsTheBodyAndWhatFollowsItAreTold() throws Unreadable {
        String embed = """
                {"chord": {"task": "py.body", "options": {"task_id": "body",
                 "chain": [{"task": "py.last", "options": {"task_id": "last"}}],
                 "link_error": {"task": "py.failed", "options": {"queue": "q"}}}}}""";
        RecordedWire wire = new RecordedWire();
        Conclusion conclusion = new Conclusion(results, new Canvas(wire, results, "tasuki@ml1", CLOCK));
        results.expect("gid", 2, null);
        conclusion.tell(call("a", 0, embed), new Ending.Revoked("revoked"));
        assertThat(wire.calls).isEmpty();
        conclusion.tell(call("b", 1, embed), new Ending.Done(Json.object()));
        assertThat(wire.calls).hasSize(1);
        assertThat(body(wire.calls.getFirst()).get(0).toString()).isEqualTo("[\"body\"]");
        for (String each : List.of("body", "last")) {
            assertThat(results.state(each).orElseThrow())
                    .contains("ChordError", "Dependency a raised TaskRevokedError('revoked')");
        }
    }
}
