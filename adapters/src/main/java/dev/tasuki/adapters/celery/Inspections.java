package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.KnownCalls.Known;
import dev.tasuki.adapters.celery.KnownCalls.Phase;
import dev.tasuki.core.base.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers those who look at a worker: {@code celery inspect} and monitors. The answers have the form of Celery's own.
 * Thread-safe.
 */
final class Inspections {
    /** What Celery's workers can be told and this one cannot, and what to do instead. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "rate_limit", "--max-per-dataset and --max-per-tag say how many trainings run at once",
            "time_limit", "give a call time_limit, or timeout_s",
            "pool_grow", "start another consumer, or say --num_threads and --max_workers",
            "pool_shrink", "end a consumer, or say --num_threads and --max_workers",
            "pool_restart", "start the process anew",
            "autoscale", "start and end consumers, or say --num_threads and --max_workers",
            "add_consumer", "--celery-queues says which queues are read",
            "cancel_consumer", "--celery-queues says which queues are read",
            "revoke_by_stamped_headers", "revoke by ids");

    private final CelerySettings settings;
    private final FleetNode node;
    private final KnownCalls known;
    private final Instant began;

    /** Of a process that begins now. */
    Inspections(CelerySettings settings, FleetNode node, KnownCalls known) {
        this.settings = settings;
        this.node = node;
        this.known = known;
        this.began = node.clock().instant();
    }

    /** The answer, if the command is one of these. */
    Optional<JsonNode> answer(String method, JsonNode arguments) {
        String instead = UNSUPPORTED.get(method);
        if (instead != null) {
            return Optional.of(Json.object().put("error", "not supported by tasuki: " + instead));
        }
        boolean safe = arguments.path("safe").asBoolean(false);
        return Optional.ofNullable(
                switch (method) {
                    case "active" -> calls(Phase.ACTIVE, safe);
                    case "reserved" -> calls(Phase.RESERVED, safe);
                    case "scheduled" -> scheduled(safe);
                    case "query_task" -> queried(arguments.path("ids"));
                    case "registered" -> Json.tree(List.of(CallHandler.PREDICT, CallHandler.TRAIN));
                    case "stats" -> stats();
                    case "active_queues" -> queues();
                    case "conf" -> conf();
                    case "report" -> Json.object().put("ok", report());
                    default -> null;
                });
    }

    private ArrayNode calls(Phase phase, boolean safe) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        known.in(phase, now()).forEach(each -> list.add(request(each, safe)));
        return list;
    }

    private Instant now() {
        return node.clock().instant();
    }

    private ArrayNode scheduled(boolean safe) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Known each : known.in(Phase.SCHEDULED, now())) {
            ObjectNode entry = list.addObject()
                    .put("eta", each.eta() == null ? null : CeleryTime.text(each.eta()))
                    .put("priority", each.route().priority());
            entry.set("request", request(each, safe));
        }
        return list;
    }

    private ObjectNode queried(JsonNode ids) {
        ObjectNode found = Json.object();
        JsonNode all = ids.isTextual() ? JsonNodeFactory.instance.arrayNode().add(ids) : ids;
        for (JsonNode id : all) {
            known.find(id.asText()).ifPresent(each -> {
                String phase = switch (each.phase(now())) {
                    case ACTIVE -> "active";
                    case RESERVED -> "reserved";
                    // Celery's word for all that is neither.
                    case SCHEDULED -> "ready";
                };
                found.putArray(each.id()).add(phase).add(request(each, false));
            });
        }
        return found;
    }

    private ObjectNode request(Known call, boolean safe) {
        ObjectNode request =
                Json.object().put("id", call.id()).put("name", call.route().task());
        request.set("args", safe ? text(call.args()) : call.args().value());
        request.set("kwargs", safe ? text(call.kwargs()) : call.kwargs().value());
        request.put("type", call.route().task()).put("hostname", node.name());
        Instant begun = call.begun();
        if (begun == null) {
            request.putNull("time_start").put("acknowledged", call.row());
        } else {
            request.put("time_start", begun.toEpochMilli() / 1000.0).put("acknowledged", call.row());
        }
        request.putObject("delivery_info")
                .put("exchange", "")
                .put("routing_key", call.route().queue())
                .put("priority", call.route().priority());
        return begun == null
                ? request.putNull("worker_pid")
                : request.put("worker_pid", ProcessHandle.current().pid());
    }

    private static JsonNode text(KnownCalls.Shown shown) {
        return JsonNodeFactory.instance.textNode(shown.text());
    }

    private ObjectNode stats() {
        long pid = ProcessHandle.current().pid();
        ObjectNode stats = Json.object();
        stats.set("total", known.totals());
        stats.put("pid", pid)
                .put("clock", Long.toString(node.time().now()))
                .put("uptime", now().getEpochSecond() - began.getEpochSecond())
                .put("prefetch_count", AmqpInbox.PREFETCH * settings.queues().size());
        stats.putObject("pool")
                .put("implementation", "tasuki")
                .put("max-concurrency", settings.options().workers())
                .putArray("processes")
                .add(pid);
        stats.set("broker", settings.shownBroker());
        stats.set("rusage", ProcessFigures.usage());
        return stats;
    }

    private ArrayNode queues() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (String queue : settings.queues()) {
            ObjectNode one = list.addObject().put("name", queue);
            one.putObject("exchange")
                    .put("name", queue)
                    .put("type", "direct")
                    .putNull("arguments")
                    .put("durable", true)
                    .put("passive", false)
                    .put("auto_delete", false)
                    .putNull("delivery_mode")
                    .put("no_declare", false);
            one.put("routing_key", queue)
                    .putNull("queue_arguments")
                    .putNull("binding_arguments")
                    .putNull("consumer_arguments")
                    .put("durable", true)
                    .put("exclusive", false)
                    .put("auto_delete", false)
                    .put("no_ack", false)
                    .putNull("alias")
                    .putArray("bindings");
            one.put("no_declare", false)
                    .putNull("expires")
                    .putNull("message_ttl")
                    .putNull("max_length")
                    .putNull("max_length_bytes")
                    .putNull("max_priority");
        }
        return list;
    }

    /** By Celery's names where it has them; nothing with a password. */
    private ObjectNode conf() {
        ObjectNode conf = Json.object()
                .put("broker_url", settings.maskedBroker())
                .put("result_backend", settings.maskedResults())
                .put("task_serializer", "json")
                .put("result_serializer", "json")
                .put("timezone", "UTC")
                .put("enable_utc", true)
                .put("worker_concurrency", settings.options().workers())
                .put("worker_prefetch_multiplier", AmqpInbox.PREFETCH)
                .put("task_acks_late", true)
                .put("task_track_started", true);
        conf.putArray("accept_content").add("json");
        conf.set("task_queues", Json.tree(settings.queues()));
        ObjectNode routes = conf.putObject("task_routes");
        settings.options().routes().all().forEach(route -> routes.put(route.pattern(), route.queue()));
        return conf.put("tasuki_name", node.name())
                .put("tasuki_obeys_shutdown", settings.options().shutdown());
    }

    private String report() {
        StringBuilder text = new StringBuilder("\nsoftware -> tasuki, Java ")
                .append(Runtime.version())
                .append("\nplatform -> system: ")
                .append(System.getProperty("os.name"))
                .append(", arch: ")
                .append(System.getProperty("os.arch"))
                .append("\nsettings ->\n");
        conf().properties()
                .forEach(each -> text.append(each.getKey())
                        .append(": ")
                        .append(each.getValue())
                        .append('\n'));
        return text.append('\n').toString();
    }
}
