package dev.tasuki.app.adapter;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.Cursors;
import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.core.port.TaskStore;
import java.util.List;

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

    /** Looks at the server for what its operator may want to know. Changes nothing; never throws a refusal. */
    default List<Finding> examine(AdapterUrl url) {
        return List.of();
    }
}
