package dev.tasuki.core.ask;

import dev.tasuki.core.base.Deadline;

/** Answers requests, one body with another. Thread-safe. */
@FunctionalInterface
public interface Answerer {
    /**
     * The reply's body; throws a {@link dev.tasuki.core.task.Refusal} that is told to the requester
     * instead. Ends with {@link dev.tasuki.core.task.TimedOut} soon after the deadline has passed.
     */
    byte[] answer(byte[] body, Deadline deadline);

    /**
     * Begins with a request. What is quick is answered at once; of what is not, this only says so, and
     * {@link #answer} is called for it elsewhere. Throws as that does.
     */
    default Start start(byte[] body, Deadline deadline) {
        return new Start.Answered(answer(body, deadline));
    }

    /** How far {@link #start} came. */
    sealed interface Start {
        /** To the end. */
        record Answered(byte[] body) implements Start {}

        /** The rest takes long; how long depends on what it is for. */
        enum Later implements Start {
            /** Something is loaded first; the rest is quick then. */
            LOADING,
            /** Much is computed. */
            LARGE
        }
    }
}
