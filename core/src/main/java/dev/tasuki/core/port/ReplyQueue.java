package dev.tasuki.core.port;

/** A queue of one process for answers; messages in it live no longer than it does. */
public interface ReplyQueue extends AutoCloseable {
    /** What to put into {@link Message#replyTo()}. */
    String name();

    @Override
    void close();
}
