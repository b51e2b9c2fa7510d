package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Group;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The task rows in a database. Safe for any number of threads and processes. */
public final class SqlTaskStore implements TaskStore {
    /** How often an accept starts over because the row that was in its way has just been removed. */
    private static final int PATIENCE = 100;

    private final Database database;
    private final AcceptGroups groups;
    private final ChangeNotices notices;

    /** A store over tables that {@link Database#open} has made; it does not close the database. */
    public SqlTaskStore(Database database) {
        this.database = database;
        this.notices = new ChangeNotices(database);
        this.groups = new AcceptGroups(tasks -> TaskInsertion.together(database, tasks));
    }

    @Override
    public Acceptance accept(NewTask task) {
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            Optional<TaskRow> created = create(task);
            if (created.isPresent()) {
                notices.changed();
                return new Acceptance.Created(created.get());
            }
            Optional<Acceptance> before = read(session -> before(session, task));
            if (before.isPresent()) {
                return before.get();
            }
        }
        throw new IllegalStateException("task " + task.id() + " was taken and gone " + PATIENCE + " times in a row");
    }

    /** Empty if a row is in the way. */
    private Optional<TaskRow> create(NewTask task) {
        try {
            return TaskInsertion.oneRoundTrip(database.dialect(), task)
                    ? groups.insert(task)
                    : database.write(session -> TaskInsertion.alone(session, task));
        } catch (SQLException e) {
            if (database.dialect().duplicateKey(e)) {
                return Optional.empty();
            }
            throw refusal(e);
        }
    }

    @Override
    public Optional<TaskRow> find(TaskId id) {
        return read(session -> find(session, id));
    }

    @Override
    public Optional<String> report(TaskId id) {
        return read(session -> session.first(TaskSql.REPORT, row -> row.getString(1), id.value()));
    }

    @Override
    public List<TaskRow> list(TaskQuery query) {
        List<Object> arguments = new ArrayList<>();
        List<Object> conditions = conditions(query);
        for (String algorithm : query.filter().algorithms()) {
            arguments.add(algorithm);
            arguments.addAll(conditions);
            arguments.add(query.limit());
        }
        if (arguments.isEmpty()) {
            arguments.addAll(conditions);
        }
        arguments.add(query.limit());
        return read(session -> session.query(TaskSql.list(query), TaskRows::read, arguments.toArray()));
    }

    private static List<Object> conditions(TaskQuery query) {
        List<Object> arguments = new ArrayList<>();
        TaskFilter filter = query.filter();
        filter.states().forEach(state -> arguments.add(state.name()));
        filter.dataset().ifPresent(dataset -> arguments.add(dataset.value()));
        filter.tag().ifPresent(tag -> arguments.add(TaskValues.storable(tag)));
        filter.code().ifPresent(code -> arguments.add(code.text()));
        filter.request().ifPresent(request -> arguments.addAll(List.of(request.key(), request.fingerprint())));
        filter.endedBefore().ifPresent(time -> arguments.add(time.toEpochMilli()));
        filter.name().ifPresent(name -> arguments.add(TaskValues.storable(name)));
        filter.since().ifPresent(time -> arguments.add(ceiling(time)));
        query.before().ifPresent(arguments::add);
        return arguments;
    }

    /** Rows have whole milliseconds: the first that is not before this time. */
    private static long ceiling(Instant time) {
        long millis = time.toEpochMilli();
        return Instant.ofEpochMilli(millis).isBefore(time) ? millis + 1 : millis;
    }

    @Override
    public List<TaskRow> due(Due due) {
        return read(session -> switch (due) {
            case Due.Claimable claimable ->
                session.query(
                        TaskSql.CLAIMABLE, TaskRows::read, claimable.kind().name(), claimable.limit());
            case Due.Ahead ahead ->
                session.query(TaskSql.AHEAD, TaskRows::read, ahead.kind().name(), ahead.priority(), ahead.limit());
            case Due.Unpublished unpublished -> unpublished(session, unpublished);
            case Due.Lapsed lapsed -> session.query(TaskSql.DUE_LAPSED, TaskRows::read, lapsed.limit());
            case Due.Expired expired -> session.query(TaskSql.DUE_EXPIRED, TaskRows::read, expired.limit());
            case Due.Cancelling cancelling ->
                session.query(TaskSql.CANCELLING, TaskRows::read, cancelling.owner(), cancelling.limit());
            case Due.Finishing finishing ->
                session.query(TaskSql.FINISHING, TaskRows::read, finishing.owner(), finishing.limit());
            case Due.Unanswered unanswered ->
                session.query(TaskSql.UNANSWERED, TaskRows::readAll, unanswered.protocol(), unanswered.limit());
            case Due.Unlabelled unlabelled -> unlabelled(session, unlabelled.limit());
        });
    }

    /** One part of the statement is for what nobody has named, one for what was searched for; all have the same bound. */
    private static List<TaskRow> unlabelled(Session session, int limit) throws SQLException {
        return session.query(TaskSql.UNLABELLED, TaskRows::read, limit, limit, limit);
    }

    private static List<TaskRow> unpublished(Session session, Due.Unpublished due) throws SQLException {
        List<String> datasets = names(due.without(), Group.Kind.DATASET);
        List<String> tags = names(due.without(), Group.Kind.TAG);
        List<Object> arguments = new ArrayList<>();
        arguments.add(due.grace().toMillis());
        if (due.published()) {
            arguments.add(due.silence().toMillis());
        }
        arguments.addAll(datasets);
        arguments.addAll(tags);
        arguments.add(due.limit());
        return session.query(
                TaskSql.unpublished(due.published(), datasets.size(), tags.size()),
                TaskRows::read,
                arguments.toArray());
    }

    private static List<String> names(Set<Group> groups, Group.Kind kind) {
        return groups.stream()
                .filter(group -> group.kind() == kind)
                .map(Group::name)
                .toList();
    }

    @Override
    public TaskCounts counts() {
        Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
        for (TaskState state : TaskState.values()) {
            counts.put(state, 0L);
        }
        AtomicLong published = new AtomicLong();
        AtomicLong scheduled = new AtomicLong();
        AtomicLong waits = new AtomicLong();
        read(session -> session.query(TaskSql.COUNTS, row -> {
            TaskState state = TaskState.valueOf(row.getString(1));
            if (state == TaskState.TASK_RECEIVED) {
                published.set(row.getLong(2) - row.getLong(3));
                scheduled.set(row.getLong(4));
                waits.set(row.getLong(5));
            }
            return counts.put(state, row.getLong(2));
        }));
        return new TaskCounts(counts, published.get(), scheduled.get(), Duration.ofMillis(waits.get()));
    }

    @Override
    public boolean apply(Transition transition) {
        Unit<Integer> unit = session -> SqlTransitions.apply(session, transition);
        try {
            boolean applied = completedAlone(transition)
                    || (alone(transition) ? database.single(unit) : database.write(unit)) == 1;
            if (applied && hasLine(transition)) {
                notices.changed();
            }
            return applied;
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    @Override
    public int markPublished(List<Transition.Published> marks) {
        try {
            // Nearly always one statement; where there are several, each mark stands for itself.
            return database.single(session -> SqlTransitions.markPublished(session, marks));
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    /** One round trip instead of three, where one statement does all: for a training without a name on PostgreSQL. */
    private boolean completedAlone(Transition transition) throws SQLException {
        return database.dialect() == Dialect.POSTGRESQL
                && transition instanceof Transition.Complete complete
                && database.single(session -> SqlTransitions.completeUnnamed(session, complete)) == 1;
    }

    private static boolean hasLine(Transition transition) {
        return switch (transition) {
            case Transition.Published ignored -> false;
            case Transition.Unpublish ignored -> false;
            case Transition.Heartbeat ignored -> false;
            case Transition.Answering ignored -> false;
            case Transition.Answered ignored -> false;
            case Transition.Label ignored -> false;
            default -> true;
        };
    }

    /** Whether one statement does it. */
    private static boolean alone(Transition transition) {
        return switch (transition) {
            case Transition.Claim claim -> claim.caps().none();
            case Transition.Mend ignored -> false;
            case Transition.Complete ignored -> false;
            case Transition.Remove ignored -> false;
            default -> true;
        };
    }

    /**
     * Lets every lease lapse at once. For the process that has the database to itself, when it
     * starts: the holders are dead, and their tasks need not wait. Returns how many there were.
     */
    public int releaseLeases() {
        return write(session -> session.update(TaskSql.RELEASE_LEASES));
    }

    private static Optional<Acceptance> before(Session session, NewTask task) throws SQLException {
        IdempotencyKey key = task.idempotency();
        if (key != null) {
            Optional<Acceptance> holder = session.first(
                    TaskSql.FIND_BY_KEY,
                    row -> key.fingerprint().equals(row.getString("fingerprint"))
                            ? new Acceptance.Repeated(TaskRows.readAll(row))
                            : new Acceptance.KeyTaken(TaskRows.readAll(row)),
                    key.key());
            if (holder.isPresent()) {
                return holder;
            }
        }
        return find(session, task.id()).map(Acceptance.Repeated::new);
    }

    /** The row with exactly this id if there is one, else the one whose id differs by case only. */
    private static Optional<TaskRow> find(Session session, TaskId id) throws SQLException {
        List<TaskRow> rows = session.query(TaskSql.FIND_FOLDED, TaskRows::readAll, id.value(), id.folded());
        return rows.stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .or(() -> rows.stream().findFirst());
    }

    private <T> T read(Unit<T> unit) {
        try {
            return database.read(unit);
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    private <T> T write(Unit<T> unit) {
        try {
            return database.write(unit);
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    private static Refusal refusal(SQLException e) {
        return Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
    }
}
