package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.ChangeSpan;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The change log in a database.
 *
 * <p>Numbers of lines are drawn before the commit. A number that is missing was drawn by a transaction that is
 * under way, or by one that was rolled back. A page ends before such a gap until the first line after it is ten
 * seconds old; no transaction of ours lasts so long. SQLite has one writer and no gaps.
 *
 * <p>PostgreSQL need not wait, as it tells which transactions have ended. A writer's transaction gets its own number
 * before it draws one for its line. So when a gap is seen, its transaction has a number below the next one to be
 * given. Once all transactions below that have ended, whatever is still missing never comes. A race that somebody
 * lost, or a task that was there already, leaves such a gap.
 */
public final class SqlChangeLog implements ChangeLog {
    private static final long OLD_MILLIS = 10_000;
    private static final int MOST_PRUNED = 1000;

    private final Database database;
    /** Where a page ended before a gap last. */
    private volatile Seen gap = Seen.NONE;

    /** A log over tables that {@link Database#open} has made; it does not close the database. */
    public SqlChangeLog(Database database) {
        this.database = database;
    }

    /**
     * A line that was there while others before it were missing.
     *
     * @param end the number that the next transaction would have got after that was seen
     */
    private record Seen(long version, long end) {
        static final Seen NONE = new Seen(0, Long.MAX_VALUE);
    }

    /** A line; without a change if it is of a kind that a newer version has written. */
    private record Line(long version, boolean old, @Nullable Change change) {}

    @Override
    public ChangePage since(long version, int limit) {
        // The order matters: what had ended before the lines were read is among them.
        Seen before = gap;
        long ended = version >= before.version ? 0 : transactions(1);
        List<Line> lines = read(session -> session.query(ChangeSql.SINCE, SqlChangeLog::line, version, limit));
        List<Change> changes = new ArrayList<>(lines.size());
        long upTo = version;
        for (Line line : lines) {
            boolean nobodys = line.old || (line.version <= before.version && ended >= before.end);
            if (line.version > upTo + 1 && !nobodys) {
                note(before, lines.getLast().version);
                break;
            }
            if (line.change != null) {
                changes.add(line.change);
            }
            upTo = line.version;
        }
        return new ChangePage(changes, upTo);
    }

    /** Remembers that lines before this one were missing. */
    private void note(Seen before, long version) {
        if (database.dialect() == Dialect.POSTGRESQL && before.version < version) {
            gap = new Seen(version, transactions(2));
        }
    }

    /** The first column: all transactions below it have ended; the second: the next to be given. */
    private long transactions(int column) {
        return read(session -> session.first(ChangeSql.TRANSACTIONS, row -> row.getLong(column)))
                .orElse(0L);
    }

    @Override
    public ChangePage of(TaskId task, long version, int limit) {
        List<Line> lines =
                read(session -> session.query(ChangeSql.OF_TASK, SqlChangeLog::line, task.value(), version, limit));
        List<Change> changes = lines.stream()
                .flatMap(line -> Optional.ofNullable(line.change).stream())
                .toList();
        return new ChangePage(changes, lines.isEmpty() ? version : lines.getLast().version);
    }

    @Override
    public ChangeSpan span() {
        return read(session -> session.first(ChangeSql.SPAN, row -> new ChangeSpan(row.getLong(1), row.getLong(2))))
                .orElse(new ChangeSpan(0, 0));
    }

    @Override
    public int prune(Instant before, long most) {
        ChangeSpan span = span();
        long beyond = span.newest() - most;
        record Old(long version, long at) {}
        List<Old> old = read(session ->
                        session.query(ChangeSql.OLDEST, row -> new Old(row.getLong(1), row.getLong(2)), MOST_PRUNED))
                .stream()
                .takeWhile(line -> line.at < before.toEpochMilli() || line.version <= beyond)
                .filter(line -> line.version < span.newest())
                .toList();
        return old.isEmpty() ? 0 : write(session -> session.update(ChangeSql.PRUNE, old.getLast().version));
    }

    @Override
    public Optional<Watching> watch(Runnable changed) {
        return CommitWatcher.possible(database.dialect())
                ? Optional.of(database.commits().listen(ChangeNotices.NAME, payload -> changed.run()))
                : Optional.empty();
    }

    private static Line line(ResultSet row) throws SQLException {
        long version = row.getLong("version");
        long at = row.getLong("at");
        boolean old = row.getLong("now_is") - at > OLD_MILLIS;
        Optional<Change.Kind> kind = Change.Kind.of(row.getString("type"));
        if (kind.isEmpty()) {
            return new Line(version, old, null);
        }
        String code = row.getString("error_code");
        Change.Facts facts = new Change.Facts(
                TaskKind.valueOf(row.getString("kind")),
                new DatasetId(row.getString("dataset_id")),
                row.getString("name"),
                row.getInt("attempt"),
                row.getString("metrics"),
                code == null ? null : new Outcome.Failed(RefusalCode.of(code), row.getString("error_detail")),
                alias(row));
        TaskId task = new TaskId(row.getString("subject"));
        return new Line(version, old, new Change(version, Instant.ofEpochMilli(at), kind.get(), task, facts));
    }

    private static Change.@Nullable AliasFacts alias(ResultSet row) throws SQLException {
        String alias = row.getString("alias");
        return alias == null
                ? null
                : new Change.AliasFacts(
                        alias, row.getLong("alias_from"), row.getLong("alias_to"), row.getString("alias_by"));
    }

    private <T> T read(Unit<T> unit) {
        try {
            return database.read(unit);
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    private <T> T write(Unit<T> unit) {
        try {
            return database.write(unit);
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }
}
