package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.Request.Lineage;
import dev.tasuki.adapters.celery.Request.Sender;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call is answered by when it has ended, kept with its row in between.
 *
 * @param queue that it came in by
 * @param soft true if the shorter of its two time limits is the soft one
 */
record CallOrigin(Sender sender, Lineage lineage, Embed embed, String queue, boolean soft) {
    /** The name of these answers. */
    static final String PROTOCOL = "celery";

    /** Of a call as it came. */
    static CallOrigin of(Request request, String queue) {
        Request.Timing timing = request.timing();
        boolean soft =
                timing.soft() != null && (timing.hard() == null || timing.soft().compareTo(timing.hard()) < 0);
        return new CallOrigin(request.sender(), request.lineage(), request.embed(), queue, soft);
    }

    /** Of one that is refused with what could be read of it. */
    static CallOrigin of(Reading.Refused refused, String queue) {
        Sender sender = refused.sender();
        return new CallOrigin(sender, new Lineage(sender.id(), null, null, null), refused.embed(), queue, false);
    }

    /** Throws InvalidRequest {@code too_large} if it brings along too much to be kept. */
    Origin origin() {
        ObjectNode json = Json.object()
                .put("id", sender.id())
                .put("task", sender.task())
                .put("reply_to", sender.replyTo())
                .put("correlation_id", sender.correlationId())
                .put("ignore_result", sender.ignoreResult())
                .put("root", lineage.root())
                .put("parent", lineage.parent())
                .put("group", lineage.group())
                .put("group_index", lineage.groupIndex())
                .put("queue", queue)
                .put("soft", soft);
        ObjectNode next = json.putObject("embed");
        fill(next.putArray("callbacks"), embed.callbacks());
        fill(next.putArray("errbacks"), embed.errbacks());
        fill(next.putArray("chain"), embed.chain());
        Signature chord = embed.chord();
        if (chord != null) {
            next.set("chord", chord.json());
        }
        // As text, in which no letter is one that a database refuses.
        return new Origin(PROTOCOL, json.toString());
    }

    private static void fill(ArrayNode list, List<Signature> signatures) {
        signatures.forEach(signature -> list.add(signature.json()));
    }

    /** The reverse of {@link #origin}. */
    static CallOrigin read(String text) {
        JsonNode json = Json.stored(text);
        Sender sender = new Sender(
                json.path("id").asText(),
                json.path("task").asText(),
                json.path("reply_to").asText(),
                json.path("correlation_id").asText(),
                json.path("ignore_result").asBoolean());
        JsonNode index = json.path("group_index");
        Lineage lineage = new Lineage(
                json.path("root").asText(),
                text(json.path("parent")),
                text(json.path("group")),
                index.isInt() ? index.intValue() : null);
        try {
            Embed embed = Embed.of(json.path("embed"));
            return new CallOrigin(
                    sender,
                    lineage,
                    embed,
                    json.path("queue").asText(),
                    json.path("soft").asBoolean());
        } catch (Unreadable e) {
            throw new IllegalStateException("an origin that was written here cannot be read", e);
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
