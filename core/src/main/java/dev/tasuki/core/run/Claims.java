package dev.tasuki.core.run;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the task that a message names to the task that its consumer claims. A message is a hint that
 * there is work; it entitles to one claim. If tasks of a higher priority are due, one of them is
 * claimed instead of the one named, which the relay then publishes anew; the message of the one
 * claimed finds it taken and is dropped. So priorities mean the same on every broker, however it orders
 * its queue, and no task is ever without a message and unpublished at once.
 */
public final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    /** Tasks to try before the one named: others reach for the same. */
    private static final int TRIES = 5;
    /** Processes that have died under a task until it counts as the likely cause. */
    public static final int SUSPECT = 2;
    /** Tasks to look at for one that is no suspect. */
    private static final int LOOKED_AT = 100;

    private final TaskStore tasks;
    private final TaskHandler.Rules rules;

    Claims(TaskStore tasks, TaskHandler.Rules rules) {
        this.tasks = tasks;
        this.rules = rules;
    }

    /** The row, as it was before its claim, of the task that is now claimed; empty if none could be. */
    Optional<TaskRow> claim(TaskRow named) {
        Optional<TaskRow> ahead = suspect(named) ? others(named) : ahead(named);
        return ahead.isPresent() || !take(named) ? ahead : Optional.of(named);
    }

    private static boolean suspect(TaskRow row) {
        return row.lease().attempts() >= SUSPECT;
    }

    /**
     * Any other task that waits, before one under which processes died. That one might end this process,
     * too, before the others have had their turn. It stays without a message until the relay
     * publishes it anew, and has its turn when nothing else waits.
     */
    private Optional<TaskRow> others(TaskRow named) {
        List<TaskRow> waiting = tasks.due(new Due.Claimable(named.spec().kind(), LOOKED_AT)).stream()
                .filter(row -> row.state() == TaskState.TASK_RECEIVED)
                .filter(row -> !row.id().equals(named.id()) && !suspect(row))
                .limit(TRIES)
                .toList();
        Optional<TaskRow> claimed = first(waiting, named);
        claimed.ifPresent(row -> LOG.warn(
                "task {} comes before task {}, under which {} processes died",
                row.id(),
                named.id(),
                named.lease().attempts()));
        return claimed;
    }

    private Optional<TaskRow> ahead(TaskRow named) {
        int priority = named.spec().schedule().priority();
        if (named.state() != TaskState.TASK_RECEIVED || priority == Schedule.HIGHEST_PRIORITY) {
            return Optional.empty();
        }
        List<TaskRow> better = tasks.due(new Due.Ahead(named.spec().kind(), priority, TRIES)).stream()
                .filter(row -> !suspect(row))
                .toList();
        Optional<TaskRow> claimed = first(better, named);
        claimed.ifPresent(row -> LOG.info(
                "task {} of priority {} comes before task {} of priority {}",
                row.id(),
                row.spec().schedule().priority(),
                named.id(),
                priority));
        return claimed;
    }

    /** The first that can be claimed; empty if there is none. */
    private Optional<TaskRow> first(List<TaskRow> better, TaskRow named) {
        boolean unpublished = false;
        for (TaskRow row : better) {
            // First the named one's next message, then the claim: a crash between them loses neither.
            if (!unpublished && named.state() == TaskState.TASK_RECEIVED) {
                tasks.apply(new Transition.Unpublish(named.id()));
                unpublished = true;
            }
            if (take(row)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private boolean take(TaskRow row) {
        return tasks.apply(new Transition.Claim(
                row.id(), row.lease().epoch(), rules.owner(), rules.terms().lease(), rules.caps()));
    }

    public static String tooMany(int attempts) {
        return "the training ended its process " + attempts
                + " times without a result, which is the limit; give it less data or more memory, or a process of its own"
                + " (--isolate-fits), then retry it";
    }
}
