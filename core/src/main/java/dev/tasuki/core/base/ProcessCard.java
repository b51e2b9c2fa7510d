package dev.tasuki.core.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * What a working process tells of itself on the {@link dev.tasuki.core.port.PresenceBoard}.
 *
 * @param identity what stays the same for as long as it lives
 * @param slots its workers, by queue
 * @param busy how many tasks run in it
 * @param tasks the first of them, {@link dev.tasuki.core.task.Limits#PRESENT_TASKS} at most
 * @param trained trainings that ended in it since its start
 * @param predicted predictions that it answered since its start
 * @param intake whether it takes work
 */
public record ProcessCard(
        Identity identity,
        List<Slots> slots,
        int busy,
        List<Running> tasks,
        Ended trained,
        Predicted predicted,
        Intake intake) {
    public ProcessCard {
        slots = List.copyOf(slots);
        tasks = List.copyOf(tasks);
    }

    /**
     * What stays the same.
     *
     * @param command as which it runs, such as {@code consumer}
     * @param host the machine's name, as the machine tells it
     */
    public record Identity(String command, String host, long pid, String version, Instant started) {}

    /** Workers of one queue. */
    public record Slots(String queue, int slots) {}

    /** A task that runs, and since when. */
    public record Running(String task, Instant since, double fraction) {}

    /** How many ended well and how many with an error. */
    public record Ended(long done, long failed) {}

    /**
     * Predictions that were answered.
     *
     * @param spread how many took how long, in the buckets of {@link Telemetry.Timing#PREDICT_WORK}
     */
    public record Predicted(Ended ended, List<Long> spread) {
        public Predicted {
            spread = List.copyOf(spread);
        }
    }

    /** Whether a process takes work. */
    public enum Intake {
        /** It does. */
        TAKING,
        /** Nothing new, as was wished; something that it took before goes on. */
        DRAINING,
        /** Nothing, and nothing goes on. */
        DRAINED,
        /** It is of a version that does not listen to wishes. */
        DEAF;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Intake of(String text) {
            return Arrays.stream(values())
                    .filter(each -> each.text().equals(text))
                    .findFirst()
                    .orElse(DEAF);
        }
    }

    /** As it is stored. */
    public String json() {
        ObjectNode json = Json.object();
        json.put("command", identity.command)
                .put("host", identity.host)
                .put("pid", identity.pid)
                .put("version", identity.version)
                .put("started", identity.started.toEpochMilli())
                .put("busy", busy)
                .put("intake", intake.text());
        ArrayNode queues = json.putArray("slots");
        slots.forEach(one -> queues.addObject().put("queue", one.queue).put("slots", one.slots));
        ArrayNode running = json.putArray("tasks");
        tasks.forEach(one -> running.addObject()
                .put("task", one.task)
                .put("since", one.since.toEpochMilli())
                .put("fraction", one.fraction));
        put(json.putObject("trained"), trained);
        ObjectNode answered = put(json.putObject("predicted"), predicted.ended);
        ArrayNode spread = answered.putArray("spread");
        predicted.spread.forEach(spread::add);
        return new String(Json.bytes(json), StandardCharsets.UTF_8);
    }

    private static ObjectNode put(ObjectNode json, Ended ended) {
        return json.put("done", ended.done).put("failed", ended.failed);
    }

    /** What was stored; a member that another version does not write has a value that says nothing. */
    public static ProcessCard of(String stored) {
        JsonNode json = Json.stored(stored);
        List<Slots> slots = new ArrayList<>();
        json.path("slots")
                .forEach(one -> slots.add(
                        new Slots(one.path("queue").asText(), one.path("slots").asInt())));
        List<Running> tasks = new ArrayList<>();
        json.path("tasks")
                .forEach(one -> tasks.add(new Running(
                        one.path("task").asText(),
                        Instant.ofEpochMilli(one.path("since").asLong()),
                        one.path("fraction").asDouble())));
        JsonNode predicted = json.path("predicted");
        List<Long> spread = StreamSupport.stream(predicted.path("spread").spliterator(), false)
                .map(JsonNode::asLong)
                .toList();
        Identity identity = new Identity(
                json.path("command").asText(),
                json.path("host").asText(),
                json.path("pid").asLong(),
                json.path("version").asText(),
                Instant.ofEpochMilli(json.path("started").asLong()));
        return new ProcessCard(
                identity,
                slots,
                json.path("busy").asInt(),
                tasks,
                ended(json.path("trained")),
                new Predicted(ended(predicted), spread),
                Intake.of(json.path("intake").asText()));
    }

    private static Ended ended(JsonNode json) {
        return new Ended(json.path("done").asLong(), json.path("failed").asLong());
    }
}
