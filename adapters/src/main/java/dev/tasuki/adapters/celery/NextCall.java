package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One plain call as a message, as Celery's own workers send what follows a task.
 *
 * @param signature of the call
 * @param id of the call
 * @param first put before its positional arguments; null if there is nothing to put
 * @param chain what follows the call, reversed
 * @param from the call after which it comes
 */
record NextCall(Signature signature, String id, @Nullable JsonNode first, List<Signature> chain, CallOrigin from) {
    private static final int SHOWN = 200;

    private JsonNode options() {
        return signature.json().path("options");
    }

    /** As it goes out. */
    Wire.Call message(String node, Instant now, CeleryRoutes routes) {
        String replyTo = options().path("reply_to").asText(from.sender().replyTo());
        int priority = options().path("priority").asInt(0);
        return new Wire.Call(route(routes), headers(node, now), replyTo, id, priority, PythonJson.bytes(body()));
    }

    /** The queue that the signature names, or a route; ours come where this came from, others go where Celery's go. */
    private Wire.Route route(CeleryRoutes routes) {
        JsonNode exchange = options().path("exchange");
        if (exchange.isTextual() && !exchange.asText().isEmpty()) {
            return new Wire.Route(
                    exchange.asText(), options().path("routing_key").asText(""));
        }
        JsonNode queue = options().path("queue");
        String usual = routes.queue(
                signature.task(), signature.task().startsWith("tasuki.") ? from.queue() : CeleryRoutes.USUAL);
        return new Wire.Route(
                "", queue.isTextual() ? queue.asText() : queue.path("name").asText(usual));
    }

    private ArrayNode body() {
        ArrayNode args = JsonNodeFactory.instance.arrayNode();
        if (first != null && !signature.immutable()) {
            args.add(first);
        }
        signature.json().path("args").forEach(args::add);
        JsonNode kwargs = signature.json().path("kwargs");
        ObjectNode embed = Json.object();
        embed.set("callbacks", list(options().path("link")));
        embed.set("errbacks", list(options().path("link_error")));
        ArrayNode next = JsonNodeFactory.instance.arrayNode();
        chain.forEach(each -> next.add(each.json()));
        embed.set("chain", next.isEmpty() ? next.nullNode() : next);
        embed.set("chord", given("chord"));
        return JsonNodeFactory.instance
                .arrayNode()
                .add(args)
                .add(kwargs.isObject() ? kwargs : Json.object())
                .add(embed);
    }

    private static JsonNode list(JsonNode links) {
        if (links.isObject()) {
            return JsonNodeFactory.instance.arrayNode().add(links);
        }
        return links.isArray() ? links : JsonNodeFactory.instance.nullNode();
    }

    private JsonNode given(String option) {
        JsonNode value = options().path(option);
        return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
    }

    private ObjectNode headers(String node, Instant now) {
        ObjectNode headers = Json.object()
                .put("lang", "java")
                .put("task", signature.task())
                .put("id", id)
                .put("root_id", from.lineage().root())
                .put("parent_id", from.sender().id())
                .put("retries", options().path("retries").asInt(0))
                .put("argsrepr", shown(signature.json().path("args")))
                .put("kwargsrepr", shown(signature.json().path("kwargs")))
                .put("origin", node)
                .put("ignore_result", options().path("ignore_result").asBoolean(false));
        headers.set("shadow", given("shadow"));
        headers.set("group", given("group_id"));
        headers.set("group_index", given("group_index"));
        headers.set("eta", later("countdown", "eta", now));
        headers.set("expires", later("expires", "expires", now));
        headers.set(
                "timelimit",
                JsonNodeFactory.instance.arrayNode().add(given("time_limit")).add(given("soft_time_limit")));
        return headers;
    }

    /** Seconds from now, or a time. */
    private JsonNode later(String seconds, String time, Instant now) {
        JsonNode after = options().path(seconds);
        if (after.isNumber()) {
            long millis = (long) (after.asDouble() * 1000);
            return JsonNodeFactory.instance.textNode(CeleryTime.text(now.plusMillis(millis)));
        }
        return given(time);
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "" : value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
