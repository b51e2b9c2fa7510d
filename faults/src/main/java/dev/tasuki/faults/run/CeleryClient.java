package dev.tasuki.faults.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.faults.history.Event;
import dev.tasuki.faults.history.Event.Kind;
import dev.tasuki.faults.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends chains of trainings, predictions and a Python worker's tasks, in the words of Celery, and writes down what was
 * promised: with the broker's confirm every training of a chain. What its last step came to is read from a queue that
 * outlives the broker. {@link #send} is for one thread.
 */
final class CeleryClient implements AutoCloseable {
    static final String QUEUE = "tasuki";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CONFIRM_MILLIS = 60_000;
    private static final int PERSISTENT = 2;
    private static final String ROW = """
            {"age":0.038076,"bmi":0.061696,"bp":0.021872,"s1":-0.044223,"s2":-0.034821,"s3":-0.043401,\
            "s4":-0.002592,"s5":0.019908,"s6":-0.017646}""";

    private final History history;
    private final TrainingRequests requests;
    private final String replies = "replies-" + UUID.randomUUID();
    private final Connection connection;
    private final Channel sending;
    private final AtomicLong calls = new AtomicLong();
    private final Map<String, Chain> open = new ConcurrentHashMap<>();
    private final Map<String, String> firsts = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> ended = new ConcurrentHashMap<>();
    private final List<String> differing = new ArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();

    /** Connects, and declares its queue and the one of the calls. */
    CeleryClient(String broker, History history, TrainingRequests requests) {
        this.history = history;
        this.requests = requests;
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker);
            factory.setNetworkRecoveryInterval(500);
            connection = factory.newConnection();
            sending = connection.createChannel();
            sending.confirmSelect();
            sending.queueDeclare(replies, true, false, false, Map.of());
            sending.queueDeclare(QUEUE, true, false, false, Map.of());
            connection
                    .createChannel()
                    .basicConsume(replies, true, (tag, message) -> take(JSON.readTree(message.getBody())), tag -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException | java.security.GeneralSecurityException | java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A chain under way.
     *
     * @param first its first training's tag
     * @param secondId of the one that a Python worker's step asks for; empty if there is none
     * @param secondTag the same one's tag
     */
    private record Chain(String first, String secondId, String secondTag) {}

    /** A step of a chain. */
    private record Step(String task, String id, ArrayNode args, ObjectNode kwargs) {
        ObjectNode signature(String replyTo) {
            ObjectNode signature = JSON.createObjectNode().put("task", task);
            signature.set("args", args);
            signature.set("kwargs", kwargs);
            signature
                    .putObject("options")
                    .put("task_id", id)
                    .put("reply_to", replyTo)
                    .put("queue", task.startsWith("tasuki.") ? QUEUE : "celery");
            return signature.putNull("subtask_type").put("immutable", false);
        }
    }

    /** How the chain whose last step has this id is to look. */
    enum Shape {
        /** A training alone. */
        TRAINING,
        /** And a prediction with its result. */
        PREDICTED,
        /** And a Python worker's step that asks for another training, with which is predicted. */
        MIXED
    }

    /** Sends one; the id of its last step. Returns once the broker has it. */
    String send(Shape shape, String tag) {
        List<Step> steps = new ArrayList<>();
        String second = "";
        String secondTag = "";
        steps.add(step("tasuki.train", none(), request(tag)));
        if (shape == Shape.MIXED) {
            secondTag = tag + "b";
            steps.add(step("py.swap", none().add(request(secondTag)), JSON.createObjectNode()));
            Step training = step("tasuki.train", none(), JSON.createObjectNode());
            second = training.id();
            steps.add(training);
        }
        if (shape != Shape.TRAINING) {
            ObjectNode row = JSON.createObjectNode();
            row.set("input_data", tree(ROW));
            steps.add(step("tasuki.predict", none(), row));
        }
        String last = steps.getLast().id();
        open.put(last, new Chain(tag, second, secondTag));
        firsts.put(last, steps.getFirst().id());
        long call = sent(tag);
        publish(steps);
        answered(call, steps.getFirst().id());
        return last;
    }

    private static Step step(String task, ArrayNode args, ObjectNode kwargs) {
        return new Step(task, UUID.randomUUID().toString(), args, kwargs);
    }

    private ObjectNode request(String tag) {
        return (ObjectNode) tree(requests.body(tag));
    }

    private static ArrayNode none() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(List<Step> steps) {
        Step first = steps.getFirst();
        ArrayNode chain = none();
        for (int i = steps.size() - 1; i > 0; i--) {
            chain.add(steps.get(i).signature(replies));
        }
        ObjectNode embed = JSON.createObjectNode();
        embed.set("chain", chain);
        ArrayNode body = none().add(first.args()).add(first.kwargs()).add(embed);
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .deliveryMode(PERSISTENT)
                .replyTo(replies)
                .correlationId(first.id())
                .headers(Map.of("task", first.task(), "id", first.id(), "root_id", first.id()))
                .build();
        try {
            sending.basicPublish("", QUEUE, true, properties, body.toString().getBytes(StandardCharsets.UTF_8));
            sending.waitForConfirmsOrDie(CONFIRM_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("the broker confirmed no call", e);
        }
    }

    private long sent(String tag) {
        long call = calls.incrementAndGet();
        history.add(new Event.Sent(history.now(), call, Kind.TRAIN, tag, null, null));
        return call;
    }

    private void answered(long call, String task) {
        history.add(new Event.Answered(history.now(), call, 200, task, null, null, null));
    }

    /** The first end of a chain counts; every further one must be the same. */
    private synchronized void take(JsonNode state) {
        String id = state.path("task_id").asText();
        String status = state.path("status").asText();
        if (status.equals("RETRY")) {
            retried.incrementAndGet();
        }
        Chain chain = open.get(id);
        JsonNode before = ended.get(id);
        boolean end = status.equals("SUCCESS") || status.equals("FAILURE") || status.equals("REVOKED");
        if (end && before != null) {
            again.incrementAndGet();
            if (!before.path("result").equals(state.path("result"))) {
                differing.add("call " + id + " ended as " + before + ", then as " + state);
            }
        } else if (end && chain != null) {
            ended.put(id, state);
            ended(chain, status.equals("SUCCESS"));
            open.remove(id);
        }
    }

    /** The second training is promised once the chain is done; of a chain that failed it may be there or not. */
    private void ended(Chain chain, boolean well) {
        if (!well) {
            failures.incrementAndGet();
        }
        if (!chain.secondId().isEmpty()) {
            long call = sent(chain.secondTag());
            if (well) {
                answered(call, chain.secondId());
            } else {
                history.add(new Event.Answered(history.now(), call, 503, null, "broker_unavailable", null, "1"));
            }
        }
    }

    /** True if this chain has ended. */
    boolean ended(String last) {
        return ended.containsKey(last);
    }

    /** The first training of this chain. */
    String firstOf(String last) {
        return Objects.requireNonNull(firsts.get(last));
    }

    /** How many have not. */
    int open() {
        return open.size();
    }

    /** How many have. */
    int ended() {
        return ended.size();
    }

    /** How many of those failed. */
    long failures() {
        return failures.get();
    }

    /** How many ends were told again. */
    long again() {
        return again.get();
    }

    /** How often a run was told to be tried again. */
    long retried() {
        return retried.get();
    }

    /** Those that never ended, by their first training's tag. */
    List<String> lost() {
        return open.values().stream()
                .map(chain -> "chain of " + chain.first() + " never ended")
                .toList();
    }

    /** Ends that were told twice and differ. */
    synchronized List<String> differing() {
        return List.copyOf(differing);
    }

    @Override
    public void close() {
        connection.abort();
    }
}
