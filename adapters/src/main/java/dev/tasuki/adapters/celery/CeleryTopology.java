package dev.tasuki.adapters.celery;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** What a fleet's broker has for this process. Changes nothing. */
public final class CeleryTopology {
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

    /**
     * Each of the queues that calls come in by; none where a broker knows no queues before there is a message. Throws
     * {@link Unavailable} if the broker cannot be asked.
     */
    public List<Seen> queues() {
        return settings.broker() instanceof CelerySettings.Rabbit rabbit ? queues(rabbit.settings()) : List.of();
    }

    private List<Seen> queues(RabbitSettings rabbit) {
        try (Connection connection = Connections.factory(rabbit).newConnection(rabbit.addresses(), "tasuki doctor")) {
            List<Seen> seen = new ArrayList<>();
            for (String queue : settings.queues()) {
                seen.add(new Seen(queue, look(connection, queue)));
            }
            return seen;
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw RabbitErrors.unavailable(rabbit.where() + " cannot be asked: " + RabbitErrors.reason(e), e);
        }
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

    private boolean nameTaken(RedisPlace place) {
        RedisLink link = new RedisLink(place.settings(), ServerFacts.Use.FLEET);
        RedisLanes lane = RedisLanes.start("doctor", link);
        try (RedisMailbox mailbox = new RedisMailbox(RedisKeys.of(place), lane)) {
            return mailbox.reaches(settings.node(), new Questions(InstantSource.system()).headers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw link.errors().unavailable("interrupted while the name was looked for", e);
        } finally {
            lane.close();
        }
    }

    private boolean nameTaken(RabbitSettings rabbit) {
        try (Connection connection = Connections.factory(rabbit).newConnection(rabbit.addresses(), "tasuki doctor")) {
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
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw RabbitErrors.unavailable(rabbit.where() + " cannot be asked: " + RabbitErrors.reason(e), e);
        }
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
