package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.tasuki.adapters.amqp.PublishLane;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Direct reply-to: answers come back on the channel that sent the request, without a queue, to this
 * inbox and no other, however many there are. The name is ours alone; on the wire the broker puts
 * its own in its place. After a lost connection the requests under way stay unanswered until their
 * deadlines, and new ones work as soon as there is a connection.
 */
final class ReplyInbox implements ReplyQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyInbox.class);
    private static final String PREFIX = "tasuki.reply.";

    private final String name = PREFIX + UUID.randomUUID();
    private final ReplyListener listener;
    private final InstantSource clock;
    private final Consumer<ReplyInbox> whenClosed;
    private final PublishLane lane;

    ReplyInbox(Publisher publisher, InstantSource clock, ReplyListener listener, Consumer<ReplyInbox> whenClosed) {
        this.listener = listener;
        this.clock = clock;
        this.whenClosed = whenClosed;
        this.lane = publisher.lane("requests with replies", true, this::listen);
    }

    @Override
    public String name() {
        return name;
    }

    /** Where the requests go out. */
    PublishLane lane() {
        return lane;
    }

    /** True for names of inboxes, this process's or another's. */
    static boolean owns(String queue) {
        return queue.startsWith(PREFIX);
    }

    private void listen(Channel channel) throws IOException {
        channel.basicConsume(
                WireFormat.DIRECT_REPLY_TO,
                true,
                (tag, delivery) ->
                        accept(WireFormat.message(name, delivery.getProperties(), delivery.getBody(), clock.instant())),
                tag -> LOG.warn("RabbitMQ cancelled the reply queue; requests will time out until it is back"));
    }

    /** A request of this inbox went nowhere, or may have. */
    void unsent(Message request, Refusal reason) {
        try {
            listener.unsent(request.correlationId(), reason);
        } catch (RuntimeException e) {
            LOG.error("the listener failed at the lost request {}", request.correlationId(), e);
        }
    }

    private void accept(Message reply) {
        try {
            listener.replied(reply);
        } catch (RuntimeException e) {
            LOG.error("the listener failed at reply {}", reply.correlationId(), e);
        }
    }

    @Override
    public void close() {
        whenClosed.accept(this);
    }
}
