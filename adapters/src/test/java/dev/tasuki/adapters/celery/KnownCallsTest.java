package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tasuki.adapters.celery.KnownCalls.Phase;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class KnownCallsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final KnownCalls known = new KnownCalls();
    private final FleetNode node = new FleetNode("tasuki@ml1", InstantSource.fixed(NOW));
    private final Inspections inspections = new Inspections(
            new CelerySettings(
                    CelerySettings.broker("amqp://localhost//"),
                    null,
                    List.of("tasuki"),
                    "tasuki@ml1",
                    CelerySettings.Options.NONE),
            node,
            known);

    private void take(String id, String task, Duration later, boolean predicts) {
        Envelope message = Messages.with(headers -> {
            headers.put("task", task).put("id", id);
            if (!later.isZero()) {
                headers.put("eta", CeleryTime.text(NOW.plus(later)));
            }
        });
        Request request = ((Reading.Call) CeleryJson.read(message)).request();
        known.taken(request, new Taken(message, "tasuki", 3, new Unsettled()), predicts ? NOW.plus(later) : null);
    }

    private List<String> ids(Phase phase) {
        return known.in(phase, NOW).stream().map(KnownCalls.Known::id).toList();
    }

    private void change(String id, Change.Kind kind) {
        Change.Facts facts = new Change.Facts(TaskKind.TRAIN, new DatasetId("diabetes"), null, 0, null, null);
        known.hear(new Change(1, NOW, kind, new TaskId(id), facts));
    }

    private JsonNode asked(String method, String arguments) {
        return inspections.answer(method, Messages.json(arguments)).orElseThrow();
    }

    @Test
    void aCallIsScheduledReservedOrActive() {
        take("later", CallHandler.TRAIN, Duration.ofHours(1), false);
        take("waits", CallHandler.TRAIN, Duration.ZERO, false);
        take("now", CallHandler.PREDICT, Duration.ZERO, true);
        take("soon", CallHandler.PREDICT, Duration.ofSeconds(5), true);
        assertThat(ids(Phase.SCHEDULED)).containsExactly("later", "soon");
        assertThat(ids(Phase.RESERVED)).containsExactly("waits");
        assertThat(ids(Phase.ACTIVE)).containsExactly("now");

        JsonNode active = asked("active", "{\"safe\": true}").path(0);
        assertThat(active.path("kwargs").asText()).startsWith("{\"dataset_id\":\"diabetes\"");
        assertThat(active.path("time_start").asDouble()).isEqualTo(NOW.getEpochSecond());
        assertThat(active.path("acknowledged").asBoolean()).isFalse();
        JsonNode reserved = asked("reserved", "{}").path(0);
        assertThat(reserved.path("kwargs").path("target").asText()).isEqualTo("target");
        assertThat(reserved.path("worker_pid").isNull()).isTrue();
        JsonNode scheduled = asked("scheduled", "{}").path(0);
        assertThat(scheduled.path("eta").asText()).isEqualTo("2026-11-27T13:00:00.000000+00:00");
        assertThat(scheduled.path("priority").asInt()).isEqualTo(3);
        assertThat(scheduled.path("request").path("id").asText()).isEqualTo("later");
        JsonNode queried = asked("query_task", "{\"ids\": [\"now\", \"later\", \"unknown\"]}");
        assertThat(queried.path("now").path(0).asText()).isEqualTo("active");
        assertThat(queried.path("later").path(0).asText()).isEqualTo("ready");
        assertThat(queried.has("unknown")).isFalse();
    }

    @Test
    void whatIsGivenBackWaitsAgainAndWhatEndsIsGone() {
        take("one", CallHandler.TRAIN, Duration.ZERO, false);
        take("one", CallHandler.TRAIN, Duration.ZERO, false);
        change("one", Change.Kind.STARTED);
        assertThat(ids(Phase.RESERVED)).containsExactly("one");
        change("one", Change.Kind.RECEIVED);
        assertThat(ids(Phase.RESERVED)).containsExactly("one");
        change("one", Change.Kind.COMPLETED);
        assertThat(known.find("one")).isEmpty();
    }

    @Test
    @Tag("bound:calls_known")
    void theOldestAreNotShown() {
        for (int i = 0; i < Limits.CALLS_KNOWN.intValue(); i++) {
            take("n" + i, CallHandler.TRAIN, Duration.ZERO, false);
        }
        assertThat(known.find("n0")).isPresent();
        take("more", CallHandler.TRAIN, Duration.ZERO, false);
        assertThat(known.find("n0")).isEmpty();
        assertThat(ids(Phase.RESERVED)).hasSize(Limits.CALLS_KNOWN.intValue()).endsWith("more");
    }

    @Test
    @Tag("bound:call_shown")
    void largeArgumentsAreShownByTheirBeginning() {
        int most = Limits.CALL_SHOWN.intValue();
        JsonNode small = JsonNodeFactory.instance.textNode("x".repeat(most - 2));
        JsonNode large = Json.object().put("x", "x".repeat(most));
        assertThat(KnownCalls.Shown.of(small).value()).isSameAs(small);
        assertThat(KnownCalls.Shown.of(large).value().isTextual()).isTrue();
        assertThat(KnownCalls.Shown.of(large).text()).hasSize(most).startsWith("{\"x\":\"xxx");
    }

    /** Is never settled. */
    private record Unsettled() implements Taken.Settling {
        @Override
        public void hold() {}

        @Override
        public void accept() {}

        @Override
        public void reject() {}

        @Override
        public void giveBack() {}
    }
}
