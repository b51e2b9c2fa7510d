package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.ChordParts.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what follows a call: callbacks, the next step of a chain, errbacks. Whatever has no id gets one that is made of the
 * call's and its place, so that sent again it is the same. Thread-safe.
 */
final class Canvas {
    private final Wire wire;
    private final Results results;
    private final String node;
    private final InstantSource clock;
    private final CeleryRoutes routes;

    Canvas(Wire wire, Results results, String node, InstantSource clock) {
        this(wire, results, node, clock, CeleryRoutes.NONE);
    }

    /** The same with routes for calls that name no queue. */
    Canvas(Wire wire, Results results, String node, InstantSource clock, CeleryRoutes routes) {
        this.wire = wire;
        this.results = results;
        this.node = node;
        this.clock = clock;
        this.routes = routes;
    }

    /**
     * Sends what follows a result.
     *
     * @return what was sent, as Celery's results name their children
     */
    ArrayNode succeeded(CallOrigin origin, JsonNode result) {
        Sending sending = new Sending(origin, result, origin.sender().id());
        ArrayNode children = JsonNodeFactory.instance.arrayNode();
        origin.embed().callbacks().forEach(callback -> children.add(sending.send(callback, List.of())));
        List<Signature> chain = origin.embed().chain();
        if (!chain.isEmpty()) {
            children.add(sending.send(chain.getLast(), chain.subList(0, chain.size() - 1)));
        }
        return children;
    }

    /** Sends what is to be told of a failure: each is called with the failed call's id. */
    void failed(CallOrigin origin) {
        JsonNode id = JsonNodeFactory.instance.textNode(origin.sender().id());
        Sending sending = new Sending(origin, id, origin.sender().id());
        origin.embed().errbacks().forEach(errback -> sending.send(errback, List.of()));
    }

    /** Counts a part of a chord that has ended. The last of them sends the body, or has it told that it is not sent. */
    void partEnded(CallOrigin origin, Ending ending) {
        Signature body = origin.embed().chord();
        String group = origin.lineage().group();
        if (body != null && group != null) {
            Integer index = origin.lineage().groupIndex();
            String id = origin.sender().id();
            count(
                    origin,
                    body,
                    switch (ending) {
                        case Ending.Done done -> new Part(group, index, id, Meta.Status.SUCCESS, done.result());
                        case Ending.Failed failed ->
                            new Part(
                                    group,
                                    index,
                                    id,
                                    Meta.Status.FAILURE,
                                    failed.error().json());
                        case Ending.Revoked revoked ->
                            new Part(
                                    group,
                                    index,
                                    id,
                                    Meta.Status.REVOKED,
                                    revoked.error().json());
                    });
        }
    }

    private void count(CallOrigin origin, Signature body, Part part) {
        ChordParts counted = results.parts().orElse(null);
        if (counted != null) {
            counted.ended(part).ifPresent(whole -> whole(origin, body, new Counted(counted, part.group(), whole)));
        }
    }

    /** A chord of which no part is missing. */
    private record Counted(ChordParts parts, String group, ChordParts.Whole whole) {}

    private void whole(CallOrigin origin, Signature body, Counted chord) {
        PythonError failed = Chords.failure(chord.whole()).orElse(null);
        if (failed == null) {
            ArrayNode values = Chords.values(chord.whole(), chord.parts()).orElse(null);
            if (values == null) {
                failed = PythonError.chord("a result of a part is not there any more");
            } else {
                new Sending(origin, values, chord.group()).send(body, following(body));
            }
        }
        if (failed != null) {
            refuseBody(origin, body, failed, chord.group());
        }
        chord.parts().forget(chord.group());
    }

    /** What comes after a chord is kept in its body. */
    private static List<Signature> following(Signature body) {
        return parts(body.json().path("options").path("chain"));
    }

