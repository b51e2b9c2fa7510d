package dev.tasuki.core.port;

/**
 * Carries messages from producers to consumers, at least once. Safe for any number of threads. A
 * broker that cannot be reached throws {@link dev.tasuki.core.task.Unavailable} with code
 * {@code broker_unavailable}; a bounded queue that is full throws
 * {@link dev.tasuki.core.task.TooBusy}.
 */
public interface Broker extends AutoCloseable {
    /**
     * Sends one message. Returns after the broker's confirm (durable ones) or hand-over (others); a
     * request that fails after that is told to the {@link ReplyListener} of its reply queue.
     */
    void publish(Message message);

    /**
     * Starts {@code workers} workers on the queue, each handling one delivery at a time. A queue
     * that does not exist is made. Survives losing the connection: it resumes by itself.
     */
    Subscription subscribe(String queue, int workers, DeliveryHandler handler);

    /** Opens a queue for replies to this process; the listener is called for each. */
    ReplyQueue openReplyQueue(ReplyListener listener);

    /** What this broker has and others do not; constant. */
    BrokerCapabilities capabilities();

    /** Never throws: a broker that is away is a status, too. */
    BrokerStatus status();

    /** Closes subscriptions and reply queues, then the connection. */
    @Override
    void close();
}
