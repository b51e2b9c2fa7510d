package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    private final String node;
    private final InstantSource clock;
    private final CeleryRoutes routes;

    Canvas(Wire wire, String node, InstantSource clock) {
        this(wire, node, clock, CeleryRoutes.NONE);
    }

    /** The same with routes for calls that name no queue. */
    Canvas(Wire wire, String node, InstantSource clock, CeleryRoutes routes) {
        this.wire = wire;
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
        Sending sending = new Sending(origin, result);
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
        Sending sending = new Sending(
                origin, JsonNodeFactory.instance.textNode(origin.sender().id()));
        origin.embed().errbacks().forEach(errback -> sending.send(errback, List.of()));
    }

    /** Calls with the calls that a client may wait for and that will not come. */
    static void waiting(Signature signature, Consumer<Signature> each) {
        JsonNode kwargs = signature.json().path("kwargs");
        switch (signature.kind()) {
            case "chain", "group" -> parts(kwargs.path("tasks")).forEach(part -> waiting(part, each));
            case "chord" -> {
                parts(header(kwargs)).forEach(part -> waiting(part, each));
                parts(JsonNodeFactory.instance.arrayNode().add(kwargs.path("body")))
                        .forEach(part -> waiting(part, each));
            }
            default -> {
                if (!signature.id().isEmpty()) {
                    each.accept(signature);
                }
            }
        }
    }

    private static JsonNode header(JsonNode kwargs) {
        JsonNode header = kwargs.path("header");
        return header.isArray() ? header : header.path("kwargs").path("tasks");
    }

    private static List<Signature> parts(JsonNode list) {
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
        private int sent;

        Sending(CallOrigin origin, JsonNode first) {
            this.origin = origin;
            this.first = first;
        }

        /** The child that it makes, {@code [["id", null], null]}. */
        ArrayNode send(Signature signature, List<Signature> then) {
            JsonNode tasks = signature.json().path("kwargs").path("tasks");
            return switch (signature.kind()) {
                case "chain" -> chain(signature, parts(tasks), then);
                case "group" -> group(signature, parts(tasks), then);
                case "chord" -> chord(signature);
                default -> plain(signature, then);
            };
        }

        private ArrayNode plain(Signature signature, List<Signature> then) {
            String id = signature.id().isEmpty() ? nextId() : signature.id();
            wire.call(new NextCall(signature, id, first, then, origin).message(node, clock.instant(), routes));
            return child(id, null);
        }

        /** What the chain's own options say is about its last part, as is what comes after it. */
        private ArrayNode chain(Signature chain, List<Signature> parts, List<Signature> then) {
            if (parts.isEmpty()) {
                return child(nextId(), null);
            }
            List<Signature> all = new ArrayList<>(parts);
            all.set(all.size() - 1, ending(all.getLast(), chain.json().path("options")));
            List<Signature> rest = new ArrayList<>(then);
            rest.addAll(all.subList(1, all.size()).reversed());
            return send(all.getFirst(), rest);
        }

        private static Signature ending(Signature last, JsonNode options) {
            ObjectNode json = last.json().deepCopy();
            ObjectNode its = json.path("options") instanceof ObjectNode own ? own : json.putObject("options");
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

        /** Its parts are counted in a result store, and over {@code rpc} there is none: who waits for its end is told. */
        private ArrayNode chord(Signature chord) {
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
            return Canvas.id(origin.sender().id() + " " + sent++);
        }
    }

    /** Tells a client that waits for this call, which will not be made. */
    void tellWaiting(Signature part, Meta.Status status, PythonError error, CallOrigin origin) {
        JsonNode options = part.json().path("options");
        Request.Sender sender = new Request.Sender(
                part.id(),
                part.task(),
                options.path("reply_to").asText(origin.sender().replyTo()),
                part.id(),
                options.path("ignore_result").asBoolean(false));
        if (!sender.ignoreResult() && !sender.replyTo().isEmpty()) {
            Meta meta = Meta.error(sender, status, error);
            wire.reply(new Wire.Reply(sender.replyTo(), sender.correlationId(), meta.message()));
        }
    }

    private static ArrayNode child(String id, @Nullable ArrayNode children) {
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
