package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.ContentHeader;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters in the queue {@code <queue>.dead}. AMQP has no way to look into a queue: messages
 * are fetched and not accepted, and go back when the channel closes. Two who look at the same moment
 * each see a part. A letter is named by its message-id or, if its sender gave none, by its bytes.
 */
final class RabbitDeadLetters implements DeadLetters {
    private static final int MOST = Limits.DEAD_LETTERS.intValue();
    private static final int HASH_LENGTH = 16;

    private final ConnectionKeeper keeper;
    private final Publisher publisher;

    RabbitDeadLetters(ConnectionKeeper keeper, Publisher publisher) {
        this.keeper = keeper;
        this.publisher = publisher;
    }

    @Override
    public List<DeadLetter> list(String queue, int limit) {
        List<DeadLetter> letters = new ArrayList<>();
        look(queue, Math.min(limit, MOST), (channel, got) -> {
            letters.add(letter(queue, got));
            return false;
        });
        return letters;
    }

    @Override
    public List<String> ids(String queue, int limit) {
        List<String> ids = new ArrayList<>();
        look(queue, Math.min(limit, MOST), (channel, got) -> {
            ids.add(id(got));
            return false;
        });
        return ids;
    }

    /** Those at which somebody looks just now are not counted. */
    @Override
    public long count(String queue) {
        String dead = QueuePlan.deadLetters(queue);
        try {
            return Queues.look(keeper.connection(), dead)
                    .map(there -> (long) there.getMessageCount())
                    .orElse(0L);
        } catch (IOException | RuntimeException e) {
            throw RabbitErrors.refusal("count the messages of queue " + dead, e);
        }
    }

    /** Confirmed in its queue before it is accepted here: a crash in between doubles it and loses nothing. */
    @Override
    public boolean retry(String queue, String id, byte @Nullable [] body) {
        return look(queue, MOST, (channel, got) -> {
            boolean found = id(got).equals(id);
            if (found) {
                byte[] sent = body == null ? got.getBody() : body;
                publisher.confirmed(Message.durable(queue, sent, correlation(got)));
                channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
            }
            return found;
        });
    }

    @Override
    public boolean remove(String queue, String id) {
        return look(queue, MOST, (channel, got) -> {
            boolean found = id(got).equals(id);
            if (found) {
                channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
            }
            return found;
        });
    }

    /** What is done with each letter; true ends the search. */
    private interface Look {
        boolean at(Channel channel, GetResponse got) throws IOException;
    }

    private boolean look(String queue, int most, Look look) {
        String dead = QueuePlan.deadLetters(queue);
        try {
            Connection connection = keeper.connection();
            if (!Queues.exists(connection, dead)) {
                return false;
            }
            Channel channel = Queues.channel(connection);
            try {
                for (int i = 0; i < most; i++) {
                    GetResponse got = channel.basicGet(dead, false);
                    if (got == null) {
                        return false;
                    }
                    if (look.at(channel, got)) {
                        return true;
                    }
                }
                return false;
            } finally {
                channel.close();
            }
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw RabbitErrors.refusal("look into queue " + dead, e);
        }
    }

    private static DeadLetter letter(String queue, GetResponse got) {
        BasicProperties properties = got.getProps();
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        String reason = text(headers, WireFormat.REASON)
                .or(() -> text(headers, ContentHeader.REFUSED))
                .or(() -> text(headers, "x-first-death-reason"))
                .orElse("");
        byte[] body = got.getBody();
        return new DeadLetter(
                id(got), queue, DeadLetter.shown(body), body.length, correlation(got), reason, since(headers));
    }

    private static String id(GetResponse got) {
        String given = got.getProps().getMessageId();
        return given == null ? hash(got.getBody()) : given;
    }

    private static String correlation(GetResponse got) {
        String given = got.getProps().getCorrelationId();
        return given == null ? "" : given;
    }

    private static Optional<String> text(Map<String, Object> headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(Object::toString).filter(Predicate.not(String::isEmpty));
    }

    /** The broker notes the time where it moved the message itself. */
    private static @Nullable Instant since(Map<String, Object> headers) {
        return headers.get("x-death") instanceof List<?> deaths
                        && !deaths.isEmpty()
                        && deaths.getFirst() instanceof Map<?, ?> death
                        && death.get("time") instanceof Date time
                ? time.toInstant()
                : null;
    }

    private static String hash(byte[] body) {
        return Sha256.hex(body).substring(0, HASH_LENGTH);
    }
}
