package dev.tasuki.adapters.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tasuki.adapters.amqp.Confirm.Outcome;
import java.io.IOException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One channel to publish on, shared by any number of threads. A lane with confirms knows what became
 * of each message; one without knows nothing and costs less.
 *
 * <p>Order of locks: {@link #lock} covers the sequence number and the write that belongs to it, and
 * nothing that waits for the broker.
 */
public final class PublishLane implements ConnectionKeeper.Part {
    /** What else to do with a fresh channel before it is used. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(Channel channel) throws IOException;
    }

    private final String name;
    private final boolean confirms;
    private final Preparation preparation;
    private final Consumer<Return> whenReturned;
    private final Consumer<PublishLane> whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentNavigableMap<Long, Confirm> pending = new ConcurrentSkipListMap<>();
    private volatile @Nullable Channel channel;

    /**
     * A lane without a channel yet: give it to a keeper.
     *
     * @param whenReturned told of each message for which there was no queue
     * @param whenClosed told when the broker closed the channel but not the connection
     */
    public PublishLane(
            String name,
            boolean confirms,
            Preparation preparation,
            Consumer<Return> whenReturned,
            Consumer<PublishLane> whenClosed) {
        this.name = name;
        this.confirms = confirms;
        this.preparation = preparation;
        this.whenReturned = whenReturned;
        this.whenClosed = whenClosed;
    }

    @Override
    public void attach(Connection connection) throws IOException {
        Channel old = channel;
        if (old != null && old.isOpen()) {
            return;
        }
        Channel fresh = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        if (confirms) {
            fresh.confirmSelect();
            fresh.addConfirmListener(
                    (number, multiple) -> settle(number, multiple, Outcome.TAKEN),
                    (number, multiple) -> settle(number, multiple, Outcome.REFUSED));
        }
        fresh.addReturnListener(this::returned);
        fresh.addShutdownListener(cause -> closed(fresh, cause));
        preparation.prepare(fresh);
        channel = fresh;
    }

    @Override
    public void detach() {
        channel = null;
        abandon();
    }

    /** True if there is a channel to publish on. */
    public boolean open() {
        Channel now = channel;
        return now != null && now.isOpen();
    }

    /**
     * What goes out.
     *
     * @param mandatory false for what may go nowhere without a word
     */
    public record Outgoing(
            String exchange, String routingKey, boolean mandatory, BasicProperties properties, byte[] body) {}

    /**
     * Hands a message to the connection.
     *
     * @param until the {@link System#nanoTime()} up to which its confirm is waited for
     * @throws IOException if there is no channel or it failed
     */
    public Confirm send(Outgoing message, long until) throws IOException {
        Confirm confirm = new Confirm(message.properties.getMessageId(), until);
        lock.lock();
        try {
            Channel now = channel;
            if (now == null) {
                throw new IOException("no connection");
            }
            long number = now.getNextPublishSeqNo();
            if (confirms) {
                pending.put(number, confirm);
            }
            try {
                now.basicPublish(
                        message.exchange, message.routingKey, message.mandatory, message.properties, message.body);
            } catch (IOException | RuntimeException e) {
                pending.remove(number);
                throw e;
            }
        } finally {
            lock.unlock();
        }
        return confirm;
    }

    private void settle(long number, boolean multiple, Outcome outcome) {
        if (!multiple) {
            end(pending.remove(number), outcome);
            return;
        }
        ConcurrentNavigableMap<Long, Confirm> upTo = pending.headMap(number, true);
        for (var entry = upTo.pollFirstEntry(); entry != null; entry = upTo.pollFirstEntry()) {
            entry.getValue().end(outcome);
        }
    }

    private static void end(@Nullable Confirm confirm, Outcome outcome) {
        if (confirm != null) {
            confirm.end(outcome);
        }
    }

    /** Comes before the confirm of the same message; rare, so looking through all is good enough. */
    private void returned(Return back) {
        whenReturned.accept(back);
        String id = back.getProperties().getMessageId();
        for (Confirm confirm : pending.values()) {
            if (confirm.messageId().equals(id)) {
                confirm.end(Outcome.UNROUTABLE);
                break;
            }
        }
    }

    private void closed(Channel which, ShutdownSignalException cause) {
        if (!which.equals(channel)) {
            return;
        }
        abandon();
        if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
            whenClosed.accept(this);
        }
    }

    /** Ends the waits that are longer than they may be. */
    public void endOverdue(long now) {
        for (Confirm confirm : pending.values()) {
            confirm.endIfOverdue(now);
        }
    }

    private void abandon() {
        lock.lock();
        try {
            settle(Long.MAX_VALUE, true, Outcome.UNKNOWN);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the channel; the keeper must have forgotten the lane before. */
    public void close() {
        Channel now = channel;
        channel = null;
        if (now != null && now.isOpen()) {
            try {
                now.abort();
            } catch (IOException e) {
                throw new IllegalStateException("abort swallows failures", e);
            }
        }
        abandon();
    }

    @Override
    public String toString() {
        return name;
    }
}
