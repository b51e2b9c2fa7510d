package dev.tasuki.core.ml;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed or was cancelled: one task, one that asks for something else from now on, or
 * many at a rate. Each keeps its id, its model's id and its idempotency key; its attempts are counted
 * from zero. The relay publishes it when it is due. Thread-safe.
 */
public final class Retries {
    /** Most tasks that are tried again in one go. */
    public static final int MOST = 10_000;

    /** What may be tried again. */
    private static final Set<TaskState> OPEN = EnumSet.of(TaskState.TASK_ERROR, TaskState.TASK_CANCELLED);

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final int PAGE = 500;
    /** Writes at once: databases commit several for the price of one. */
    private static final int AT_ONCE = 8;

    private final TaskStore store;
    private final Datasets datasets;
    private final FitCosts costs;
    private final InstantSource clock;

    /** Accepts trainings of any cost. */
    public Retries(TaskStore store, Datasets datasets, InstantSource clock) {
        this(store, datasets, FitCosts.any(datasets), clock);
    }

    public Retries(TaskStore store, Datasets datasets, FitCosts costs, InstantSource clock) {
        this.store = store;
        this.datasets = datasets;
        this.costs = costs;
        this.clock = clock;
    }

    /**
     * What was put back.
     *
     * @param count how many
     * @param until when the last of them is due; empty if there is none
     * @param more true if others are left, as more than {@link #MOST} were asked for
     */
    public record PutBack(int count, Optional<Instant> until, boolean more) {}

    /**
     * Puts the task back into the queue as it was. Throws {@link NotFound}; {@link NotReady} with
     * {@code wrong_state} if it is in neither TASK_ERROR nor TASK_CANCELLED.
     */
    public TaskRow again(TaskId named) {
        TaskId id = stored(named).id();
        if (!store.apply(new Transition.Retry(id))) {
            throw refusal(stored(id));
        }
        LOG.info("task {} is tried again", id);
        return stored(id);
    }

    /**
     * Puts the task back with other fields: those named take the place of the former ones, null
     * brings a field's default back. The whole is checked as a new request is, and pinned to the dataset's
     * version of now. Throws as {@link #again} and {@link Trainings#submit} do; {@link NotReady} also if
     * somebody else has tried it again meanwhile.
     *
     * @param changes a JSON object, possibly empty
     */
    public TaskRow mended(TaskId named, byte[] changes) {
        TaskRow before = stored(named);
        TaskId id = before.id();
        if (!OPEN.contains(before.state())) {
            throw refusal(before);
        }
        TrainRequest request = Changes.apply(before, changes);
        request.when().check(clock.instant());
        DatasetPin pin = datasets.pin(request);
        datasets.requireUsable(request, pin);
        costs.check(request, pin);
        TaskSpec spec = new TaskSpec(
                before.spec().kind(),
                new String(request.toMessage(new ModelId(id.value())), StandardCharsets.UTF_8),
                request.dataset(),
                pin,
                request.name(),
                request.tags(),
                request.when().schedule(clock.instant()));
        if (!store.apply(new Transition.Mend(id, before.lease().epoch(), spec))) {
            throw refusal(stored(id));
        }
        LOG.info("task {} is tried again, mended", id);
        return stored(id);
    }

    /**
     * Puts back those that there are now, at most {@link #MOST} of the newest: the oldest of them is due
     * at once, each next one a step later. The steps are in the rows: should this process end, what was put
     * back is run as planned. What somebody else tries again or removes meanwhile is left out. Throws
     * {@link dev.tasuki.core.task.Unavailable} if the store fails; what was put back by then stays so.
     *
     * @param which in no states but TASK_ERROR and TASK_CANCELLED, of which one is named at least
     * @param perSecond at least 1
     */
    public PutBack all(TaskFilter which, int perSecond) {
        if (which.states().isEmpty() || !OPEN.containsAll(which.states())) {
            throw new IllegalArgumentException("of " + which.states() + " only " + OPEN + " can be tried again");
        }
        List<TaskId> ids = new ArrayList<>();
        boolean more = collect(which, ids);
        List<Boolean> applied = apply(ids.reversed(), Duration.ofSeconds(1).dividedBy(perSecond));
        int last = applied.lastIndexOf(true);
        int count = (int) applied.stream().filter(done -> done).count();
        LOG.info("{} tasks are tried again, {} a second", count, perSecond);
        Optional<Instant> until = last < 0
                ? Optional.empty()
                : store.find(ids.reversed().get(last)).map(row -> row.spec().runAt());
        return new PutBack(count, until, more);
    }

    /** Newest first; true if there are more. */
    private boolean collect(TaskFilter which, List<TaskId> ids) {
        OptionalLong before = OptionalLong.empty();
        List<TaskRow> page;
        do {
            page = store.list(new TaskQuery(which, before, PAGE));
            for (TaskRow row : page) {
                before = OptionalLong.of(row.seq());
                if (ids.size() == MOST) {
                    return true;
                }
                ids.add(row.id());
            }
        } while (page.size() == PAGE);
        return false;
    }

    private List<Boolean> apply(List<TaskId> ids, Duration step) {
        try (ExecutorService writers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<Boolean>> writes = new ArrayList<>(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                Transition retry = new Transition.Retry(ids.get(i), step.multipliedBy(i));
                writes.add(writers.submit(() -> store.apply(retry)));
            }
            List<Boolean> applied = new ArrayList<>(ids.size());
            for (Future<Boolean> write : writes) {
                applied.add(result(write, writers));
            }
            return applied;
        }
    }

    private static boolean result(Future<Boolean> write, ExecutorService writers) {
        try {
            return write.get();
        } catch (ExecutionException e) {
            writers.shutdownNow();
            if (e.getCause() instanceof Refusal away) {
                throw away;
            }
            throw new IllegalStateException("a task could not be tried again", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            writers.shutdownNow();
            throw new IllegalStateException("interrupted while tasks were put back", e);
        }
    }

    private TaskRow stored(TaskId id) {
        return store.find(id).orElseThrow(() -> new NotFound(RefusalCode.TASK_NOT_FOUND, "there is no task " + id));
    }

    private static NotReady refusal(TaskRow row) {
        String why = OPEN.contains(row.state())
                ? " again: somebody else has tried it again meanwhile, and it has ended"
                : "; only a task in TASK_ERROR or TASK_CANCELLED can be tried again";
        String detail = "task " + row.id() + " is in state " + row.state() + why;
        // A completed task stays so. Any other may yet fail, and could be tried again then.
        return row.state() == TaskState.TASK_COMPLETED
                ? NotReady.ended(RefusalCode.WRONG_STATE, detail)
                : new NotReady(RefusalCode.WRONG_STATE, detail, Duration.ofSeconds(1));
    }
}
