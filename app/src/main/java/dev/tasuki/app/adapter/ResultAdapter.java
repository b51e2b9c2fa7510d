package dev.tasuki.app.adapter;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.Cursors;
import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.core.port.TaskStore;

/** One kind of result store that a URL can choose. */
public interface ResultAdapter extends Adapter<ResultAdapter.Opened> {
    /**
     * A result store, opened.
     *
     * @param changes what happens to its rows
     * @param leases by which the processes over it agree on a leader
     * @param cursors up to where the log was read for other programs
     */
    record Opened(TaskStore tasks, ChangeLog changes, LeaderLease leases, Cursors cursors) {}
}
