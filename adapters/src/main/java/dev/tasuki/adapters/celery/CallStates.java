package dev.tasuki.adapters.celery;

import dev.tasuki.core.task.Unavailable;
import org.jspecify.annotations.Nullable;

/** States of the tasks that we called: where workers tell them, and what they told before. Thread-safe. */
interface CallStates extends AutoCloseable {
    /**
     * Begins to follow a task, by one process at a time; returns with what was told of it before.
     *
     * @throws Unavailable if what carries the states is away, or another process follows the task still
     */
    Following follow(String id);

    /** Nothing of this task is of use any more. What cannot be removed now goes by itself after a day. */
    void forget(String id);

    @Override
    void close();

    /** One task that is followed, for one thread. Closing it keeps the last state for the next that follows. */
    interface Following extends AutoCloseable {
        /** The last that is known; null if the task was never sent. */
        @Nullable
        CallState last();

        /** The next; null if none comes within this time. */
        @Nullable
        CallState next(long millis) throws InterruptedException;

        /** Notes a state of ours, for the next that follows. Throws {@link Unavailable}. */
        void note(String status);

        /** The queue that the task's worker is to tell its states to; empty if it stores them elsewhere. */
        String replyTo();

        @Override
        void close();
    }
}
