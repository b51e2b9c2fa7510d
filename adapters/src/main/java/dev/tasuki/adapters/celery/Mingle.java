package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.UUID;

/**
 * Asks the other workers which calls were called off, before calls are taken: a command is sent once to those who are
 * there, and a process that was not learns of it so. Thread-safe.
 */
final class Mingle {
    /** How long answers are waited for. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private final FleetNode node;
    private final RevokedIds ids;

    Mingle(FleetNode node, RevokedIds ids) {
        this.node = node;
        this.ids = ids;
    }

    /** This process's name among the workers. */
    String name() {
        return node.name();
    }

    /** The command's body, of which the wire says where it is answered. */
    ObjectNode command() {
        ObjectNode command = Json.object().put("method", "hello");
        ObjectNode arguments = command.putObject("arguments").put("from_node", node.name());
        ObjectNode known = arguments.putObject("revoked");
        ids.times().forEach(known::put);
        return command.putNull("destination")
                .putNull("pattern")
                .putNull("matcher")
                .put("ticket", UUID.randomUUID().toString());
    }

    /** The command's headers. */
    ObjectNode headers() {
        return Json.object().put("clock", node.time().next()).put("expires", (long) node.seconds() + 2);
    }

    /** An answer: what a worker knows, under its name. */
    void heard(Envelope answer) {
        try {
            node.time().heard(answer.headers().path("clock").asLong(0));
            if (answer.contentType().equals("application/json")) {
                Json.parse(answer.body()).forEach(each -> learn(each.path("revoked")));
            }
        } catch (Refusal broken) {
            node.time().next();
        }
    }

    private void learn(JsonNode revoked) {
        revoked.properties().forEach(each -> ids.add(each.getKey()));
    }
}
