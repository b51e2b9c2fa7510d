package dev.tasuki.core.memory;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Group;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Task rows in a map behind one lock: slow, plain, and right by inspection. The clock given is the
 * "database's clock", read to the millisecond. Safe for any number of threads.
 */
public final class MemoryTaskStore implements TaskStore {
    private static final Comparator<TaskRow> IN_ORDER = comparingInt(
                    (TaskRow row) -> -row.spec().schedule().priority())
            .thenComparing(row -> row.spec().runAt())
            .thenComparingLong(TaskRow::seq);

    private final InstantSource clock;
    private final Map<TaskId, TaskRow> rows = new HashMap<>();
    /** By the folded id. */
    private final Map<String, TaskId> spellings = new HashMap<>();

    private final Map<String, TaskId> keys = new HashMap<>();
    private final Map<String, String> fingerprints = new HashMap<>();
    private final Map<TaskId, String> reports = new HashMap<>();
    /** Until when somebody gives the answers that are owed. */
    private final Map<TaskId, Instant> answering = new HashMap<>();

    private final MemoryChangeLog log;
    private final MemoryModelNames names;
    private long lastSeq;

    public MemoryTaskStore(InstantSource clock) {
        this.clock = clock;
        this.log = new MemoryChangeLog(clock);
        this.names = new MemoryModelNames(this, clock);
    }

    /** What happens to the rows. */
    public ChangeLog changes() {
        return log;
    }

    /** The names of the models. */
    public ModelNames names() {
        return names;
    }

    /** Adds the line of an alias that points to this model, or did. */
    synchronized void aliasChanged(TaskId model, Change.AliasFacts alias) {
        rows.computeIfPresent(model, (id, row) -> log.add(row, alias));
    }

    @Override
    public synchronized Acceptance accept(NewTask task) {
        IdempotencyKey key = task.idempotency();
        TaskRow holder = key == null ? null : rows.get(keys.get(key.key()));
        if (key != null && holder != null) {
            boolean same = key.fingerprint().equals(fingerprints.get(key.key()));
            return same ? new Acceptance.Repeated(holder) : new Acceptance.KeyTaken(holder);
        }
        TaskRow before = rows.get(spellings.get(task.id().folded()));
        if (before != null) {
            return new Acceptance.Repeated(before);
        }
        TaskRow row = log.add(Change.Kind.RECEIVED, TransitionRules.accepted(task, ++lastSeq, now()));
        rows.put(row.id(), row);
        spellings.put(row.id().folded(), row.id());
        if (key != null) {
            keys.put(key.key(), row.id());
            fingerprints.put(key.key(), key.fingerprint());
        }
        return new Acceptance.Created(row);
    }

    @Override
    public synchronized Optional<TaskRow> find(TaskId id) {
        return Optional.ofNullable(rows.get(spellings.get(id.folded())));
    }

    @Override
    public synchronized Optional<String> report(TaskId id) {
        return Optional.ofNullable(reports.get(id));
    }

    @Override
    public synchronized List<TaskRow> list(TaskQuery query) {
        TaskFilter filter = query.filter();
        return rows.values().stream()
                .filter(row -> filter.states().isEmpty() || filter.states().contains(row.state()))
                .filter(row ->
                        filter.dataset().map(row.spec().dataset()::equals).orElse(true))
                .filter(row -> filter.tag().map(row.spec().tags()::contains).orElse(true))
                .filter(row -> filter.code().map(code -> failedFor(row, code)).orElse(true))
                .filter(row ->
                        filter.request().map(key -> acceptedUnder(row, key)).orElse(true))
                .filter(row ->
                        filter.endedBefore().map(time -> endedBefore(row, time)).orElse(true))
                .filter(row -> filter.name()
                        .map(name -> name.equals(row.spec().name()))
                        .orElse(true))
                .filter(row -> filter.since()
                        .map(time -> !row.times().created().isBefore(time))
                        .orElse(true))
                .filter(row -> filter.algorithms().isEmpty()
                        || (row.spec().algorithm() != null
                                && filter.algorithms().contains(row.spec().algorithm())))
                .filter(row ->
                        query.before().isEmpty() || row.seq() < query.before().getAsLong())
                .sorted(comparingLong(TaskRow::seq).reversed())
                .limit(query.limit())
                .map(row -> query.width() == TaskQuery.Width.BRIEF
                        ? TransitionRules.brief(row)
                        : TransitionRules.withoutOrigin(row))
                .toList();
    }

    private boolean acceptedUnder(TaskRow row, IdempotencyKey key) {
        return row.id().equals(keys.get(key.key())) && key.fingerprint().equals(fingerprints.get(key.key()));
    }

    private static boolean failedFor(TaskRow row, RefusalCode code) {
        return row.outcome() instanceof Outcome.Failed failed && failed.code() == code;
    }

    @Override
    public synchronized List<TaskRow> due(Due due) {
        return rows.values().stream()
                .filter(wanted(due, now()))
                .sorted(due instanceof Due.Unlabelled ? comparingLong(TaskRow::seq) : IN_ORDER)
                .limit(due.limit())
                .map(row -> due instanceof Due.Unanswered ? row : TransitionRules.withoutOrigin(row))
                .toList();
    }

