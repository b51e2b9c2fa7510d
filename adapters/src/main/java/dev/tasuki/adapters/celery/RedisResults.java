package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.Lane;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;

/**
 * Celery's result backend in Redis: a key and a feed for each call, and the counters of chords. What is there is what
 * all workers of a fleet wrote, whichever language they are in. One connection. Thread-safe.
 */
final class RedisResults implements Results, ChordParts {
    private static final Logger LOG = LoggerFactory.getLogger(RedisResults.class);
    private static final String KEPT_SECONDS = "86400";
    private static final Script PUT = script("put.lua");
    private static final Script PART = script("part.lua");

    private final RedisPlace place;
    private final InstantSource clock;
    private final RedisLanes lane;

    /** Begins to connect: a place that cannot be reached is told of at the start, not with the first result. */
    RedisResults(RedisPlace place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
        this.lane = RedisLanes.start("celery-results", new RedisLink(place.settings(), ServerFacts.Use.FLEET));
        var unused = lane.sendPatiently(Command.about(key(place, ""), Protocol.Command.PING));
    }

    private static Script script(String name) {
        return Script.of(Script.resource(RedisResults.class, name));
    }

    /** The key and the feed of a call's state. */
    static String key(RedisPlace place, String id) {
        return place.key("celery-task-meta-" + id);
    }

    private String group(String id, String what) {
        return place.key("celery-taskset-meta-" + id + what);
    }

    @Override
    public void put(Told told) {
        Lane.join(lane.sendPatiently(command(told)));
    }

    @Override
    public void hint(Told told) {
        try {
            var unused = lane.send(command(told));
        } catch (Refusal busy) {
            LOG.debug("a state of call {} got lost: {}", told.sender().id(), busy.detail());
        }
    }

    private Command command(Told told) {
        byte[] value = told.meta().stored(told.lineage(), clock.instant());
        return Command.run(
                PUT,
                true,
                List.of(key(place, told.sender().id())),
                List.of(told.meta().status().name(), KEPT_SECONDS, value));
    }

    @Override
    public Optional<ChordParts> parts() {
        return Optional.of(this);
    }

    @Override
    public void expect(String group, int parts, @Nullable ObjectNode structure) {
        if (structure != null) {
            byte[] value = PythonJson.bytes(Json.object().set("result", structure.path("result")));
            lane.call(Command.change(Protocol.Command.SETEX, group(group, ""), KEPT_SECONDS, value));
        }
        lane.call(Command.change(Protocol.Command.SETEX, group(group, ".s"), KEPT_SECONDS, parts));
    }

    @Override
    public Optional<Whole> ended(Part part) {
        ArrayNode member = JsonNodeFactory.instance
                .arrayNode()
                .add(1)
                .add(part.id())
                .add(part.status().name())
                .add(part.result());
        String score = part.index() == null ? "+inf" : part.index().toString();
        List<String> keys = List.of(
                group(part.group(), ".j"),
                group(part.group(), ".t"),
                group(part.group(), ".s"),
                group(part.group(), ""));
        Object answer =
                lane.call(Command.run(PART, true, keys, List.of(score, PythonJson.bytes(member), KEPT_SECONDS)));
        List<Object> all = Answer.list(answer);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        String structure = Answer.text(all.getFirst());
        List<Ended> parts = new ArrayList<>(all.size() - 1);
        for (Object one : all.subList(1, all.size())) {
            JsonNode json = Json.stored(Answer.text(one));
            parts.add(new Ended(json.path(1).asText(), json.path(2).asText(), json.path(3)));
        }
        return Optional.of(new Whole(
                parts, structure.isEmpty() ? null : Json.stored(structure).path("result")));
    }

    @Override
    public void forget(String group) {
        lane.call(Command.change(Protocol.Command.DEL, group(group, ".j"), group(group, ".t"), group(group, ".s")));
    }

    @Override
    public Map<String, JsonNode> results(List<String> ids) {
        Map<String, JsonNode> results = new HashMap<>();
        if (ids.isEmpty()) {
            return results;
        }
        Object[] keys = ids.stream().map(id -> key(place, id)).toArray();
        Object answer = lane.call(Command.plain(Protocol.Command.MGET, keys));
        List<?> values = answer instanceof List<?> list ? list : List.of();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof byte[] value) {
                note(results, ids.get(i), value);
            }
        }
        return results;
    }

    private static void note(Map<String, JsonNode> results, String id, byte[] value) {
        try {
            JsonNode meta = Json.parse(value);
            if (meta.path("status").asText().equals(Meta.Status.SUCCESS.name())) {
                results.put(id, meta.path("result"));
            }
        } catch (InvalidRequest unreadable) {
            LOG.warn("the result of {} cannot be read: {}", id, unreadable.detail());
        }
    }

    /** The state as it is kept; empty if nothing is. Throws a refusal. */
    Optional<String> state(String id) {
        Object answer = lane.call(Command.plain(Protocol.Command.GET, key(place, id)));
        return answer instanceof byte[] value
                ? Optional.of(new String(value, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** By which all goes. */
    RedisLanes lane() {
        return lane;
    }

    @Override
    public List<ServerReading> readings() {
        return lane.all().stream().flatMap(each -> each.readings().stream()).toList();
    }

    @Override
    public void close() {
        lane.close();
    }
}
