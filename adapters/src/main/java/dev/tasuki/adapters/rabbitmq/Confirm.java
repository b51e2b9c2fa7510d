package dev.tasuki.adapters.rabbitmq;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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

    Outcome await(Duration patience) throws TimeoutException, InterruptedException {
        try {
            return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome never fails", e);
        }
    }
}
