package dev.tasuki.core.run;

import dev.tasuki.core.task.Schedule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long one run may last.
 *
 * @param began when its time began
 * @param own what its task says; null: it says nothing
 * @param usual what a task has that says nothing
 */
record RunTime(Instant began, @Nullable Duration own, Duration usual) {
    /** Of a task with this schedule. */
    static RunTime of(Schedule schedule, Duration usual, Instant began) {
        return new RunTime(began, schedule.timeout(), usual);
    }

    private Instant end() {
        return began.plus(own == null ? usual : own);
    }

    boolean over(Instant now) {
        return !now.isBefore(end());
    }

    /** A run that ends with what it has may take as long for its end as one that names no time: it needs one tree. */
    boolean overtimeOver(Instant now) {
        return !now.isBefore(end().plus(usual));
    }

    /** What is wrong with a run that lasted longer, and what to do. */
    String exceeded() {
        String allowed = own != null
                ? "its timeout_s of " + own.toMillis() / 1000.0 + " seconds and was stopped; allow it more time"
                : "the " + usual.toMillis() / 1000.0
                        + " seconds that a training has which names no timeout_s (--max-run-time) and was stopped;"
                        + " name a longer timeout_s";
        return "the training ran longer than " + allowed
                + ", or train fewer or shallower trees, or keep those that are there by then (on_timeout \"keep\")";
    }
}
