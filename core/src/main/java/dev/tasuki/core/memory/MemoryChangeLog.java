package dev.tasuki.core.memory;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.ChangeSpan;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;

/** The changes of a {@link MemoryTaskStore}, which adds them under its lock: no version is ever missing. */
final class MemoryChangeLog implements ChangeLog {
    private static final int MOST_PRUNED = 1000;

    private final InstantSource clock;
    private final TreeMap<Long, Change> lines = new TreeMap<>();
    private long newest;

    MemoryChangeLog(InstantSource clock) {
        this.clock = clock;
    }

    /** The row as it is with the version of its new line. */
    synchronized TaskRow add(Change.Kind kind, TaskRow row) {
        return add(kind, row, Change.Facts.of(row));
    }

    /** The same for a change of an alias that points to the row's model. */
    synchronized TaskRow add(TaskRow row, Change.AliasFacts alias) {
        return add(Change.Kind.ALIAS_CHANGED, row, Change.Facts.of(row).with(alias));
    }

    private TaskRow add(Change.Kind kind, TaskRow row, Change.Facts facts) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        newest++;
        lines.put(newest, new Change(newest, now, kind, row.id(), facts));
        return row.versioned(newest);
    }

    @Override
    public synchronized ChangePage since(long version, int limit) {
        return page(lines.tailMap(version, false).values().stream().limit(limit).toList(), version);
    }

    @Override
    public synchronized ChangePage of(TaskId task, long version, int limit) {
        return page(
                lines.tailMap(version, false).values().stream()
                        .filter(change -> change.task().equals(task))
                        .limit(limit)
                        .toList(),
                version);
    }

    private static ChangePage page(List<Change> changes, long before) {
        return new ChangePage(
                changes, changes.isEmpty() ? before : changes.getLast().version());
    }

    @Override
    public synchronized ChangeSpan span() {
        return new ChangeSpan(lines.isEmpty() ? 0 : lines.firstKey(), newest);
    }

    @Override
    public synchronized int prune(Instant before, long most) {
        int pruned = 0;
        while (pruned < MOST_PRUNED
                && lines.size() > 1
                && (lines.firstEntry().getValue().at().isBefore(before) || lines.size() > most)) {
            lines.pollFirstEntry();
            pruned++;
        }
        return pruned;
    }
}
