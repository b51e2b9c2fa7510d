package dev.tasuki.core.run;

import dev.tasuki.core.base.Handler;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.time.InstantSource;

/** Carries durable tasks from a message to a committed outcome, one {@link TaskAttempt} per delivery. */
public final class TaskHandler implements Handler {
    private final Work work;
    private final Means means;

    public TaskHandler(Work work, Means means) {
        this.work = work;
        this.means = means;
    }

    @Override
    public Attempt begin(Delivery delivery) {
        return new TaskAttempt(delivery, work, means);
    }

    /**
     * What an attempt needs.
     *
     * @param tasks the rows
     * @param objects where artifacts go
     * @param replies where answers to messages with a reply queue go
     * @param rules the rules of claiming and trying again
     * @param inProcess what this process shares
     */
    public record Means(TaskStore tasks, ObjectStore objects, Broker replies, Rules rules, InProcess inProcess) {}

    /**
     * The rules of claiming and trying again.
     *
     * @param owner names this process in claims
     * @param keys where artifacts are stored
     * @param caps how many tasks of one group may run at once
     * @param runTime how long a task may run that does not say it
     */
    public record Rules(String owner, Keys keys, LeaseTerms terms, RetryPolicy retries, Caps caps, Duration runTime) {
        /** However many tasks of one group run, for the standard time. */
        public Rules(String owner, Keys keys, LeaseTerms terms, RetryPolicy retries) {
            this(owner, keys, terms, retries, Caps.NONE);
        }

        /** For the standard time. */
        public Rules(String owner, Keys keys, LeaseTerms terms, RetryPolicy retries, Caps caps) {
            this(owner, keys, terms, retries, caps, Duration.ofSeconds(Limits.RUN_TIME.value()));
        }
    }

    /** What the parts of one process share. */
    public record InProcess(Runs runs, InstantSource clock, Telemetry telemetry) {}
}