    private void refuseBody(CallOrigin origin, Signature body, PythonError error, String group) {
        waiting(body, part -> tellWaiting(part, Meta.Status.FAILURE, error, origin));
        following(body)
                .reversed()
                .forEach(step -> waiting(step, part -> tellWaiting(part, Meta.Status.FAILURE, error, origin)));
        JsonNode links = body.json().path("options").path("link_error");
        JsonNode id = JsonNodeFactory.instance.textNode(Chords.idOf(body));
        Sending sending = new Sending(origin, id, group);
        parts(links.isObject() ? JsonNodeFactory.instance.arrayNode().add(links) : links)
                .forEach(errback -> sending.send(errback, List.of()));
    }

    /** Calls with the calls that a client may wait for and that will not come. */
    static void waiting(Signature signature, Consumer<Signature> each) {
        JsonNode kwargs = signature.json().path("kwargs");
        switch (signature.kind()) {
            case "chain" -> ended(signature).forEach(part -> waiting(part, each));
            case "group" -> parts(kwargs.path("tasks")).forEach(part -> waiting(part, each));
            case "chord" -> {
                parts(Chords.tasks(Chords.headerOf(signature))).forEach(part -> waiting(part, each));
                waiting(Chords.body(signature, List.of(), () -> ""), each);
            }
            default -> {
                if (!signature.id().isEmpty()) {
                    each.accept(signature);
                }
            }
        }
    }

    /** A chain's parts. What its own options say is about the last one. */
    static List<Signature> ended(Signature chain) {
        List<Signature> parts = parts(chain.json().path("kwargs").path("tasks"));
        if (!parts.isEmpty()) {
            parts.set(parts.size() - 1, ending(parts.getLast(), chain.json().path("options")));
        }
        return parts;
    }

    private static Signature ending(Signature last, JsonNode options) {
        ObjectNode json = last.json().deepCopy();
        ObjectNode its = Chords.options(json);
        for (String name : List.of("group_id", "group_index", "chord")) {
            if (options.has(name)) {
                its.set(name, options.path(name));
            }
        }
        if (options.path("task_id").isTextual() && !its.path("task_id").isTextual()) {
            its.set("task_id", options.path("task_id"));
        }
        return new Signature(json);
    }

    /** Of a list of them; anything else in it is left out. */
    static List<Signature> parts(JsonNode list) {
        List<Signature> parts = new ArrayList<>();
        for (JsonNode part : list) {
            if (part instanceof ObjectNode json && json.path("task").isTextual()) {
                parts.add(new Signature(json));
            }
        }
        return parts;
    }

    /** What follows one ending. For one thread. */
    private final class Sending {
        private final CallOrigin origin;
        private final JsonNode first;
        private final String seed;
        private int sent;

        /**
         * Sends nothing yet.
         *
         * @param first put before the arguments of what is sent
         * @param seed of the ids of what has none
         */
        Sending(CallOrigin origin, JsonNode first, String seed) {
            this.origin = origin;
            this.first = first;
            this.seed = seed;
        }

        /** The child that it makes, {@code [["id", null], null]}. */
        ArrayNode send(Signature signature, List<Signature> then) {
            JsonNode tasks = signature.json().path("kwargs").path("tasks");
            return switch (signature.kind()) {
                case "chain" -> chain(ended(signature), then);
                case "group" -> group(signature, parts(tasks), then);
                case "chord" -> chord(signature, then);
                default -> plain(signature, then);
            };
        }

        private ArrayNode plain(Signature signature, List<Signature> then) {
            String id = signature.id().isEmpty() ? nextId() : signature.id();
            wire.call(new NextCall(signature, id, first, then, origin).message(node, clock.instant(), routes));
            return child(id, null);
        }

        private ArrayNode chain(List<Signature> parts, List<Signature> then) {
            if (parts.isEmpty()) {
                return child(nextId(), null);
            }
            List<Signature> rest = new ArrayList<>(then);
            rest.addAll(parts.subList(1, parts.size()).reversed());
            return send(parts.getFirst(), rest);
        }

