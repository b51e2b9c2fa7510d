package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Group;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
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
import org.jspecify.annotations.Nullable;

/** The task rows in a database. Safe for any number of threads and processes. */
public final class SqlTaskStore implements TaskStore {
    /** How often an accept starts over because the row that was in its way has just been removed. */
    private static final int PATIENCE = 100;

    private final Database database;

    /** A store over tables that {@link Database#open} has made; it does not close the database. */
    public SqlTaskStore(Database database) {
        this.database = database;
    }

    @Override
    public Acceptance accept(NewTask task) {
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            Optional<TaskRow> created = create(task);
            if (created.isPresent()) {
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
        Unit<Optional<TaskRow>> insertion =
                session -> database.dialect().returning() ? insert(session, task) : insertThenRead(session, task);
        try {
            boolean one = database.dialect().returning() && task.spec().tags().isEmpty();
            return one ? database.single(insertion) : database.write(insertion);
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
        TaskFilter filter = query.filter();
        filter.states().forEach(state -> arguments.add(state.name()));
        filter.dataset().ifPresent(dataset -> arguments.add(dataset.value()));
        filter.tag().ifPresent(tag -> arguments.add(storable(tag)));
        filter.code().ifPresent(code -> arguments.add(code.text()));
        filter.request().ifPresent(request -> arguments.addAll(List.of(request.key(), request.fingerprint())));
        query.before().ifPresent(arguments::add);
        arguments.add(query.limit());
        return read(session -> session.query(TaskSql.list(query), TaskRows::read, arguments.toArray()));
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
        });
    }

    private static List<TaskRow> unpublished(Session session, Due.Unpublished due) throws SQLException {
        List<String> datasets = names(due.without(), Group.Kind.DATASET);
        List<String> tags = names(due.without(), Group.Kind.TAG);
        List<Object> arguments = new ArrayList<>();
        arguments.add(due.silence().toMillis());
        arguments.addAll(datasets);
        arguments.addAll(tags);
        arguments.add(due.limit());
        return session.query(TaskSql.unpublished(datasets.size(), tags.size()), TaskRows::read, arguments.toArray());
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
        read(session -> session.query(TaskSql.COUNTS, row -> {
            TaskState state = TaskState.valueOf(row.getString(1));
            if (state == TaskState.TASK_RECEIVED) {
                published.set(row.getLong(3));
                scheduled.set(row.getLong(4));
            }
            return counts.put(state, row.getLong(2));
        }));
        return new TaskCounts(counts, published.get(), scheduled.get());
    }

