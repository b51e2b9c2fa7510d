package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.trainer.TrainerCall;
import java.time.Duration;
import java.time.Instant;

/**
 * The call of a trainer's task, in Celery's second protocol.
 *
 * @param id the same for each attempt at the training, until a worker is found dead
 * @param task its name
 * @param call what the trainer is told
 */
record TrainerMessage(String id, String task, TrainerCall call) {
    private static final int SHOWN = 1024;

    /**
     * The ids that attempts at a training have: all the same until it is tried again by hand.
     *
     * @param number from 1 on; one more for each worker that was found dead
     */
    static String id(TrainerCall call, int number) {
        Instant due = call.row().spec().schedule().firstDue();
        return call.row().id() + "." + due.toEpochMilli() + "." + number;
    }

    /** As it goes out. */
    Wire.Call message(String node, CeleryRoutes routes, String replyTo) {
        Schedule schedule = call.row().spec().schedule();
        return new Wire.Call(
                new Wire.Route("", routes.queue(task)),
                headers(node, schedule),
                replyTo,
                id,
                priority(schedule.priority()),
                PythonJson.bytes(body()));
    }

    private ObjectNode headers(String node, Schedule schedule) {
        String shown = call.arguments().toString();
        ObjectNode headers = Json.object()
                .put("lang", "java")
                .put("task", task)
                .put("id", id)
                .putNull("shadow")
                .putNull("eta")
                .put("expires", schedule.expires() == null ? null : CeleryTime.text(schedule.expires()))
                .putNull("group")
                .putNull("group_index")
                .put("retries", 0)
                .put("root_id", id)
                .putNull("parent_id")
                .put("argsrepr", "()")
                .put("kwargsrepr", shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...")
                .put("origin", node)
                .put("ignore_result", false);
        ArrayNode limits = headers.putArray("timelimit");
        Duration timeout = schedule.timeout();
        if (timeout == null) {
            limits.addNull();
        } else {
            // Ours ends first: a worker's own limit is for the case that nobody of us is left to tell it.
            limits.add(timeout.plusSeconds(1).toSeconds() + 1);
        }
        limits.addNull();
        return headers;
    }

    private ArrayNode body() {
        ObjectNode embed = Json.object()
                .putNull("callbacks")
                .putNull("errbacks")
                .putNull("chain")
                .putNull("chord");
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        body.addArray();
        return body.add(call.arguments()).add(embed);
    }

    /** Celery's, as RabbitMQ has them: 0 is that of a client that says nothing. */
    static int priority(int ours) {
        return ours <= Schedule.NORMAL_PRIORITY ? 0 : 2 * (ours - Schedule.NORMAL_PRIORITY) + 1;
    }
}
