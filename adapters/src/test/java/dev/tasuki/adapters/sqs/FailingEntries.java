package dev.tasuki.adapters.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a broker and a server, remembers the batches, and has the last entry of some of them fail: the server
 * does not see that entry, and does what the others say. It also refuses whole calls, and makes mistakes that a broker
 * could make, so that a test can show that it would see them.
 */
final class FailingEntries implements AutoCloseable {
    /** A batch as it came. */
    record Batch(String action, int entries) {}

    /** A mistake, made here as if the broker had made it: the server and the broker see what they would see then. */
    enum Planted {
        NONE,
        /** The deduplication id is the task's id. */
        DEDUPLICATION_BY_TASK,
        /** A batch counts as done although entries of it failed. */
        ALL_AS_DONE,
        /** A batch counts as failed because entries of it did. */
        ALL_AS_FAILED
    }

    private record Refusal(int status, String code, String message, AtomicInteger times) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private final ElasticMqServer server;
    private final SqsTap tap;
    private final Map<String, AtomicInteger> failing = new ConcurrentHashMap<>();
    private final List<Batch> batches = new CopyOnWriteArrayList<>();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final Planted planted;
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger doubled = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    FailingEntries(ElasticMqServer server) throws IOException {
        this(server, Planted.NONE);
    }

    FailingEntries(ElasticMqServer server, Planted planted) throws IOException {
        this.server = server;
        this.planted = planted;
        this.tap = new SqsTap(server, this::answer);
    }

    URI endpoint() {
        return tap.endpoint();
    }

    /** The next batches of this action, this many, have an entry fail that would go well if it were sent again. */
    void fail(String action, int times) {
        failing.put(action, new AtomicInteger(times));
    }

    /** How many batches are still to fail. */
    int left(String action) {
        return Objects.requireNonNull(failing.get(action)).get();
    }

    /** Answers calls of this action with this error until they are allowed; the server does not see them. */
    void refuse(String action, int status, String code, String message) {
        refusals.put(action, new Refusal(status, code, message, new AtomicInteger()));
    }

    /** How many calls of this action were refused since {@link #refuse}. */
    int refused(String action) {
        return Objects.requireNonNull(refusals.get(action)).times().get();
    }

    void allow(String action) {
        refusals.remove(action);
    }

    /** Has batches wait until the returned latch is counted down. */
    CountDownLatch hold() {
        CountDownLatch held = new CountDownLatch(1);
        gate = held;
        return held;
    }

    /** Entries that were not done and that the broker takes for done. */
    int lost() {
        return lost.get();
    }

    /** Entries that were done and that the broker takes for failed. */
    int doubled() {
        return doubled.get();
    }

    List<Batch> batches() {
        return List.copyOf(batches);
    }

    private SqsTap.Answer answer(String action, ObjectNode call) throws IOException {
        Refusal refusal = refusals.get(action);
        if (refusal != null) {
            refusal.times().incrementAndGet();
            return new SqsTap.Answer(refusal.status(), error(refusal));
        }
        return SqsTap.Answer.of(action.endsWith("Batch") ? batch(action, call) : server.call(action, call.toString()));
    }

    private String error(Refusal refusal) {
        return mapper.createObjectNode()
                .put("__type", "com.amazonaws.sqs#" + refusal.code())
                .put("message", refusal.message())
                .toString();
    }

    private String batch(String action, ObjectNode call) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted before " + action, e);
        }
        ArrayNode entries = (ArrayNode) call.get("Entries");
        batches.add(new Batch(action, entries.size()));
        if (planted == Planted.DEDUPLICATION_BY_TASK && action.startsWith("SendMessage")) {
            entries.forEach(entry -> ((ObjectNode) entry).put("MessageDeduplicationId", task(entry)));
        }
        AtomicInteger left = failing.getOrDefault(action, new AtomicInteger());
        if (left.getAndUpdate(times -> Math.max(0, times - 1)) == 0) {
            return server.call(action, call.toString());
        }
        JsonNode failed = entries.remove(entries.size() - 1);
        ObjectNode answer = entries.isEmpty()
                ? mapper.createObjectNode()
                : (ObjectNode) mapper.readTree(server.call(action, call.toString()));
        ArrayNode done = answer.withArray("Successful");
        ArrayNode refused = answer.withArray("Failed");
        switch (planted) {
            case NONE, DEDUPLICATION_BY_TASK -> refused.add(failed(failed));
            case ALL_AS_DONE -> {
                lost.incrementAndGet();
                done.add(done(action, failed));
            }
            case ALL_AS_FAILED -> {
                doubled.addAndGet(done.size());
                refused.add(failed(failed));
                done.forEach(entry -> refused.add(failed(entry)));
                done.removeAll();
            }
        }
        return answer.toString();
    }

    /** What the server would have said to it, with the checksums that the SDK compares: it goes to another queue. */
    private JsonNode done(String action, JsonNode entry) throws IOException {
        if (!action.startsWith("SendMessage")) {
            return mapper.createObjectNode().put("Id", entry.get("Id").textValue());
        }
        server.call("CreateQueue", "{\"QueueName\":\"elsewhere\"}");
        ObjectNode call = mapper.createObjectNode().put("QueueUrl", server.queueUrl("elsewhere"));
        call.putArray("Entries").add(entry);
        return mapper.readTree(server.call(action, call.toString()))
                .get("Successful")
                .get(0);
    }

    private ObjectNode failed(JsonNode entry) {
        return mapper.createObjectNode()
                .put("Id", entry.get("Id").textValue())
                .put("Code", "InternalError")
                .put("Message", "made to fail by the test")
                .put("SenderFault", false);
    }

    private String task(JsonNode entry) {
        try {
            String attribute = entry.at("/MessageAttributes/tasuki/StringValue").textValue();
            return mapper.readTree(attribute).get("c").textValue().replace(' ', '-');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tap.close();
    }
}
