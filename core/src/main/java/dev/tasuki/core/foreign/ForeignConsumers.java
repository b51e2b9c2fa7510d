package dev.tasuki.core.foreign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets foreign consumers share the queue of trainings. The only sign of such a consumer is
 * TASK_RECEIVED in the message's reply queue. Trainings published through {@link #broker()} therefore name
 * a reply queue of this process. A reply there without the mark of our own consumers is noted in the
 * row by {@link ForeignRuns}. Close it before the broker. Thread-safe.
 */
public final class ForeignConsumers implements AutoCloseable {
    /** The header by which our consumers' answers to trainings are known. */
    public static final String OURS = "tasuki-consumer";

    private static final Logger LOG = LoggerFactory.getLogger(ForeignConsumers.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final ForeignRuns runs;
    private final Executor notes;
    private final ReplyQueue replies;
    private final Ticker.Ticking looking;
    private final Broker broker;

    /** Listens and looks until closed; {@code notes} runs what writes to the rows. */
    public ForeignConsumers(Broker broker, ForeignRuns runs, Ticker ticker, Executor notes) {
        this.runs = runs;
        this.notes = notes;
        this.replies = broker.openReplyQueue(this::heard);
        this.broker = new ReplyRequestingBroker(broker, replies.name());
        this.looking = ticker.every(LOOK, "foreign-runs", runs::look);
    }

    /** The broker, which publishes trainings with a reply queue. Closing it closes the broker itself. */
    public Broker broker() {
        return broker;
    }

    private void heard(Message reply) {
        if (!reply.headers().containsKey(OURS)) {
            // A listener must not block, and what follows writes to the rows.
            notes.execute(() -> note(reply));
        }
    }

    private void note(Message reply) {
        try {
            JsonNode answer = Json.parse(reply.body());
            if (answer.path("status").asText().equals("TASK_RECEIVED")) {
                runs.begun(new TaskId(answer.path("model_id").asText()));
            }
        } catch (Refusal unclear) {
            LOG.info("an answer to training {} was not understood: {}", reply.correlationId(), unclear.detail());
        }
    }

    @Override
    public void close() {
        looking.close();
        replies.close();
    }

    private record ReplyRequestingBroker(Broker broker, String replyTo) implements ForwardingBroker {
        @Override
        public void publish(Message message) {
            boolean training = message.queue().equals(TaskKind.TRAIN.queue()) && message.replyTo() == null;
            broker.publish(training ? message.answeredIn(replyTo) : message);
        }
    }
}
