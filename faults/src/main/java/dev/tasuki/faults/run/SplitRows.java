package dev.tasuki.faults.run;

import dev.tasuki.faults.history.Event;
import java.util.List;

/** Rows in one place, messages in another. */
record SplitRows(StoredRows rows, StoredMessages queues) implements StoredRows {
    @Override
    public List<Event.Row> all(long at) {
        return rows.all(at);
    }

    @Override
    public long unfinished() {
        return rows.unfinished();
    }

    @Override
    public long completed() {
        return rows.completed();
    }

    @Override
    public long published() {
        return rows.published();
    }

    @Override
    public void awaitTaken(long count) {
        queues.awaitTaken(count);
    }

    @Override
    public long messages() {
        return queues.messages();
    }
}
