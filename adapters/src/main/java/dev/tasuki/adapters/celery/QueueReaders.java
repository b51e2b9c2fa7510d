package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a fleet's workers which queues they take from and which tasks they know. */
final class QueueReaders {
    private static final Logger LOG = LoggerFactory.getLogger(QueueReaders.class);

    private QueueReaders() {}

    /** Sends one command to all workers and waits a moment for their answers. */
    interface Fleet {
        List<Envelope> ask(ObjectNode command) throws IOException, InterruptedException;
    }

    /** Those that take from one of these queues and do not know what is called there. */
    static List<CeleryTopology.Stranger> strangers(List<String> queues, Fleet fleet)
            throws IOException, InterruptedException {
        Map<String, JsonNode> known = answers("registered", fleet);
        List<CeleryTopology.Stranger> strangers = new ArrayList<>();
        answers("active_queues", fleet).forEach((worker, read) -> {
            JsonNode tasks = known.get(worker);
            if (tasks != null && !knows(tasks)) {
                read.forEach(queue -> {
                    String name = queue.path("name").asText();
                    if (queues.contains(name)) {
                        strangers.add(new CeleryTopology.Stranger(worker, name));
                    }
                });
            }
        });
        return strangers;
    }

    /** A task may stand there with its settings behind its name. */
    private static boolean knows(JsonNode tasks) {
        for (JsonNode task : tasks) {
            if (task.asText().split(" ", 2)[0].equals(CallHandler.TRAIN)) {
                return true;
            }
        }
        return false;
    }

    /** By a worker's name what it says. */
    private static Map<String, JsonNode> answers(String method, Fleet fleet) throws IOException, InterruptedException {
        String ticket = UUID.randomUUID().toString();
        Map<String, JsonNode> answers = new TreeMap<>();
        for (Envelope answer :
                fleet.ask(Questions.command(method, Json.object(), "").put("ticket", ticket))) {
            if (answer.headers().path("ticket").asText().equals(ticket)) {
                read(answer, answers);
            }
        }
        return answers;
    }

    private static void read(Envelope answer, Map<String, JsonNode> answers) {
        try {
            Json.parse(answer.body()).properties().forEach(each -> answers.put(each.getKey(), each.getValue()));
        } catch (InvalidRequest foreign) {
            LOG.debug("a worker's answer is no JSON and is left out: {}", foreign.detail());
        }
    }
}
