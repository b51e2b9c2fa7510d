package dev.tasuki.faults.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Messages on their way to consumers: those that come a second time, and those that come late. Thread-safe. */
final class ReceivedMessages {
    private final Map<String, Deque<JsonNode>> held = new HashMap<>();

    /** Whether a message waits here: a poll of its queue then has an answer at once. */
    synchronized boolean waits(String queue) {
        return !held.getOrDefault(queue, new ArrayDeque<>()).isEmpty();
    }

    /** What is held back is forgotten, as if its answer had been lost: the service brings it again. */
    synchronized void forget() {
        held.clear();
    }

    /** Adds to the answer of a poll what waits here, as far as the poll has room. */
    synchronized ObjectNode complete(SqsCall call, ObjectNode answer) {
        Deque<JsonNode> waiting = held.get(call.queue());
        if (waiting == null || waiting.isEmpty()) {
            return answer;
        }
        ObjectNode changed = answer.deepCopy();
        ArrayNode messages = changed.withArrayProperty("Messages");
        int most = call.request().path("MaxNumberOfMessages").asInt(1);
        while (messages.size() < most && !waiting.isEmpty()) {
            messages.add(waiting.poll());
        }
        return changed;
    }

    /** Has one of the answer's messages, which are some, come again with a later answer. */
    synchronized void repeatOne(String queue, ObjectNode answer, Random random) {
        JsonNode messages = answer.path("Messages");
        hold(queue, messages.get(random.nextInt(messages.size())));
    }

    /** The answer in another order; one of several messages comes later. */
    synchronized ObjectNode reordered(String queue, ObjectNode answer, Random random) {
        List<JsonNode> messages = new ArrayList<>();
        answer.path("Messages").forEach(messages::add);
        Collections.shuffle(messages, random);
        if (messages.size() > 1) {
            hold(queue, messages.removeLast());
        }
        ObjectNode changed = answer.deepCopy();
        changed.putArray("Messages").addAll(messages);
        return changed;
    }

    private void hold(String queue, JsonNode message) {
        held.computeIfAbsent(queue, unused -> new ArrayDeque<>()).add(message);
    }
}