        private ArrayNode group(Signature group, List<Signature> parts, List<Signature> then) {
            String id = group.id().isEmpty() ? nextId() : group.id();
            ArrayNode children = JsonNodeFactory.instance.arrayNode();
            for (Signature part : parts) {
                ObjectNode json = part.json().deepCopy();
                ObjectNode options = json.path("options") instanceof ObjectNode own ? own : json.putObject("options");
                options.put("group_id", id);
                children.add(send(new Signature(json), then));
            }
            return child(id, children);
        }

        /** The number of its parts is told before any of them can end. */
        private ArrayNode chord(Signature chord, List<Signature> then) {
            ChordParts counted = results.parts().orElse(null);
            if (counted == null) {
                return uncounted(chord);
            }
            Signature body = Chords.body(chord, then, this::nextId);
            Chords.Header header = Chords.header(chord, body, this::nextId);
            if (header.parts().isEmpty()) {
                return new Sending(origin, JsonNodeFactory.instance.arrayNode(), header.group())
                        .send(body, following(body));
            }
            counted.expect(header.group(), header.parts().size(), header.structure());
            ArrayNode children = JsonNodeFactory.instance.arrayNode();
            header.parts().forEach(part -> children.add(send(part, List.of())));
            ArrayNode itself =
                    JsonNodeFactory.instance.arrayNode().add(Chords.idOf(body)).add(child(header.group(), children));
            return JsonNodeFactory.instance.arrayNode().add(itself).addNull();
        }

        /** Its parts are counted in a result store, and over {@code rpc} there is none: who waits for its end is told. */
        private ArrayNode uncounted(Signature chord) {
            PythonError none = PythonError.chord(
                    "a chord needs a result backend that counts its parts, and rpc:// has none: call the parts by a group,"
                            + " and its body when they are done");
            waiting(chord, part -> refuse(part, none));
            JsonNode body = chord.json().path("kwargs").path("body");
            return child(body.path("options").path("task_id").asText(chord.id()), null);
        }

        private void refuse(Signature part, PythonError error) {
            tellWaiting(part, Meta.Status.FAILURE, error, origin);
        }

        private String nextId() {
            return Canvas.id(seed + " " + sent++);
        }
    }

    /** Tells a client that waits for this call, which will not be made; it may be a part of a chord. */
    void tellWaiting(Signature part, Meta.Status status, PythonError error, CallOrigin origin) {
        JsonNode options = part.json().path("options");
        Request.Sender sender = new Request.Sender(
                part.id(),
                part.task(),
                options.path("reply_to").asText(origin.sender().replyTo()),
                part.id(),
                options.path("ignore_result").asBoolean(false));
        JsonNode group = options.path("group_id");
        JsonNode index = options.path("group_index");
        Request.Lineage lineage = new Request.Lineage(
                origin.lineage().root(),
                origin.sender().id(),
                group.isTextual() ? group.asText() : null,
                index.isInt() ? index.intValue() : null);
        if (!sender.ignoreResult()) {
            results.put(new Results.Told(sender, lineage, Meta.error(sender, status, error)));
        }
        if (lineage.group() != null && options.path("chord") instanceof ObjectNode body) {
            Part ended = new Part(lineage.group(), lineage.groupIndex(), part.id(), status, error.json());
            count(origin, new Signature(body), ended);
        }
    }

    /** What was sent, as Celery's results name it: its id, or that of a group with what is in it. */
    static ArrayNode child(String id, @Nullable ArrayNode children) {
        ArrayNode itself = JsonNodeFactory.instance.arrayNode().add(id).addNull();
        ArrayNode child = JsonNodeFactory.instance.arrayNode().add(itself);
        return children == null ? child.addNull() : child.add(children);
    }

    /** A UUID of version 5 (RFC 9562, section 5.5) of a name. */
    static String id(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
            hash[6] = (byte) (hash[6] & 0x0f | 0x50);
            hash[8] = (byte) (hash[8] & 0x3f | 0x80);
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
