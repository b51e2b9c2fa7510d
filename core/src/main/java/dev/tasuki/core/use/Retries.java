package dev.tasuki.core.use;

import dev.tasuki.core.cost.FitCosts;
import dev.tasuki.core.cost.FitPreconditions;
import dev.tasuki.core.data.AllColumns;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.request.Changes;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
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
import dev.tasuki.core.trainer.Trainers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
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
 * Retries ended tasks: one as it was, one with changed fields, or many at a rate. Each keeps its id, its model's id
 * and its idempotency key; its attempts are counted from zero. The relay publishes it when it is due. Thread-safe.
 */
public final class Retries {
    /** Most tasks that are tried again in one go. */
    public static final int MOST = 10_000;

    /** What may be tried again. */
    private static final Set<TaskState> OPEN = EnumSet.of(TaskState.TASK_ERROR, TaskState.TASK_CANCELLED);

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final int PAGE = 500;
    /** At most this many tasks that cannot succeed are passed over at one request. */
    private static final int MOST_LOOKED_AT = 10 * MOST;

    /** Writes at once: databases commit several for the price of one. */
    private static final int AT_ONCE = 8;

    private final TaskStore store;
    private final Datasets datasets;
    private final FitCosts costs;
    private final Trainers trainers;
    private final InstantSource clock;
    private final RetryCheck check;

    /** Accepts trainings of any cost. */
    public Retries(TaskStore store, Datasets datasets, InstantSource clock) {
        this(store, new Trainings.Material(datasets, FitCosts.any(datasets)), clock);
    }

    public Retries(TaskStore store, Trainings.Material material, InstantSource clock) {
        this.store = store;
        this.datasets = material.datasets();
        this.costs = material.costs();
        this.trainers = material.trainers();
        this.clock = clock;
        this.check = new RetryCheck(datasets);
    }

    /**
     * What was put back.
     *
     * @param count how many
     * @param until when the last of them is due; empty if there is none
     * @param more true if others are left, as more than {@link #MOST} were asked for
     * @param hopeless how many were left as they are, since they could only fail again
     * @param examples some of those
     */
    public record PutBack(int count, Optional<Instant> until, boolean more, int hopeless, List<Hopeless> examples) {
        public PutBack {
            examples = List.copyOf(examples);
        }

        /** Of tasks that may all succeed. */
        public PutBack(int count, Optional<Instant> until, boolean more) {
            this(count, until, more, 0, List.of());
        }
    }

    /** A task that could only fail again, and why. */
    public record Hopeless(TaskId id, InvalidRequest why) {}

    /**
     * Puts the task back into the queue as it was. Throws {@link NotFound}; {@link NotReady} with
     * {@code wrong_state} if it is in neither TASK_ERROR nor TASK_CANCELLED; {@link InvalidRequest} if its
     * columns cannot be learned from.
     */
    public TaskRow again(TaskId named) {
        TaskRow before = stored(named);
        TaskId id = before.id();
        if (OPEN.contains(before.state())) {
            Optional<InvalidRequest> why = check.thorough(before);
            if (why.isPresent()) {
                throw InvalidRequest.content(
                        why.get().code(),
                        "task " + id + " would fail again: " + why.get().detail()
                                + ". What is to be changed goes into the retry, e.g. {\"features\": [\"…\"]}");
            }
        }
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
        TrainRequest request = new AllColumns(datasets).named(Changes.apply(before, changes));
        request.when().check(clock.instant());
        trainers.check(request);
        DatasetPin pin = datasets.pin(request);
        datasets.requireUsable(request, pin);
        FitPreconditions.require(datasets, request, pin);
        costs.check(request, pin);
        TaskSpec spec = new TaskSpec(
                        before.spec().kind(),
                        new String(request.toMessage(new ModelId(id.value())), StandardCharsets.UTF_8),
                        request.dataset(),
                        pin,
                        request.name(),
                        request.tags(),
                        request.when().schedule(clock.instant()))
                .requesting(request.algorithmName());
        if (!store.apply(new Transition.Mend(id, before.lease().epoch(), spec))) {
            throw refusal(stored(id));
        }
        LOG.info("task {} is tried again, mended", id);
        return stored(id);
    }

    /**
     * Puts back those that there are now, at most {@link #MOST} of the newest: the oldest of them is due
     * at once, each next one a step later. The steps are in the rows: should this process end, what was put
     * back is run as planned. Tasks that another client retries or removes meanwhile are left out, and so are
     * tasks that are known to fail again. Throws
     * {@link dev.tasuki.core.task.Unavailable} if the store fails; what was put back by then stays so.
     *
     * @param which in no states but TASK_ERROR and TASK_CANCELLED, of which one is named at least
     * @param perSecond at least 1
     */
    public PutBack all(TaskFilter which, int perSecond) {
        if (which.states().isEmpty() || !OPEN.containsAll(which.states())) {
            throw new IllegalArgumentException("of " + which.states() + " only " + OPEN + " can be tried again");
        }
        Found found = collect(which);
        List<TaskId> ids = found.ids;
        List<Boolean> applied = apply(ids.reversed(), Duration.ofSeconds(1).dividedBy(perSecond));
        int last = applied.lastIndexOf(true);
        int count = (int) applied.stream().filter(done -> done).count();
        LOG.info("{} tasks are tried again, {} a second; {} would fail again", count, perSecond, found.hopeless);
        Optional<Instant> until = last < 0
                ? Optional.empty()
                : store.find(ids.reversed().get(last)).map(row -> row.spec().runAt());
        return new PutBack(count, until, found.more, found.hopeless, found.examples);
    }

    /** What there was to try again. */
    private static final class Found {
        private final List<TaskId> ids = new ArrayList<>();
        private final List<Hopeless> examples = new ArrayList<>();
        private int hopeless;
        private boolean more;

        void add(TaskRow row, Optional<InvalidRequest> why) {
            if (why.isEmpty()) {
                ids.add(row.id());
                return;
            }
            hopeless++;
            if (examples.size() < Limits.PROBLEMS_SHOWN.intValue()) {
                examples.add(new Hopeless(row.id(), why.get()));
            }
        }
    }

    /** Newest first. */
    private Found collect(TaskFilter which) {
        Found found = new Found();
        Set<DatasetPin> read = new HashSet<>();
        OptionalLong before = OptionalLong.empty();
        List<TaskRow> page;
        do {
            page = store.list(new TaskQuery(which, before, PAGE));
            for (TaskRow row : page) {
                before = OptionalLong.of(row.seq());
                if (found.ids.size() == MOST || found.hopeless == MOST_LOOKED_AT) {
                    found.more = true;
                    return found;
                }
                found.add(row, check.oneOfMany(row, read));
            }
        } while (page.size() == PAGE);
        return found;
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
