package dev.tasuki.core.base;

import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reply queues of one process that share one queue of the server's. A reply names its inbox, which is the name of
 * the shared queue, a slash and a number. Thread-safe.
 */
public final class ReplyInboxes {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyInboxes.class);

    private final String shared;
    private final Map<String, ReplyListener> listeners = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();

    /** None yet. @param shared name of the queue that they share */
    public ReplyInboxes(String shared) {
        this.shared = shared;
    }

    /** The name of the queue that an inbox, of any process, is in; the inbox's own if it is in none. */
    public static String sharedBy(String inbox) {
        int slash = inbox.indexOf('/');
        return slash < 0 ? inbox : inbox.substring(0, slash);
    }

    /** Opens one; its closing lets no reply through any more. */
    public ReplyQueue open(ReplyListener listener) {
        String name = shared + "/" + number.incrementAndGet();
        listeners.put(name, listener);
        return new Inbox(name, listeners);
    }

    /** Who waits for the replies in an inbox; null if nobody does. */
    public @Nullable ReplyListener listener(@Nullable String inbox) {
        return inbox == null ? null : listeners.get(inbox);
    }

    /** Gives a reply to the listener of its inbox; false if there is none any more, and the reply is dropped. */
    public boolean tell(Message reply) {
        ReplyListener listener = listeners.get(reply.queue());
        if (listener == null) {
            LOG.debug("dropped reply {}: its queue is closed", reply.correlationId());
            return false;
        }
        try {
            listener.replied(reply);
        } catch (RuntimeException e) {
            LOG.error("the listener of {} failed at reply {}", reply.queue(), reply.correlationId(), e);
        }
        return true;
    }

    /** Closes all of them. */
    public void clear() {
        listeners.clear();
    }

    private record Inbox(String name, Map<String, ReplyListener> listeners) implements ReplyQueue {
        @Override
        public void close() {
            listeners.remove(name);
        }
    }
}
