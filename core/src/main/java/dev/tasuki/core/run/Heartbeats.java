package dev.tasuki.core.run;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the claims of this process's runs: extends their leases, stores their progress, brings back
 * requests to stop or to finish, and stops a run whose claim is lost. A store that is away takes no claim from
 * anybody: the run goes on, and learns at the next beat that comes through whether another has taken
 * its task meanwhile. Called periodically from one thread of its own, so that no training can hold it up.
 */
public final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final TaskStore store;
    private final Runs runs;
    private final LeaseTerms terms;
    private final InstantSource clock;
    private final Executor handOvers;

    /** Hands deliveries over on the thread of the heartbeats: for brokers that do it at once. */
    public Heartbeats(TaskStore store, Runs runs, LeaseTerms terms, InstantSource clock) {
        this(store, runs, terms, clock, Runnable::run);
    }

    /** The same that hands deliveries over elsewhere: a sick broker may take as long as a lease lasts. */
    public Heartbeats(TaskStore store, Runs runs, LeaseTerms terms, InstantSource clock, Executor handOvers) {
        this.handOvers = handOvers;
        this.store = store;
        this.runs = runs;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * Looks at every run once and does what is due. What fails unexpectedly at one run is thrown after
     * the others have had their turn: they must not lose their leases by it.
     */
    public void beat() {
        List<RuntimeException> defects = new ArrayList<>();
        for (Run run : runs.all()) {
            try {
                look(run, clock.instant());
            } catch (RuntimeException defect) {
                defects.add(defect);
            }
        }
        if (!defects.isEmpty()) {
            throw defects.getFirst();
        }
    }

    private void look(Run run, Instant now) {
        Duration since = Duration.between(run.beaten(), now);
        // A clock that was set back would otherwise keep the beats away until it has caught up.
        boolean due = since.compareTo(terms.beat()) >= 0 || since.isNegative();
        boolean news = since.compareTo(terms.progress()) >= 0 && !run.progress().equals(run.sent());
        if (due || news) {
            beat(run, now);
        }
        run.handOverAfter(terms.handOver(), now, handOvers);
    }

    /**
     * The row is not claimed under this epoch any more. That is as it should be if the run itself is
     * ending its claim just now; the row cannot tell, as giving back leaves the epoch as it was.
     */
    private void refused(Run run) {
        if (!run.ending()) {
            LOG.warn("task {}: claim {} is lost, the run stops at the next tree", run.id(), run.epoch());
            run.stop(Run.Stop.LEASE_LOST);
        }
    }

    private void beat(Run run, Instant now) {
        try {
            Progress progress = run.progress();
            if (!store.apply(new Transition.Heartbeat(run.id(), run.epoch(), terms.lease(), progress))) {
                refused(run);
                return;
            }
            run.beat(now, progress);
            store.find(run.id()).ifPresent(run::heed);
        } catch (Refusal away) {
            LOG.warn("task {}: the lease could not be extended: {}", run.id(), away.detail());
        }
    }
}
