package dev.tasuki.adapters.amqp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** What becomes of one message on its way to the broker. */
public final class Confirm {
    /** The ends a message can come to. */
    public enum Outcome {
        /** The broker has it, as durably as the queue allows. */
        TAKEN,
        /** The broker said no: a queue is full or failed. */
        REFUSED,
        /** There is no such queue. */
        UNROUTABLE,
        /** The connection went away; the broker may have the message or not. */
        UNKNOWN,
        /** Nothing was heard in time; the broker may have the message or not. */
        LATE
    }

    private final String messageId;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final long until;

    /** One that is waited for until the given {@link System#nanoTime()}. */
    Confirm(String messageId, long until) {
        this.messageId = messageId;
        this.until = until;
    }

    /** As the message was sent. */
    public String messageId() {
        return messageId;
    }

    /** The first outcome counts: a message that comes back is confirmed afterwards all the same. */
    void end(Outcome how) {
        outcome.complete(how);
    }

    /** Ends the wait of the publisher if its time is over. */
    void endIfOverdue(long now) {
        if (now - until > 0) {
            outcome.complete(Outcome.LATE);
        }
    }

    /**
     * Waits for the outcome. The end of the wait is called by {@link #endIfOverdue}: a timer for each
     * message costs a virtual thread as much as sending it.
     */
    public Outcome await() throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome never fails", e);
        }
    }

    /** Calls the listener with the outcome, once: on this thread if it is there, or on the one that brings it. */
    public void whenEnded(Consumer<Outcome> listener) {
        var unused = outcome.thenAccept(listener);
    }
}
