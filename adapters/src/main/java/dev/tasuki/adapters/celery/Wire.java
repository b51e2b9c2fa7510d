package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.Unavailable;

/** Sends messages to programs of the fleet. Thread-safe. */
interface Wire {
    /**
     * A result on its way to a client.
     *
     * @param replyTo the queue that the client listens to
     */
    record Reply(String replyTo, String correlationId, byte[] body) {}

    /**
     * A call of a further task.
     *
     * @param route by which way; its queue is declared as Celery would, if it is not there
     * @param replyTo empty if nobody is to be answered
     */
    record Call(Route route, ObjectNode headers, String replyTo, String correlationId, int priority, byte[] body) {}

    /**
     * What a command is answered.
     *
     * @param key where the one that commands listens
     */
    record Control(String key, ObjectNode headers, byte[] body) {}

    /**
     * What happened here, for monitors.
     *
     * @param key its kind, with dots
     * @param node whom it is from
     */
    record News(String key, String node, byte[] body) {}

    /**
     * By which way a call goes.
     *
     * @param exchange empty for the one that leads to the queue of that name
     * @param key the queue's name, or what the exchange goes by
     */
    record Route(String exchange, String key) {}

    /**
     * Sends a result. Returns once the broker has it; a queue that is gone takes it with it.
     *
     * @throws Unavailable if the broker did not take it
     */
    void reply(Reply reply);

    /** Sends the same without waiting; it may get lost. */
    void hint(Reply reply);

    /**
     * Sends a call. Returns once the broker has it in a queue.
     *
     * @throws Unavailable if the broker did not take it
     */
    void call(Call call);

    /** Answers a command without waiting; it may get lost. */
    void control(Control answer);

    /** Tells all who listen without waiting; it may get lost, and nobody need listen. */
    void announce(News news);
}
