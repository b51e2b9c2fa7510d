package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.Request.Lineage;
import dev.tasuki.adapters.celery.Request.Sender;
import dev.tasuki.adapters.celery.Request.Timing;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of Celery's second protocol (names in the headers, a body {@code [args, kwargs, embed]}), its first (all
 * in the body), and of the mixtures that programs without Celery send. JSON alone is read: of any other content
 * nothing is looked at but the headers. All bounds are tried before a tree of the body exists.
 */
final class CeleryJson {
    private static final String JSON = "application/json";
    private static final String ZIPPED = "application/x-gzip";
    private static final String TRAIN = "tasuki.train";

    private CeleryJson() {}

    /** What the message is. */
    static Reading read(Envelope message) {
        ObjectNode headers = message.headers();
        if (!headers.path("task").isTextual()) {
            return first(message);
        }
        if (!headers.path("id").isTextual()) {
            return new Reading.Nameless("its headers name a task, but no id");
        }
        Sender sender = sender(message, headers);
        try {
            JsonNode body = body(message, sender.task());
            if (!body.isContainerNode()) {
                throw new Unreadable("its body is " + Signature.kind(body) + ", not [args, kwargs, embed]");
            }
            return body.isArray() ? second(sender, headers, body) : call(sender, headers, body, body);
        } catch (Unreadable e) {
            return new Reading.Refused(sender, e.error(), Embed.NONE);
        }
    }

    private static Reading first(Envelope message) {
        JsonNode body;
        try {
            body = body(message, "");
        } catch (Unreadable e) {
            return new Reading.Nameless("its headers name no task, and its body cannot be read: "
                    + e.error().message().getFirst());
        }
        if (!body.path("task").isTextual() || !body.path("id").isTextual()) {
            return new Reading.Nameless("neither its headers nor its body name a task and an id");
        }
        Sender sender = sender(message, body);
        try {
            // Again, under the bound of the task that it names.
            return call(sender, body, body(message, sender.task()), body);
        } catch (Unreadable e) {
            return new Reading.Refused(sender, e.error(), Embed.NONE);
        }
    }

    private static Reading second(Sender sender, ObjectNode headers, JsonNode body) throws Unreadable {
        if (body.size() != 3) {
            throw new Unreadable("its body is a list of " + body.size() + ", not [args, kwargs, embed]");
        }
        ObjectNode named = Json.object();
        named.set("args", body.get(0));
        named.set("kwargs", body.get(1));
        return call(sender, headers, named, body.get(2));
    }

    /** With the embed first: if the rest is refused, those who wait for what comes next can be told. */
    private static Reading call(Sender sender, JsonNode facts, JsonNode arguments, JsonNode embed) {
        Embed next = Embed.NONE;
        try {
            next = Embed.of(embed);
            JsonNode limits = facts.path("timelimit");
            Timing timing = new Timing(
                    CeleryTime.read(facts.path("eta"), "eta"),
                    CeleryTime.read(facts.path("expires"), "expires"),
                    CeleryTime.limit(limits.path(0), "timelimit"),
                    CeleryTime.limit(limits.path(1), "timelimit"));
            return new Reading.Call(new Request(
                    sender,
                    list(arguments.path("args")),
                    object(arguments.path("kwargs")),
                    timing,
                    lineage(sender, facts),
                    facts.path("retries").asInt(0),
                    next));
        } catch (Unreadable e) {
            return new Reading.Refused(sender, e.error(), next);
        }
    }

    private static Sender sender(Envelope message, JsonNode facts) {
        String id = facts.path("id").asText();
        String correlation = message.correlationId().isEmpty() ? id : message.correlationId();
        boolean silent = facts.path("ignore_result").asBoolean(false);
        return new Sender(id, facts.path("task").asText(), message.replyTo(), correlation, silent);
    }

    private static Lineage lineage(Sender sender, JsonNode facts) {
        String root = text(facts, "root_id");
        String group = text(facts, "group");
        JsonNode index = facts.path("group_index");
        return new Lineage(
                root == null ? sender.id() : root,
                text(facts, "parent_id"),
                group == null ? text(facts, "taskset") : group,
                index.isInt() ? index.intValue() : null);
    }

    private static @Nullable String text(JsonNode facts, String name) {
        JsonNode value = facts.path(name);
        return value.isTextual() ? value.asText() : null;
    }

    private static ArrayNode list(JsonNode args) throws Unreadable {
        if (args.isMissingNode() || args.isNull()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!args.isArray()) {
            throw new Unreadable("args is " + Signature.kind(args) + ", not a list");
        }
        return (ArrayNode) TypeMarks.plain(args);
    }

    private static ObjectNode object(JsonNode kwargs) throws Unreadable {
        if (kwargs.isMissingNode() || kwargs.isNull()) {
            return Json.object();
        }
        if (!kwargs.isObject()) {
            throw new Unreadable("kwargs is " + Signature.kind(kwargs) + ", not an object");
        }
        ObjectNode plain = Json.object();
        kwargs.properties().forEach(member -> plain.set(member.getKey(), TypeMarks.plain(member.getValue())));
        return plain;
    }

    private static JsonNode body(Envelope message, String task) throws Unreadable {
        if (!message.contentType().equalsIgnoreCase(JSON)) {
            throw new Unreadable(PythonError.disallowed(message.contentType()));
        }
        String encoding = message.contentEncoding().toLowerCase(Locale.ROOT);
        if (!encoding.isEmpty() && !encoding.equals("utf-8")) {
            throw new Unreadable("its content encoding is " + encoding + "; only utf-8 is read");
        }
        byte[] body = unzipped(message, most(task));
        if (body.length > most(task)) {
            throw tooLong(task);
        }
        try {
            JsonNode json = Json.parse(body);
            checkDepth(json);
            return json;
        } catch (InvalidRequest broken) {
            throw new Unreadable(broken.detail());
        }
    }

    private static byte[] unzipped(Envelope message, int most) throws Unreadable {
        JsonNode compression = message.headers().path("compression");
        if (compression.isMissingNode() || compression.isNull()) {
            return message.body();
        }
        if (!compression.asText().equals(ZIPPED)) {
            throw new Unreadable("its body is compressed as " + compression.asText() + "; only " + ZIPPED
                    + " is read: set task_compression='gzip', or none");
        }
        return CompressedBody.unzip(message.body(), most);
    }

    private static int most(String task) {
        return task.equals(TRAIN) ? Limits.TRAIN_BODY.intValue() : Limits.JSON_BODY.intValue();
    }

    private static Unreadable tooLong(String task) {
        return Embed.tooLarge("its body has more than %,d bytes".formatted(most(task)));
    }

    private static void checkDepth(JsonNode json) throws Unreadable {
        int most = Limits.CALL_DEPTH.intValue();
        List<JsonNode> level = List.of(json);
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth >= most) {
                throw Embed.tooLarge("its body is more than " + most + " levels deep");
            }
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : level) {
                for (JsonNode child : node) {
                    if (child.isContainerNode()) {
                        next.add(child);
                    }
                }
            }
            level = next;
        }
    }
}
