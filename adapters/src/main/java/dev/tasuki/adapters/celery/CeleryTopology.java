package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tasuki.adapters.amqp.Connections;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** What a fleet's broker has for this process. Changes nothing. */
public final class CeleryTopology {
    private static final Duration ANSWER_TIME = Duration.ofSeconds(1);

    private final CelerySettings settings;

    public CeleryTopology(CelerySettings settings) {
        this.settings = settings;
    }

    /**
     * A queue of calls.
     *
     * @param detail how it is, in a line
     */
    public record Seen(String queue, String detail) {}

    /** A worker that takes from a queue of ours and fails what it finds there, as it knows none of our tasks. */
    public record Stranger(String worker, String queue) {}

    /**
     * Each of the queues that calls come in by; none where a broker knows no queues before there is a message. Throws
     * {@link Unavailable} if the broker cannot be asked.
     */
    public List<Seen> queues() {
        return settings.broker() instanceof CelerySettings.Rabbit rabbit ? queues(rabbit.settings()) : List.of();
    }

    private List<Seen> queues(RabbitSettings rabbit) {
        return with(rabbit, connection -> {
            List<Seen> seen = new ArrayList<>();
            for (String queue : settings.queues()) {
                seen.add(new Seen(queue, look(connection, queue)));
            }
            return seen;
        });
    }

    /**
     * True if a worker is there under this process's name: a RabbitMQ knows, over Redis it answers within a second. Throws
     * {@link Unavailable} if it cannot be asked.
     */
    public boolean nameTaken() {
        return switch (settings.broker()) {
            case CelerySettings.Rabbit rabbit -> nameTaken(rabbit.settings());
            case CelerySettings.Redis redis -> nameTaken(redis.place());
        };
    }

    /**
     * The workers that answer within a second and take from our queues without knowing our tasks. Throws
     * {@link Unavailable} if they cannot be asked.
     */
    public List<Stranger> strangers() {
        return switch (settings.broker()) {
            case CelerySettings.Rabbit rabbit ->
                with(
                        rabbit.settings(),
                        connection ->
                                strangers(command -> AmqpQuestion.ask(connection, command, headers(), ANSWER_TIME)));
            case CelerySettings.Redis redis ->
                with(redis.place(), mailbox -> strangers(command -> mailbox.ask(command, headers(), ANSWER_TIME)));
        };
    }

    private List<Stranger> strangers(QueueReaders.Fleet fleet) throws IOException, InterruptedException {
        return QueueReaders.strangers(settings.queues(), fleet);
    }

    private static ObjectNode headers() {
        return new Questions(InstantSource.system()).headers();
    }

    private boolean nameTaken(RedisPlace place) {
        return with(place, mailbox -> mailbox.reaches(settings.node(), headers()));
    }

    /** What is asked over a connection or a mailbox. */
    private interface Asked<T, R> {
        R over(T link) throws IOException, InterruptedException;
    }

    private static <R> R with(RedisPlace place, Asked<RedisMailbox, R> asked) {
        RedisLink link = new RedisLink(place.settings(), ServerFacts.Use.FLEET);
        RedisLanes lane = RedisLanes.start("doctor", link);
        try (RedisMailbox mailbox = new RedisMailbox(RedisKeys.of(place), lane)) {
            return asked.over(mailbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw link.errors().unavailable("interrupted while Celery's workers were asked", e);
        } finally {
            lane.close();
        }
    }

    private static <R> R with(RabbitSettings rabbit, Asked<Connection, R> asked) {
        try (Connection connection = Connections.factory(rabbit).newConnection(rabbit.addresses(), "tasuki doctor")) {
            return asked.over(connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RabbitErrors.unavailable("interrupted while Celery's workers were asked", e);
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw RabbitErrors.unavailable(
                    rabbit.where() + " cannot be asked: " + RabbitErrors.unreached(e, rabbit), e);
        }
    }

    private boolean nameTaken(RabbitSettings rabbit) {
        return with(rabbit, connection -> {
            Channel channel = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
            try {
                channel.queueDeclarePassive(settings.node() + "." + AmqpPidbox.COMMANDS);
                return true;
            } catch (IOException e) {
                if (RabbitErrors.code(e) == AMQP.NOT_FOUND) {
                    return false;
                }
                if (RabbitErrors.code(e) == AMQP.RESOURCE_LOCKED) {
                    return true;
                }
                throw e;
            } finally {
                channel.abort();
            }
        });
    }

    private static String look(Connection connection, String queue) throws IOException {
        Channel channel = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        try {
            AMQP.Queue.DeclareOk there = channel.queueDeclarePassive(queue);
            return there.getMessageCount() + " calls wait, " + there.getConsumerCount() + " consumers";
        } catch (IOException e) {
            if (RabbitErrors.code(e) == AMQP.NOT_FOUND) {
                return "is not there yet; the first program that needs it makes it";
            }
            throw e;
        } finally {
            channel.abort();
        }
    }
}
