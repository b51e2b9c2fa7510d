package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CeleryEventsTest {
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final RecordedWire wire = new RecordedWire();
    private final CeleryEvents events =
            new CeleryEvents(new FleetNode("tasuki@ml1", () -> now), wire, new KnownCalls());
    private final Request request = ((Reading.Call) CeleryJson.read(Messages.with(headers -> {}))).request();

    private List<String> types() {
        return wire.news.stream().map(event -> event.path("type").asText()).toList();
    }

    @Test
    void aNodeLivesFromOnlineToOffline() {
        events.turn();
        assertThat(wire.news).isEmpty();
        events.online();
        events.turn();
        now = now.plus(CeleryEvents.BETWEEN);
        events.turn();
        events.turn();
        events.offline();
        now = now.plus(CeleryEvents.BETWEEN);
        events.turn();
        assertThat(types()).containsExactly("worker-online", "worker-heartbeat", "worker-offline");
        JsonNode beat = wire.news.get(1);
        assertThat(beat.path("hostname").asText()).isEqualTo("tasuki@ml1");
        assertThat(beat.path("freq").asInt()).isEqualTo(2);
        assertThat(beat.path("loadavg")).hasSize(3);
        assertThat(beat.path("clock").asLong())
                .isGreaterThan(wire.news.getFirst().path("clock").asLong());
        assertThat(beat.path("timestamp").asDouble()).isEqualTo(1795780802.0);
    }

    @Test
    void aCallIsFollowedFromItsArrivalToItsEnd() {
        events.received(request);
        events.started(request.sender());
        events.ended(request.sender(), new Ending.Done(Json.object().put("pred_proba", 1.5)), Duration.ofMillis(250));
        assertThat(types()).containsExactly("task-received", "task-started", "task-succeeded");
        JsonNode received = wire.news.getFirst();
        assertThat(received.path("uuid").asText()).isEqualTo(Messages.ID);
        assertThat(received.path("name").asText()).isEqualTo("tasuki.train");
        assertThat(received.path("kwargs").asText()).contains("\"target\":\"target\"");
        assertThat(received.path("root_id").asText()).isEqualTo(Messages.ID);
        assertThat(wire.news.getLast().path("result").asText()).isEqualTo("{\"pred_proba\":1.5}");
        assertThat(wire.news.getLast().path("runtime").asDouble()).isEqualTo(0.25);
    }

    @Test
    void theOtherEndsSayWhy() {
        PythonError error = new PythonError("tasuki.errors", "NotFound", List.of("dataset_not_found", "no such"));
        events.ended(request.sender(), new Ending.Failed(error), Duration.ZERO);
        events.retried(request.sender(), error);
        events.ended(request.sender(), new Ending.Revoked("expired"), Duration.ZERO);
        events.ended(request.sender(), new Ending.Revoked("terminated"), Duration.ZERO);
        assertThat(types()).containsExactly("task-failed", "task-retried", "task-revoked", "task-revoked");
        assertThat(wire.news.getFirst().path("exception").asText())
                .isEqualTo("NotFound('dataset_not_found', 'no such')");
        assertThat(wire.news.get(2).path("expired").asBoolean()).isTrue();
        assertThat(wire.news.get(2).path("signum").isNull()).isTrue();
        assertThat(wire.news.get(3).path("terminated").asBoolean()).isTrue();
        assertThat(wire.news.get(3).path("signum").asInt()).isEqualTo(15);
    }

    @Test
    void thoseOfCallsCanBeSwitchedOff() {
        assertThat(events.disable()).isTrue();
        assertThat(events.disable()).isFalse();
        events.received(request);
        events.started(request.sender());
        events.ended(request.sender(), new Ending.Revoked("revoked"), Duration.ZERO);
        assertThat(wire.news).isEmpty();
        events.heartbeat();
        assertThat(types()).containsExactly("worker-heartbeat");
        assertThat(events.enable()).isTrue();
        events.started(request.sender());
        assertThat(wire.news).hasSize(2);
    }
}
