package dev.tasuki.core.port;

import dev.tasuki.core.task.Refusal;

/** Told what becomes of the requests of one reply queue. Called on the broker's threads: must not block. */
@FunctionalInterface
public interface ReplyListener {
    /** An answer. One may come twice, or to a request that nobody waits for any more. */
    void replied(Message reply);

    /**
     * The request that {@link Broker#publish} took went nowhere, or nobody knows where: no answer
     * need be waited for, though one may come. A broker that knows before publish returns throws
     * the refusal there and never calls this.
     */
    default void unsent(String correlationId, Refusal reason) {}

    /** False once nobody waits for the answer to this request any more; true if that is not known. */
    default boolean awaits(String correlationId) {
        return true;
    }
}
