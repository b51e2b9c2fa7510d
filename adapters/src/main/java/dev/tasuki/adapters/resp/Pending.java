package dev.tasuki.adapters.resp;

import dev.tasuki.core.task.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A command of a lane that is not answered yet.
 *
 * @param command null for the end of the lane
 * @param room it takes a place of it until it is answered
 * @param since when it came, by {@link System#nanoTime()}
 */
record Pending(@Nullable Command command, CompletableFuture<@Nullable Object> answer, Semaphore room, long since) {
    static Pending now(@Nullable Command command, Semaphore room) {
        return new Pending(command, new CompletableFuture<>(), room, System.nanoTime());
    }

    Command sent() {
        if (command == null) {
            throw new IllegalStateException("the end is not sent");
        }
        return command;
    }

    /** Changes nothing if it is answered; only one thread answers it. */
    void complete(@Nullable Object value) {
        if (!answer.isDone()) {
            // First, so that who waited finds the place free.
            room.release();
            answer.complete(value);
        }
    }

    /** The same with a refusal. */
    void fail(Refusal refusal) {
        if (!answer.isDone()) {
            room.release();
            answer.completeExceptionally(refusal);
        }
    }
}
