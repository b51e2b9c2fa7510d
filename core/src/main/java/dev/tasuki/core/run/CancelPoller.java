package dev.tasuki.core.run;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskRow;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops runs of this process soon after they were cancelled through another process, and those that
 * have used up their time. Called several times a second from one thread of its own; one small query
 * each time, and none while nothing runs. Heartbeats bring back a cancel, too, but seldom.
 */
public final class CancelPoller {
    /** Poll interval; a cancel waits half of it on average. */
    public static final Duration PERIOD = Duration.ofMillis(25);

    private static final Logger LOG = LoggerFactory.getLogger(CancelPoller.class);
    private static final int BATCH = 200;

    private final TaskStore store;
    private final Runs runs;
    private final String owner;
    private final InstantSource clock;

    /** For the runs that this process holds as {@code owner}. */
    public CancelPoller(TaskStore store, Runs runs, String owner, InstantSource clock) {
        this.store = store;
        this.runs = runs;
        this.owner = owner;
        this.clock = clock;
    }

    /** Looks once. */
    public void look() {
        if (runs.size() == 0) {
            return;
        }
        for (Run run : runs.all()) {
            if (run.overdue(clock.instant()) && !run.stopped()) {
                LOG.info("task {}: its time is up, the run stops", run.id());
                run.stop(Run.Stop.TIMED_OUT);
            }
        }
        try {
            for (TaskRow row : store.due(new Due.Cancelling(owner, BATCH))) {
                runs.of(row.id())
                        .filter(run -> run.epoch() == row.lease().epoch())
                        .ifPresent(run -> run.stop(Run.Stop.CANCELLED));
            }
        } catch (Refusal away) {
            LOG.debug("whether runs were cancelled is not known now: {}", away.detail());
        }
    }
}
