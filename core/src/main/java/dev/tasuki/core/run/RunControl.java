package dev.tasuki.core.run;

import dev.tasuki.core.task.Progress;
import java.util.Optional;

/** What long work tells of itself, and how it learns that it should stop. Thread-safe. */
public interface RunControl {
    /** For work that nobody watches or stops. */
    RunControl NONE = new RunControl() {
        @Override
        public void report(Progress progress) {
            // Nobody is listening.
        }

        @Override
        public boolean stopped() {
            return false;
        }
    };

    /** What the work is for, in a log line's words, such as "task 7, model 7"; empty if there is no saying. */
    default String subject() {
        return "";
    }

    /** How far it has come; cheap, may be called often. */
    void report(Progress progress);

    /** That it is about to take so much memory, in bytes. */
    default void needs(long bytes) {
        // Nobody is counting.
    }

    /** True once the work should give up at the next chance; cheap, to be asked often. */
    boolean stopped();

    /**
     * Why the work should end soon with what there is; empty: it should go on. Once it is there it stays. Cheap, to be
     * asked often.
     */
    default Optional<FinishReason> finishing() {
        return Optional.empty();
    }

    /** That what it has by then is worth keeping when its time is up: it is then asked to finish, not to give up. */
    default void keepAtTimeout() {
        // It has all the time there is.
    }

    /** True if it was stopped so that another attempt goes on: what helps that one is worth keeping. */
    default boolean givenBack() {
        return false;
    }

    /** True if it was stopped because its claim is another attempt's by now: nothing of the task is its own any more. */
    default boolean claimLost() {
        return false;
    }
}