    @Override
    public synchronized TaskCounts counts() {
        Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
        for (TaskState state : TaskState.values()) {
            counts.put(
                    state,
                    rows.values().stream().filter(row -> row.state() == state).count());
        }
        long published = rows.values().stream()
                .filter(row ->
                        row.state() == TaskState.TASK_RECEIVED && row.times().published() != null)
                .count();
        Instant now = now();
        long scheduled = rows.values().stream()
                .filter(row -> row.state() == TaskState.TASK_RECEIVED
                        && row.spec().runAt().isAfter(now))
                .count();
        Duration longest = rows.values().stream()
                .filter(row -> row.state() == TaskState.TASK_RECEIVED
                        && !row.spec().runAt().isAfter(now))
                .map(row -> Duration.between(row.spec().runAt(), now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return new TaskCounts(counts, published, scheduled, longest);
    }

    @Override
    public synchronized boolean apply(Transition transition) {
        TaskRow row = rows.get(transition.id());
        Instant now = now();
        if (row == null || !TransitionRules.permits(row, transition, now)) {
            return false;
        }
        if (transition instanceof Transition.Claim claim && !room(row, claim.caps(), now)) {
            return false;
        }
        if (transition instanceof Transition.Answering next) {
            return isFirst(next, now);
        }
        if (transition instanceof Transition.Remove && !names.removed(row.id())) {
            return false;
        }
        if (!(transition instanceof Transition.Label)) {
            answering.remove(row.id());
        }
        if (transition instanceof Transition.Remove) {
            log.add(Change.Kind.DELETED, row);
            rows.remove(row.id());
            reports.remove(row.id());
            spellings.remove(row.id().folded());
            keys.values().removeIf(row.id()::equals);
            fingerprints.keySet().retainAll(keys.keySet());
        } else {
            TaskRow after = TransitionRules.after(row, transition, now);
            Change.Kind kind = Change.Kind.of(transition, after.state());
            rows.put(row.id(), kind == null ? after : log.add(kind, after));
        }
        if (transition instanceof Transition.Complete complete) {
            reports.put(row.id(), complete.report());
            names.completed(row);
        }
        return true;
    }

    /** Whether nobody is at it yet. */
    private boolean isFirst(Transition.Answering next, Instant now) {
        if (beingAnswered(next.id(), now)) {
            return false;
        }
        answering.put(next.id(), now.plus(next.lease()));
        return true;
    }

    private boolean beingAnswered(TaskId id, Instant now) {
        Instant until = answering.get(id);
        return until != null && !until.isBefore(now);
    }

    @Override
    public synchronized int markPublished(List<Transition.Published> marks) {
        return (int) marks.stream().filter(this::apply).count();
    }

    private Predicate<TaskRow> wanted(Due due, Instant now) {
        return switch (due) {
            case Due.Claimable claimable ->
                row -> row.spec().kind() == claimable.kind() && TransitionRules.claimable(row, now);
            case Due.Ahead ahead ->
                row -> row.spec().kind() == ahead.kind()
                        && TransitionRules.waits(row, now)
                        && row.times().published() != null
                        && row.spec().schedule().priority() > ahead.priority();
            case Due.Unpublished unpublished ->
                row -> TransitionRules.waits(row, now)
                        && silentSince(row.times().published(), now.minus(unpublished.silence()))
                        && !fresh(row, now.minus(unpublished.grace()))
                        && unpublished.without().stream().noneMatch(group -> group.has(row.spec()));
            case Due.Lapsed ignored -> row -> TransitionRules.lapsed(row, now);
            case Due.Expired ignored -> row -> TransitionRules.expired(row, now);
            case Due.Cancelling cancelling ->
                row -> row.state() == TaskState.TASK_STARTED
                        && row.cancelRequested()
                        && cancelling.owner().equals(row.lease().owner());
            case Due.Finishing finishing ->
                row -> row.state() == TaskState.TASK_STARTED
                        && row.finishRequested()
                        && finishing.owner().equals(row.lease().owner());
            case Due.Unanswered unanswered ->
                row -> row.answerOwed() && of(unanswered.protocol(), row) && !beingAnswered(row.id(), now);
            case Due.Unlabelled ignored -> TransitionRules::unlabelled;
        };
    }

    private static boolean of(String protocol, TaskRow row) {
        Origin origin = row.spec().origin();
        return origin != null && origin.protocol().equals(protocol);
    }

    /** Whether the caps leave room for one more run of what this row's task belongs to. */
    private boolean room(TaskRow row, Caps caps, Instant now) {
        return caps.of(row.spec()).entrySet().stream()
                .allMatch(limit -> running(limit.getKey(), row, now) < limit.getValue());
    }

    private long running(Group group, TaskRow but, Instant now) {
        return rows.values().stream()
                .filter(other -> !other.id().equals(but.id()))
                .filter(other -> TransitionRules.holdsAPlace(other, now) && group.has(other.spec()))
                .count();
    }

    /** Accepted after {@code time} to be run at once, and with no broker since. */
    private static boolean fresh(TaskRow row, Instant time) {
        return row.times().published() == null
                && row.spec().schedule().turn() == 0
                && !row.spec().runAt().isAfter(row.times().created())
                && row.times().created().isAfter(time);
    }

    private static boolean endedBefore(TaskRow row, Instant time) {
        Instant finished = row.times().finished();
        return finished != null && finished.isBefore(time);
    }

    private static boolean silentSince(@Nullable Instant published, Instant time) {
        return published == null || published.isBefore(time);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