    @Override
    public boolean apply(Transition transition) {
        Unit<Integer> unit = session -> change(session, transition);
        try {
            return (alone(transition) ? database.single(unit) : database.write(unit)) == 1;
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    /** Whether one statement does it. */
    private static boolean alone(Transition transition) {
        return switch (transition) {
            case Transition.Claim claim -> claim.caps().none();
            case Transition.Mend ignored -> false;
            default -> true;
        };
    }

    /**
     * Lets every lease lapse at once. For the process that has the database to itself, when it
     * starts: whoever held the leases is dead, and their tasks need not wait. How many there were.
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
                            ? new Acceptance.Repeated(TaskRows.read(row))
                            : new Acceptance.KeyTaken(TaskRows.read(row)),
                    key.key());
            if (holder.isPresent()) {
                return holder;
            }
        }
        return find(session, task.id()).map(Acceptance.Repeated::new);
    }

    /** The row with exactly this id if there is one, else the one whose id differs by case only. */
    private static Optional<TaskRow> find(Session session, TaskId id) throws SQLException {
        List<TaskRow> rows = session.query(TaskSql.FIND_FOLDED, TaskRows::read, id.value(), id.folded());
        return rows.stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .or(() -> rows.stream().findFirst());
    }

    private static Optional<TaskRow> insert(Session session, NewTask task) throws SQLException {
        Optional<TaskRow> row = session.first(TaskSql.INSERT_RETURNING, TaskRows::read, insertion(task));
        if (row.isPresent()) {
            tag(session, row.get(), task.spec());
        }
        return row;
    }

    private static Optional<TaskRow> insertThenRead(Session session, NewTask task) throws SQLException {
        session.update(TaskSql.INSERT, insertion(task));
        TaskRow row = session.first(TaskSql.FIND, TaskRows::read, task.id().value())
                .orElseThrow(() -> new SQLException("a row just inserted is not there"));
        tag(session, row, task.spec());
        return Optional.of(row);
    }

    private static @Nullable Object[] insertion(NewTask task) {
        TaskSpec spec = task.spec();
        IdempotencyKey key = task.idempotency();
        List<@Nullable Object> values = values(spec, spec.schedule().firstDue());
        values.add(task.id().value());
        values.add(task.id().folded());
        values.add(spec.kind().name());
        values.add(millis(spec.schedule().expires()));
        values.add(key == null ? null : key.key());
        values.add(key == null ? null : key.fingerprint());
        return values.toArray();
    }

    /** What a task asks for, in the order of the columns that an insert and a mending have in common. */
    private static List<@Nullable Object> values(TaskSpec spec, Instant firstDue) {
        DatasetPin pin = spec.pin();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(spec.payload());
        values.add(spec.dataset().value());
        values.add(pin == null ? null : pin.etag());
        values.add(pin == null ? null : pin.size());
        values.add(spec.name() == null ? null : storable(spec.name()));
        values.add(Json.write(tags(spec)));
        values.add(millis(spec.schedule().timeout()));
        values.add(spec.schedule().priority());
        values.add(millis(start(spec.runAt())));
        values.add(millis(start(firstDue)));
        return values;
    }

    private static List<String> tags(TaskSpec spec) {
        return spec.tags().stream().map(SqlTaskStore::storable).toList();
    }

    private static void tag(Session session, TaskRow row, TaskSpec spec) throws SQLException {
        List<String> tags = tags(spec);
        for (int i = 0; i < tags.size(); i++) {
            session.update(TaskSql.INSERT_TAG, row.seq(), i, tags.get(i));
        }
    }

    private static int mend(Session session, Transition.Mend mend) throws SQLException {
        String id = mend.id().value();
        List<@Nullable Object> values = values(mend.spec(), mend.spec().runAt());
        values.add(id);
        values.add(mend.epoch());
        int changed = session.update(TaskSql.MEND, values.toArray());
        if (changed == 1) {
            TaskRow row = session.first(TaskSql.FIND, TaskRows::read, id)
                    .orElseThrow(() -> new SQLException("a row just changed is not there"));
            session.update(TaskSql.REMOVE_TAGS, row.seq());
            tag(session, row, mend.spec());
        }
        return changed;
    }

    private static int change(Session session, Transition transition) throws SQLException {
        String id = transition.id().value();
        return switch (transition) {
            case Transition.Published published -> session.update(TaskSql.PUBLISHED, id, published.turn());
            case Transition.Unpublish ignored -> session.update(TaskSql.UNPUBLISH, id);
            case Transition.Expire expire ->
                session.update(
                        TaskSql.EXPIRE,
                        expire.outcome().code().text(),
                        storable(expire.outcome().detail()),
                        id);
            case Transition.Claim claim ->
                room(session, claim)
                        ? session.update(
                                TaskSql.CLAIM, claim.owner(), claim.lease().toMillis(), id, claim.epoch())
                        : 0;
            case Transition.Heartbeat beat ->
                session.update(
                        TaskSql.HEARTBEAT,
                        beat.lease().toMillis(),
                        beat.progress().fraction(),
                        beat.progress().stage(),
                        storable(beat.progress().text()),
                        id,
                        beat.epoch());
            case Transition.Complete complete -> {
                Artifact artifact = complete.outcome().artifact();
                yield session.update(
                        TaskSql.COMPLETE,
                        artifact.key(),
                        artifact.sha256(),
                        artifact.size(),
                        complete.outcome().metrics(),
                        complete.report(),
                        id,
                        complete.epoch());
            }
            case Transition.Fail fail ->
                session.update(
                        TaskSql.FAIL,
                        fail.outcome().code().text(),
                        storable(fail.outcome().detail()),
                        id,
                        fail.epoch());
            case Transition.GiveBack back ->
                session.update(TaskSql.GIVE_BACK, back.delay().toMillis(), back.counted() ? 0 : 1, id, back.epoch());
            case Transition.Stopped stopped -> session.update(TaskSql.STOPPED, id, stopped.epoch());
            case Transition.Cancel ignored -> session.update(TaskSql.CANCEL, id);
            case Transition.Retry retry -> {
                long delay = retry.delay().toMillis();
                yield session.update(TaskSql.RETRY, delay, delay, id);
            }
            case Transition.Mend mend -> mend(session, mend);
            case Transition.Remove ignored -> session.update(TaskSql.REMOVE, id);
        };
    }

    /** Whether the caps leave room for one more run; until the commit no other claim under a cap asks. */
    private static boolean room(Session session, Transition.Claim claim) throws SQLException {
        if (claim.caps().none()) {
            return true;
        }
        String id = claim.id().value();
        Map<Group, Integer> limits = session.first(
                        TaskSql.GROUPS,
                        row -> claim.caps()
                                .of(new DatasetId(row.getString("dataset_id")), Json.list(row.getString("tags"))),
                        id)
                .orElse(Map.of());
        if (limits.isEmpty()) {
            return true;
        }
        session.update(TaskSql.PASS_THE_GATE);
        for (Map.Entry<Group, Integer> limit : limits.entrySet()) {
            if (running(session, limit.getKey(), id) >= limit.getValue()) {
                return false;
            }
        }
        return true;
    }

    private static long running(Session session, Group group, String but) throws SQLException {
        String sql = switch (group.kind()) {
            case DATASET -> TaskSql.RUNNING_ON_DATASET;
            case TAG -> TaskSql.RUNNING_WITH_TAG;
        };
        return session.first(sql, row -> row.getLong(1), but, group.name()).orElse(0L);
    }

    /** Null for the time of the database. */
    private static @Nullable Instant start(Instant time) {
        return time.equals(Schedule.AT_ONCE) ? null : time;
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    /** Text from people may hold a NUL, which PostgreSQL's text cannot. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
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
