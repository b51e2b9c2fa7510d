package dev.tasuki.core.run;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells runs of this process soon that they were cancelled, or asked to finish, through another process, and stops
 * those that have used up their time. Called many times a second from one thread of its own. It asks the store only
 * for a second after the change log told of such a request, and never while nothing runs: a run may be registered
 * here a moment after its claim. Heartbeats bring back requests, too, but seldom.
 */
public final class CancelPoller {
    /** Poll interval; a cancel waits half of it on average. */
    public static final Duration PERIOD = Duration.ofMillis(25);

    private static final Logger LOG = LoggerFactory.getLogger(CancelPoller.class);
    private static final int BATCH = 200;
    private static final int LOOKS_AFTER_A_REQUEST = 40;

    private final TaskStore store;
    private final Runs runs;
    private final String owner;
    private final InstantSource clock;
    private final AtomicInteger cancelLooks = new AtomicInteger();
    private final AtomicInteger finishLooks = new AtomicInteger();

    /** For the runs that this process holds as {@code owner}. */
    public CancelPoller(TaskStore store, Runs runs, String owner, InstantSource clock) {
        this.store = store;
        this.runs = runs;
        this.owner = owner;
        this.clock = clock;
    }

    /** The change log tells of a request: maybe to a run here. */
    public void hear(Change change) {
        if (change.kind() == Change.Kind.CANCEL_REQUESTED) {
            cancelLooks.set(LOOKS_AFTER_A_REQUEST);
        } else if (change.kind() == Change.Kind.FINISH_REQUESTED) {
            finishLooks.set(LOOKS_AFTER_A_REQUEST);
        }
    }

    /** Looks once at the time, and at the store for what was requested lately. */
    public void turn() {
        look(spend(cancelLooks), spend(finishLooks));
    }

    private static boolean spend(AtomicInteger looks) {
        return looks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Looks once at the time and at the store. */
    public void look() {
        look(true, true);
    }

    private void look(boolean cancels, boolean finishes) {
        if (runs.size() == 0) {
            return;
        }
        stopOverdue();
        if (cancels) {
            tell(new Due.Cancelling(owner, BATCH), run -> run.stop(Run.Stop.CANCELLED));
        }
        if (finishes) {
            tell(new Due.Finishing(owner, BATCH), run -> run.finish(FinishReason.REQUESTED));
        }
    }

    private void stopOverdue() {
        Instant now = clock.instant();
        for (Run run : runs.all()) {
            if (run.overdue(now) && !run.stopped()) {
                LOG.info("task {}: its time is up, the run stops", run.id());
                run.stop(Run.Stop.TIMED_OUT);
            } else if (run.overdueButKept(now) && run.finish(FinishReason.TIMED_OUT)) {
                LOG.info("task {}: its time is up, the run ends with what it has", run.id());
            }
        }
    }

    private void tell(Due requested, Consumer<Run> what) {
        try {
            for (TaskRow row : store.due(requested)) {
                runs.of(row.id())
                        .filter(run -> run.epoch() == row.lease().epoch())
                        .ifPresent(what);
            }
        } catch (Refusal away) {
            LOG.debug("what was requested of runs is not known now: {}", away.detail());
        }
    }
}
