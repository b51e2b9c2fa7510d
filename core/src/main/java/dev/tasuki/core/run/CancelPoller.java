package dev.tasuki.core.run;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops runs of this process soon after they were cancelled through another process, and those that
 * have used up their time. Called many times a second from one thread of its own. It asks the store only
 * for a second after the change log told of a cancel, and never while nothing runs: a run may be registered
 * here a moment after its claim. Heartbeats bring back a cancel, too, but seldom.
 */
public final class CancelPoller {
    /** Poll interval; a cancel waits half of it on average. */
    public static final Duration PERIOD = Duration.ofMillis(25);

    private static final Logger LOG = LoggerFactory.getLogger(CancelPoller.class);
    private static final int BATCH = 200;
    private static final int LOOKS_AFTER_A_CANCEL = 40;

    private final TaskStore store;
    private final Runs runs;
    private final String owner;
    private final InstantSource clock;
    private final AtomicInteger looks = new AtomicInteger();

    /** For the runs that this process holds as {@code owner}. */
    public CancelPoller(TaskStore store, Runs runs, String owner, InstantSource clock) {
        this.store = store;
        this.runs = runs;
        this.owner = owner;
        this.clock = clock;
    }

    /** The change log tells of a cancel: maybe of a run here. */
    public void hear(Change change) {
        if (change.kind() == Change.Kind.CANCEL_REQUESTED) {
            looks.set(LOOKS_AFTER_A_CANCEL);
        }
    }

    /** Looks once at the time, and at the store if there was a cancel lately. */
    public void turn() {
        if (looks.get() == 0) {
            stopOverdue();
        } else {
            looks.decrementAndGet();
            look();
        }
    }

    /** Looks once at the time and at the store. */
    public void look() {
        if (runs.size() == 0) {
            return;
        }
        stopOverdue();
        stopCancelled();
    }

    private void stopOverdue() {
        for (Run run : runs.all()) {
            if (run.overdue(clock.instant()) && !run.stopped()) {
                LOG.info("task {}: its time is up, the run stops", run.id());
                run.stop(Run.Stop.TIMED_OUT);
            }
        }
    }

    private void stopCancelled() {
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
