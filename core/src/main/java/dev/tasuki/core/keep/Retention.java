package dev.tasuki.core.keep;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.Models;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what has been over for long: failed and cancelled tasks after one time, models after
 * another, each with all that it has in the object store. A task whose answer is still owed stays for seven days at
 * least. For one thread. Any number of processes
 * may do it; the leader does.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int PAGE = 500;
    /** How long the program that a task came from may be away without missing how it ended. */
    private static final Duration ANSWER_OWED = Duration.ofDays(7);

    private final TaskStore tasks;
    private final Models models;
    private final Terms terms;
    private final InstantSource clock;

    /**
     * How long what has ended is kept; empty: forever.
     *
     * @param failures tasks that failed or were cancelled, since their end
     * @param models completed tasks with their models, since their end
     */
    public record Terms(Optional<Duration> failures, Optional<Duration> models) {}

    public Retention(TaskStore tasks, Models models, Terms terms, InstantSource clock) {
        this.tasks = tasks;
        this.models = models;
        this.terms = terms;
        this.clock = clock;
    }

    /** Removes what is past its time now; a store that is away ends it until the next time. */
    public void run() {
        try {
            terms.failures().ifPresent(time -> remove(Set.of(TaskState.TASK_ERROR, TaskState.TASK_CANCELLED), time));
            terms.models().ifPresent(time -> remove(Set.of(TaskState.TASK_COMPLETED), time));
        } catch (Refusal away) {
            LOG.warn("what is past its retention stays for now: {}", away.detail());
        }
    }

    private void remove(Set<TaskState> states, Duration time) {
        Instant oldest = clock.instant().minus(time);
        OptionalLong before = OptionalLong.empty();
        List<TaskRow> page;
        do {
            page = tasks.list(new TaskQuery(TaskFilter.of(states).endedBefore(oldest), before, PAGE).brief());
            for (TaskRow row : page) {
                if (!keptForItsAnswer(row)) {
                    remove(row);
                }
                before = OptionalLong.of(row.seq());
            }
        } while (page.size() == PAGE);
    }

    private boolean keptForItsAnswer(TaskRow row) {
        Instant finished = row.times().finished();
        return row.answerOwed()
                && finished != null
                && finished.isAfter(clock.instant().minus(ANSWER_OWED));
    }

    /** Another process, or a client, may have removed it or tried it again: that ends this row, not the pass. */
    private void remove(TaskRow row) {
        try {
            models.delete(new ModelId(row.id().value()));
        } catch (NotFound | NotReady changed) {
            LOG.debug("past its retention, but changed meanwhile: {}", changed.detail());
        }
    }
}
