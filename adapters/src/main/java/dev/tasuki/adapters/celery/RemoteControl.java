package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Obeys the commands that Celery's programs send to all workers, as far as they have a meaning here. Thread-safe. */
final class RemoteControl {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteControl.class);
    private static final Set<String> SIGNALS =
            Set.of("TERM", "KILL", "INT", "HUP", "QUIT", "USR1", "USR2", "ABRT", "ALRM");

    private final FleetNode node;
    private final Revocations revocations;
    private final Wire wire;
    private final Monitoring monitoring;
    private final Runnable shutdown;

    /**
     * What those are given who watch.
     *
     * @param events sent on request, and switched off and on
     */
    record Monitoring(Inspections inspections, CeleryEvents events) {}

    /** Obeys {@code shutdown} by running that. */
    RemoteControl(FleetNode node, Revocations revocations, Wire wire, Monitoring monitoring, Runnable shutdown) {
        this.node = node;
        this.revocations = revocations;
        this.wire = wire;
        this.monitoring = monitoring;
        this.shutdown = shutdown;
    }

    /** Obeys a command, if it is for this node; blocks while it does. */
    void obey(Envelope message) {
        try {
            JsonNode command = Json.parse(message.body());
            node.time().heard(message.headers().path("clock").asLong(0));
            if (!message.contentType().equals("application/json") || past(message) || !meant(command)) {
                return;
            }
            JsonNode answer = answer(command.path("method").asText(), command.path("arguments"));
            String replyTo = command.path("reply_to").path("routing_key").asText("");
            if (answer != null && !replyTo.isEmpty()) {
                ObjectNode body = Json.object();
                body.set(node.name(), answer);
                ObjectNode headers = Json.object().put("clock", node.time().next());
                headers.set("ticket", command.path("ticket"));
                wire.control(new Wire.Control(replyTo, headers, PythonJson.bytes(body)));
            }
        } catch (Refusal refusal) {
            LOG.debug("a command to {} is not obeyed: {}", node.name(), refusal.detail());
        }
    }

    private boolean past(Envelope message) {
        double until = message.headers().path("expires").asDouble(0);
        return until > 0 && until < node.seconds();
    }

    private boolean meant(JsonNode command) {
        JsonNode destination = command.path("destination");
        String pattern = command.path("pattern").asText("");
        if (command.path("pattern").isTextual()) {
            return NodePattern.matches(command.path("matcher").asText("glob"), pattern, node.name());
        }
        if (!destination.isArray()) {
            return true;
        }
        for (JsonNode named : destination) {
            if (named.asText().equals(node.name())) {
                return true;
            }
        }
        return false;
    }

    /** Null if there is none. */
    private @Nullable JsonNode answer(String method, JsonNode arguments) {
        return switch (method) {
            case "ping" -> Json.object().put("ok", "pong");
            case "clock" -> Json.object().put("clock", node.time().now());
            case "revoked" -> Json.tree(revocations.ids().all());
            case "revoke" -> revoke(arguments, arguments.path("terminate").asBoolean(false));
            case "terminate" -> revoke(arguments, true);
            case "hello" -> hello(arguments);
            case "heartbeat" -> {
                monitoring.events().heartbeat();
                yield null;
            }
            case "enable_events" -> said("task events ", monitoring.events().enable(), "enabled");
            case "disable_events" -> said("task events ", monitoring.events().disable(), "disabled");
            case "shutdown" -> {
                shutdown.run();
                yield null;
            }
            case "election" -> null;
            default ->
                monitoring.inspections().answer(method, arguments).orElseGet(() -> error("KeyError('" + method + "')"));
        };
    }

    private static ObjectNode said(String what, boolean changed, String state) {
        return Json.object().put("ok", what + (changed ? "" : "already ") + state);
    }

    private static ObjectNode error(String text) {
        return Json.object().put("error", text);
    }

    private JsonNode revoke(JsonNode arguments, boolean terminate) {
        String signal = arguments.path("signal").asText("TERM").toUpperCase(java.util.Locale.ROOT);
        if (terminate && !SIGNALS.contains(signal.replaceFirst("^SIG", ""))) {
            return error("there is no signal " + signal);
        }
        List<String> ids = new ArrayList<>();
        JsonNode named = arguments.path("task_id");
        if (named.isTextual()) {
            ids.add(named.asText());
        }
        named.forEach(id -> ids.add(id.asText()));
        List<String> stopped = new ArrayList<>();
        for (String id : ids) {
            if (revocations.revoke(id, terminate)) {
                stopped.add(id);
            }
        }
        String said = terminate
                ? "terminate: " + (stopped.isEmpty() ? "tasks unknown" : String.join(", ", stopped))
                : "tasks " + String.join(", ", ids) + " flagged as revoked";
        return Json.object().put("ok", said);
    }

    /** A worker that has started asks what the others know. */
    private @Nullable JsonNode hello(JsonNode arguments) {
        if (arguments.path("from_node").asText().equals(node.name())) {
            return null;
        }
        JsonNode theirs = arguments.path("revoked");
        theirs.properties().forEach(each -> revocations.ids().add(each.getKey()));
        ObjectNode known = Json.object();
        revocations.ids().times().forEach(known::put);
        ObjectNode answer = Json.object();
        answer.set("revoked", known);
        return answer.put("clock", node.time().next());
    }
}
