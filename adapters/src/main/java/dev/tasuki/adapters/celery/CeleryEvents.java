package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.Request.Sender;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells monitors of the fleet what happens here, as Celery's own workers do: that this process lives, and what becomes
 * of its calls. All of it may get lost. Thread-safe.
 */
final class CeleryEvents {
    /** How often a node says that it lives; one that is silent for twice as long is missed. */
    static final Duration BETWEEN = Duration.ofSeconds(2);

    private static final int SIGTERM = 15;

    private final FleetNode node;
    private final Wire wire;
    private final KnownCalls known;
    private final AtomicBoolean ofTasks = new AtomicBoolean(true);
    private volatile @Nullable Instant next;

    CeleryEvents(FleetNode node, Wire wire, KnownCalls known) {
        this.node = node;
        this.wire = wire;
        this.known = known;
    }

    /** This process takes calls from now on. */
    void online() {
        ofWorker("worker-online");
        next = node.clock().instant().plus(BETWEEN);
    }

    /** Tells that it lives, if it is time to; to be called by one thread. */
    void turn() {
        Instant due = next;
        Instant now = node.clock().instant();
        if (due != null && !now.isBefore(due)) {
            next = now.plus(BETWEEN);
            heartbeat();
        }
    }

    /** Tells it now. */
    void heartbeat() {
        ofWorker("worker-heartbeat");
    }

    /** It takes no more calls. */
    void offline() {
        next = null;
        ofWorker("worker-offline");
    }

    /** True if events of calls were not sent before. */
    boolean enable() {
        return ofTasks.compareAndSet(false, true);
    }

    /** True if events of calls were sent before. */
    boolean disable() {
        return ofTasks.compareAndSet(true, false);
    }

    void received(Request request) {
        if (!ofTasks.get()) {
            return;
        }
        Request.Timing timing = request.timing();
        Request.Lineage lineage = request.lineage();
        ObjectNode event = ofTask("task-received", request.sender().id())
                .put("name", request.sender().task())
                .put("args", KnownCalls.Shown.of(request.args()).text())
                .put("kwargs", KnownCalls.Shown.of(request.kwargs()).text())
                .put("root_id", lineage.root())
                .put("parent_id", lineage.parent())
                .put("retries", request.retries())
                .put("eta", timing.eta() == null ? null : CeleryTime.text(timing.eta()))
                .put("expires", timing.expires() == null ? null : CeleryTime.text(timing.expires()));
        send(event);
    }

    void started(Sender sender) {
        if (ofTasks.get()) {
            send(ofTask("task-started", sender.id()));
        }
    }

    void retried(Sender sender, PythonError error) {
        if (ofTasks.get()) {
            send(withError(ofTask("task-retried", sender.id()), sender, error));
        }
    }

    /**
     * Its end.
     *
     * @param ran how long it ran
     */
    void ended(Sender sender, Ending ending, Duration ran) {
        if (!ofTasks.get()) {
            return;
        }
        String id = sender.id();
        send(
                switch (ending) {
                    case Ending.Done done ->
                        ofTask("task-succeeded", id)
                                .put("result", cut(done.result().toString()))
                                .put("runtime", ran.toNanos() / 1e9);
                    case Ending.Failed failed -> withError(ofTask("task-failed", id), sender, failed.error());
                    case Ending.Revoked revoked -> {
                        List<Object> why = revoked.error().message();
                        boolean terminated = why.contains("terminated");
                        yield ofTask("task-revoked", id)
                                .put("terminated", terminated)
                                .put("signum", terminated ? SIGTERM : null)
                                .put("expired", why.contains("expired"));
                    }
                });
    }

    private ObjectNode withError(ObjectNode event, Sender sender, PythonError error) {
        return event.put("exception", cut(python(error))).put("traceback", cut(error.traceback(sender.task())));
    }

    /** As Python shows an exception: {@code NotFound('dataset_not_found', '…')}. */
    private static String python(PythonError error) {
        return error.message().stream()
                .map(each -> each instanceof String text ? "'" + text + "'" : String.valueOf(each))
                .collect(Collectors.joining(", ", error.type() + "(", ")"));
    }

    private static String cut(String text) {
        int most = Limits.CALL_SHOWN.intValue();
        return text.length() <= most ? text : text.substring(0, most);
    }

    private void ofWorker(String type) {
        ObjectNode event = event(type)
                .put("freq", BETWEEN.toSeconds())
                .put(
                        "active",
                        known.in(KnownCalls.Phase.ACTIVE, node.clock().instant())
                                .size())
                .put("processed", known.total());
        event.set("loadavg", ProcessFigures.load());
        event.put("sw_ident", "tasuki").put("sw_ver", version()).put("sw_sys", System.getProperty("os.name"));
        send(event);
    }

    private static String version() {
        String packed = CeleryEvents.class.getPackage().getImplementationVersion();
        return packed == null ? "development" : packed;
    }

    private ObjectNode ofTask(String type, String id) {
        return event(type).put("uuid", id);
    }

    private ObjectNode event(String type) {
        return Json.object()
                .put("type", type)
                .put("hostname", node.name())
                .put("timestamp", node.seconds())
                .put("utcoffset", 0)
                .put("pid", ProcessHandle.current().pid());
    }

    private void send(ObjectNode event) {
        event.put("clock", node.time().next());
        String key = event.path("type").asText().replace('-', '.');
        wire.announce(new Wire.News(key, node.name(), PythonJson.bytes(event)));
    }
}
