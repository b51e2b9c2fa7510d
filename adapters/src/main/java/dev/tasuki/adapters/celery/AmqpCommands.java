package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Envelope;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commands by the exchange that all workers of a fleet listen to, with a queue of this process for their answers. */
final class AmqpCommands implements WorkerCommands, ConnectionKeeper.Part {
    private static final int UNUSED_MILLIS = 10_000;
    /** Questions whose answers are still taken; of each run the last one counts. */
    private static final int QUESTIONS = 2048;
    /** Workers whose answers to one question are kept. */
    private static final int ANSWERS = 1000;
    /** In seconds: a worker that was away for longer should not obey a command any more. */
    private static final int VALID = 60;

    private final ConnectionKeeper keeper;
    private final Wire wire;
    private final InstantSource clock;
    private final String key = UUID.randomUUID().toString();
    private final Map<String, Question> questions = new ConcurrentHashMap<>();
    private final AtomicLong lamport = new AtomicLong();
    private volatile @Nullable Channel channel;

    private record Question(String id, Map<String, String> answers) {}

    AmqpCommands(ConnectionKeeper keeper, Wire wire, InstantSource clock) {
        this.keeper = keeper;
        this.wire = wire;
        this.clock = clock;
    }

    @Override
    public void attach(Connection connection) throws IOException {
        Channel before = channel;
        if (before != null && before.isOpen()) {
            return;
        }
        Channel fresh = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        String queue = key + "." + AmqpPidbox.ANSWERS;
        try {
            fresh.exchangeDeclare(AmqpPidbox.COMMANDS, BuiltinExchangeType.FANOUT, false);
            fresh.exchangeDeclare(AmqpPidbox.ANSWERS, BuiltinExchangeType.DIRECT, false);
            fresh.queueDeclare(queue, false, true, true, Map.of("x-expires", UNUSED_MILLIS));
            fresh.queueBind(queue, AmqpPidbox.ANSWERS, key);
            // A command has somewhere to go when there is no worker: it has failed only if the broker did not take it.
            fresh.queueBind(queue, AmqpPidbox.COMMANDS, "");
            fresh.basicConsume(queue, true, new Receiver(fresh));
            channel = fresh;
        } catch (IOException e) {
            fresh.abort();
            throw e;
        }
    }

    @Override
    public void detach() {
        channel = null;
    }

    @Override
    public void revoke(String id, boolean terminate) {
        ObjectNode arguments =
                Json.object().put("task_id", id).put("terminate", terminate).put("signal", "SIGTERM");
        send(command("revoke", arguments, ""));
    }

    @Override
    public Supplier<Map<String, String>> whoHas(String id, String node) {
        String ticket = UUID.randomUUID().toString();
        Question question = new Question(id, new ConcurrentHashMap<>());
        questions.values().removeIf(former -> former.id().equals(id));
        if (questions.size() < QUESTIONS) {
            questions.put(ticket, question);
        }
        ObjectNode arguments = Json.object();
        arguments.putArray("ids").add(id);
        ObjectNode command = command("query_task", arguments, node).put("ticket", ticket);
        command.putObject("reply_to").put("exchange", AmqpPidbox.ANSWERS).put("routing_key", key);
        send(command);
        return () -> Map.copyOf(question.answers());
    }

    /** No answer to a question about this task is waited for any more. */
    void forget(String id) {
        questions.values().removeIf(former -> former.id().equals(id));
    }

    private static ObjectNode command(String method, ObjectNode arguments, String node) {
        ObjectNode command = Json.object().put("method", method);
        command.set("arguments", arguments);
        if (node.isEmpty()) {
            command.putNull("destination");
        } else {
            command.putArray("destination").add(node);
        }
        return command.putNull("pattern").putNull("matcher");
    }

    private void send(ObjectNode command) {
        ObjectNode headers = Json.object()
                .put("clock", lamport.incrementAndGet())
                .put("expires", clock.instant().getEpochSecond() + VALID);
        wire.call(
                new Wire.Call(new Wire.Route(AmqpPidbox.COMMANDS, ""), headers, "", key, 0, PythonJson.bytes(command)));
    }

    private void answered(byte[] body, JsonNode headers) {
        long seen = headers.path("clock").asLong(0);
        lamport.updateAndGet(mine -> Math.max(mine, seen) + 1);
        Question question = questions.get(headers.path("ticket").asText(""));
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

    private void again() {
        channel = null;
        keeper.mend(this);
    }

    @Override
    public String toString() {
        return "answers of Celery's workers";
    }

    private final class Receiver extends ResubscribingConsumer {
        Receiver(Channel channel) {
            super(channel, () -> AmqpCommands.this.channel, AmqpCommands.this::again);
        }

        @Override
        public void handleDelivery(String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            answered(body, AmqpEnvelope.read(properties, body).headers());
        }
    }
}
