package dev.tasuki.core.keep;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old lines from the change log: readers that have been away for longer begin anew. For one thread. Any
 * number of processes may do it; the leader does.
 */
public final class ChangePruning {
    private static final Logger LOG = LoggerFactory.getLogger(ChangePruning.class);
    /** In one turn; a thousand lines each. */
    private static final int BATCHES = 1_000;

    private final ChangeLog log;
    private final Duration kept;
    private final InstantSource clock;

    /** Keeps lines for this time, and {@link Limits#CHANGES} of them at most. */
    public ChangePruning(ChangeLog log, Duration kept, InstantSource clock) {
        this.log = log;
        this.kept = kept;
        this.clock = clock;
    }

    /** Removes what is too old now; a store that is away ends it until the next time. */
    public void run() {
        try {
            for (int batch = 0; batch < BATCHES; batch++) {
                if (log.prune(clock.instant().minus(kept), Limits.CHANGES.value()) == 0) {
                    return;
                }
            }
        } catch (Refusal away) {
            LOG.warn("old changes stay in the log for now: {}", away.detail());
        }
    }
}
