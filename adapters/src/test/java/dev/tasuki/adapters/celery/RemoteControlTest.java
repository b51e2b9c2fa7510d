package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.Tasks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteControlTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    private static final String NODE = "tasuki@ml1";

    private final RecordedWire wire = new RecordedWire();
    private final MemoryTaskStore rows = new MemoryTaskStore(CLOCK);
    private final Revocations revocations =
            new Revocations(rows, new Tasks(rows, new TaskEvents(), new Runs()), new RevokedIds(CLOCK));
    private final FleetNode node = new FleetNode(NODE, CLOCK);
    private final KnownCalls known = new KnownCalls();
    private final CeleryEvents events = new CeleryEvents(node, wire, known);
    private final CelerySettings settings = new CelerySettings(
            CelerySettings.broker("amqp://guest:hidden@localhost//"),
            null,
            List.of("tasuki"),
            NODE,
            new CelerySettings.Options(new CeleryRoutes(List.of(new CeleryRoutes.Route("proj.*", "gpu"))), false, 3));
    private final AtomicInteger shutdowns = new AtomicInteger();
    private final RemoteControl control = new RemoteControl(
            node,
            revocations,
            wire,
            new RemoteControl.Monitoring(new Inspections(settings, node, known), events),
            shutdowns::incrementAndGet);

    private void send(String method, String more) {
        send(Json.object(), method, more);
    }

    private void send(ObjectNode headers, String method, String more) {
        String body = "{\"method\": \"" + method + "\", \"ticket\": \"t\", \"reply_to\": {\"routing_key\": \"me\"}"
                + more + "}";
        control.obey(new Envelope("application/json", "utf-8", headers, "", "", body.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode answered() {
        assertThat(wire.controls).hasSize(1);
        return Json.parse(wire.controls.removeFirst().body()).path(NODE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"destination\": null",
                ", \"destination\": [\"a@b\", \"tasuki@ml1\"]",
                ", \"pattern\": \"tasuki@*\", \"matcher\": \"glob\"",
                ", \"pattern\": \"tasuki\", \"matcher\": \"pcre\""
            })
    void aPingForThisNodeIsAnswered(String meant) {
        send("ping", meant);
        assertThat(answered().toString()).isEqualTo("{\"ok\":\"pong\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"destination\": [\"a@b\"]",
                ", \"destination\": []",
                ", \"pattern\": \"other@*\", \"matcher\": \"glob\""
            })
    void oneForOthersIsNot(String meant) {
        send("ping", meant);
        assertThat(wire.controls).isEmpty();
    }

    @Test
    void oneThatIsPastIsNot() {
        send(Json.object().put("expires", CLOCK.millis() / 1000.0 - 1), "ping", "");
        assertThat(wire.controls).isEmpty();
        send(Json.object().put("expires", CLOCK.millis() / 1000.0 + 1).put("clock", 41), "ping", "");
        assertThat(wire.controls.getFirst().headers().path("clock").asLong()).isGreaterThan(42);
        assertThat(wire.controls.getFirst().key()).isEqualTo("me");
    }

    @Test
    void whatHasNoMeaningHereSaysSo() {
        for (String method : List.of("rate_limit", "pool_grow", "add_consumer", "revoke_by_stamped_headers")) {
            send(method, "");
            assertThat(answered().path("error").asText()).startsWith("not supported by tasuki: ");
        }
        send("nosuch", "");
        assertThat(answered().path("error").asText()).isEqualTo("KeyError('nosuch')");
        send("registered", "");
        assertThat(answered().toString()).isEqualTo("[\"tasuki.predict\",\"tasuki.train\"]");
        send("revoke", ", \"arguments\": {\"task_id\": \"x\", \"terminate\": true, \"signal\": \"NOSUCH\"}");
        assertThat(answered().path("error").asText()).contains("NOSUCH");
    }

    @Test
    void aTaskOfCelerysIsCalledOffAndNoOther() {
        accept("theirs", true);
        accept("ours", false);
        send("revoke", ", \"arguments\": {\"task_id\": [\"theirs\", \"ours\", \"unknown\", \"../x\"]}");
        assertThat(answered().path("ok").asText())
                .startsWith("tasks theirs, ours, unknown")
                .endsWith("flagged as revoked");
        assertThat(state("theirs")).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(state("ours")).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(revocations.before("unknown")).isTrue();
        assertThat(revocations.before("theirs")).isFalse();
        send("revoked", "");
        assertThat(answered().toString()).isEqualTo("[\"theirs\",\"ours\",\"unknown\",\"../x\"]");
    }

    @Test
    void aWorkerThatStartsLearnsWhatIsRevokedAndTellsWhatItKnows() {
        revocations.ids().add("known");
        send("hello", ", \"arguments\": {\"from_node\": \"w1@vm\", \"revoked\": {\"theirs\": 1795781657.27}}");
        JsonNode answer = answered();
        assertThat(answer.path("revoked").path("known").isDouble()).isTrue();
        assertThat(revocations.before("theirs")).isTrue();
        send("hello", ", \"arguments\": {\"from_node\": \"" + NODE + "\"}");
        assertThat(wire.controls).isEmpty();
    }

    @Test
    void monitorsAreShownWhatIsInForceWithoutThePassword() {
        send("conf", "");
        JsonNode conf = answered();
        assertThat(conf.path("broker_url").asText()).isEqualTo("amqp://guest:********@localhost:5672//");
        assertThat(conf.path("task_routes").path("proj.*").asText()).isEqualTo("gpu");
        send("report", "");
        assertThat(answered().path("ok").asText()).contains("tasuki").doesNotContain("hidden");
        send("stats", "");
        JsonNode stats = answered();
        assertThat(stats.path("broker").path("virtual_host").asText()).isEqualTo("/");
        assertThat(stats.path("pool").path("max-concurrency").asInt()).isEqualTo(3);
        assertThat(stats.toString()).doesNotContain("hidden");
        send("active_queues", "");
        JsonNode queue = answered().path(0);
        assertThat(queue.path("name").asText()).isEqualTo("tasuki");
        assertThat(queue.path("exchange").path("type").asText()).isEqualTo("direct");
    }

    @Test
    void eventsAreSwitchedAndShutdownIsHandedOn() {
        send("enable_events", "");
        assertThat(answered().path("ok").asText()).isEqualTo("task events already enabled");
        send("disable_events", "");
        assertThat(answered().path("ok").asText()).isEqualTo("task events disabled");
        send("disable_events", "");
        assertThat(answered().path("ok").asText()).isEqualTo("task events already disabled");
        send("heartbeat", "");
        assertThat(wire.news.removeFirst().path("type").asText()).isEqualTo("worker-heartbeat");
        send("shutdown", "");
        assertThat(shutdowns).hasValue(1);
        assertThat(wire.controls).isEmpty();
    }

    @Test
    void aNodeThatStartsTakesOverWhatOthersKnow() {
        Mingle mingle = new Mingle(node, revocations.ids());
        revocations.ids().add("mine");
        assertThat(mingle.command().path("arguments").path("revoked").has("mine"))
                .isTrue();
        String answer = """
                {"w1@vm": {"revoked": {"theirs": [1795781657.27, "theirs"]}, "clock": 40}}""";
        mingle.heard(new Envelope(
                "application/json",
                "utf-8",
                Json.object().put("clock", 41),
                "",
                "",
                answer.getBytes(StandardCharsets.UTF_8)));
        mingle.heard(
                new Envelope("application/json", "utf-8", Json.object(), "", "", "[".getBytes(StandardCharsets.UTF_8)));
        assertThat(revocations.before("theirs")).isTrue();
        assertThat(node.time().now()).isGreaterThan(41);
    }

    private void accept(String id, boolean throughCelery) {
        TaskSpec spec =
                new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("diabetes"), null, null, List.of(), Schedule.AT_ONCE);
        Request request = ((Reading.Call) CeleryJson.read(Messages.with(headers -> {}))).request();
        rows.accept(new NewTask(
                new TaskId(id),
                throughCelery ? spec.from(CallOrigin.of(request, "tasuki").origin()) : spec,
                null));
    }

    private TaskState state(String id) {
        return rows.find(new TaskId(id)).orElseThrow().state();
    }
}
