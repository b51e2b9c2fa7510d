package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What workers were asked, and what they answered so far; of each task the last question counts. Thread-safe. */
final class Questions {
    /** Questions whose answers are still taken. */
    private static final int MOST = 2048;
    /** Workers whose answers to one question are kept. */
    private static final int ANSWERS = 1000;
    /** In seconds: a worker that was away for longer should not obey a command any more. */
    private static final int VALID = 60;

    private final InstantSource clock;
    private final FleetNode.LamportTime time = new FleetNode.LamportTime();
    private final Map<String, Question> asked = new ConcurrentHashMap<>();

    private record Question(String id, Map<String, String> answers) {}

    Questions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A question that is to be sent.
     *
     * @param command of which the wire says where it is answered
     * @param answers by a worker's name what it says of the task; more come as they are {@link #answered}
     */
    record Asked(ObjectNode command, Map<String, String> answers) {}

    /**
     * Asks who has a task.
     *
     * @param node the worker that is asked; empty: all of them
     */
    Asked whoHas(String id, String node) {
        String ticket = UUID.randomUUID().toString();
        Question question = new Question(id, new ConcurrentHashMap<>());
        forget(id);
        if (asked.size() < MOST) {
            asked.put(ticket, question);
        }
        ObjectNode arguments = Json.object();
        arguments.putArray("ids").add(id);
        return new Asked(command("query_task", arguments, node).put("ticket", ticket), question.answers());
    }

    /** Calls a task off. */
    static ObjectNode revoke(String id, boolean terminate) {
        ObjectNode arguments =
                Json.object().put("task_id", id).put("terminate", terminate).put("signal", "SIGTERM");
        return command("revoke", arguments, "");
    }

    /**
     * A command.
     *
     * @param node the worker that is meant; empty: all of them
     */
    static ObjectNode command(String method, ObjectNode arguments, String node) {
        ObjectNode command = Json.object().put("method", method);
        command.set("arguments", arguments);
        if (node.isEmpty()) {
            command.putNull("destination");
        } else {
            command.putArray("destination").add(node);
        }
        return command.putNull("pattern").putNull("matcher");
    }

    /** The headers of a command that is sent now. */
    ObjectNode headers() {
        return Json.object()
                .put("clock", time.next())
                .put("expires", clock.instant().getEpochSecond() + VALID);
    }

    /** Takes what a worker says. */
    void answered(byte[] body, JsonNode headers) {
        time.heard(headers.path("clock").asLong(0));
        Question question = asked.get(headers.path("ticket").asText(""));
        if (question == null) {
            return;
        }
        try {
            Json.parse(body).properties().forEach(answer -> {
                JsonNode state = answer.getValue().path(question.id()).path(0);
                if (question.answers().size() < ANSWERS) {
                    question.answers().put(answer.getKey(), state.asText(""));
                }
            });
        } catch (InvalidRequest foreign) {
            question.answers().putIfAbsent("", "");
        }
    }

    /** No answer to a question about this task is waited for any more. */
    void forget(String id) {
        asked.values().removeIf(former -> former.id().equals(id));
    }
}
