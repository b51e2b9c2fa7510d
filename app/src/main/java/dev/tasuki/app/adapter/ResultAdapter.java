package dev.tasuki.app.adapter;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.Cursors;
import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.port.TaskStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One kind of result store that a URL can choose. */
public interface ResultAdapter extends Adapter<ResultAdapter.Opened> {
    /**
     * A result store, opened.
     *
     * @param changes what happens to its rows
     * @param names of the models of its rows
     * @param leases by which the processes over it agree on a leader
     * @param cursors up to where the log was read for other programs
     * @param watched what is kept of queues and processes
     * @param readings what its server tells of itself; never throws
     */
    record Opened(
            TaskStore tasks,
            ChangeLog changes,
            ModelNames names,
            LeaderLease leases,
            Cursors cursors,
            Watched watched,
            Supplier<List<ServerReading>> readings) {
        /** One whose server tells nothing. */
        public Opened(
                TaskStore tasks,
                ChangeLog changes,
                ModelNames names,
                LeaderLease leases,
                Cursors cursors,
                Watched watched) {
            this(tasks, changes, names, leases, cursors, watched, List::of);
        }
    }

    /**
     * What is kept for those who look.
     *
     * @param history how queues were
     * @param board which processes work
     */
    record Watched(QueueHistory history, PresenceBoard board) {}

    /** What may be lost that was answered, because the URL accepts it; empty if nothing may. */
    default Optional<String> acceptedRisk(AdapterUrl url) {
        return Optional.empty();
    }

    /** Looks at the server for what its operator may want to know. Changes nothing; never throws a refusal. */
    default List<Finding> examine(AdapterUrl url) {
        return List.of();
    }
}
