package dev.tasuki.adapters.rabbitmq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What becomes of one message on its way to the broker. */
final class Confirm {
    /** The ends a message can come to. */
    enum Outcome {
        /** The broker has it, as durably as the queue allows. */
        TAKEN,
        /** The broker said no: a queue is full or failed. */
        REFUSED,
        /** There is no such queue. */
        UNROUTABLE,
        /** The connection went away; the broker may have the message or not. */
        UNKNOWN
    }

    private final String messageId;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /** Far off, but not so far that the difference to any reading of the clock overflows. */
    private volatile long until = System.nanoTime() + Long.MAX_VALUE / 2;

    Confirm(String messageId) {
        this.messageId = messageId;
    }

    String messageId() {
        return messageId;
    }

    /** The first outcome counts: a message that comes back is confirmed afterwards all the same. */
    void end(Outcome how) {
        outcome.complete(how);
    }

    /** Tells whoever waits that it has waited long enough. */
    void endIfOverdue(long now) {
        if (now - until > 0) {
            outcome.completeExceptionally(new TimeoutException());
        }
    }

    /**
     * Waits until the given {@link System#nanoTime()}. The end of the wait is called by
     * {@link #endIfOverdue}: a timer for each message costs a virtual thread as much as sending it.
     */
    Outcome await(long end) throws TimeoutException, InterruptedException {
        until = end;
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw late;
            }
            throw new IllegalStateException("an outcome fails only by being late", e);
        }
    }
}
