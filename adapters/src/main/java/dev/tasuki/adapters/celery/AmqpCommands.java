package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Envelope;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commands by the exchange that all workers of a fleet listen to, with a queue of this process for their answers. */
final class AmqpCommands implements WorkerCommands, ConnectionKeeper.Part {
    private static final int UNUSED_MILLIS = 10_000;

    private final ConnectionKeeper keeper;
    private final Wire wire;
    private final Questions questions;
    private final String key = UUID.randomUUID().toString();
    private volatile @Nullable Channel channel;

    AmqpCommands(ConnectionKeeper keeper, Wire wire, InstantSource clock) {
        this.keeper = keeper;
        this.wire = wire;
        this.questions = new Questions(clock);
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
        send(Questions.revoke(id, terminate));
    }

    @Override
    public Supplier<Map<String, String>> whoHas(String id, String node) {
        Questions.Asked asked = questions.whoHas(id, node);
        asked.command()
                .putObject("reply_to")
                .put("exchange", AmqpPidbox.ANSWERS)
                .put("routing_key", key);
        send(asked.command());
        return () -> Map.copyOf(asked.answers());
    }

    @Override
    public void forget(String id) {
        questions.forget(id);
    }

    private void send(ObjectNode command) {
        Wire.Route route = new Wire.Route(AmqpPidbox.COMMANDS, "");
        wire.call(new Wire.Call(route, questions.headers(), "", key, 0, PythonJson.bytes(command)));
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
            questions.answered(body, AmqpEnvelope.read(properties, body).headers());
        }
    }
}
