package dev.tasuki.core.keep;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process is the one, among all that share a store, that keeps the house. It holds a lease and renews
 * it; if it dies, another process leads within {@link #LEASE} and {@link #RENEWAL}. Close it before the store: then
 * another one leads at its next turn.
 *
 * <p>{@link #turn} is for one thread, the rest is thread-safe. A turn that is under way during close may take the
 * lease again; then it lapses by itself.
 */
public final class Leader implements AutoCloseable {
    /** How long a lease lasts that is not renewed. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    /** How often {@link #turn} is to be called: a store that is away for a few turns costs nobody the lead. */
    public static final Duration RENEWAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Leader.class);
    private static final String LEASE_NAME = "housekeeping";

    private final LeaderLease leases;
    private final String holder;
    private final InstantSource steady;
    private final OutageLog outage = new OutageLog("the lease of the leader");
    private volatile Instant until = Instant.MIN;
    private volatile boolean closed;

    /**
     * A process that does not lead yet.
     *
     * @param holder names this process; no other has that name
     * @param steady measures how long the lease lasts, see {@link dev.tasuki.core.base.SteadyClock}
     */
    public Leader(LeaderLease leases, String holder, InstantSource steady) {
        this.leases = leases;
        this.holder = holder;
        this.steady = steady;
    }

    /** True while this process leads. It stops by itself when the lease could not be renewed in time. */
    public boolean leads() {
        return steady.instant().isBefore(until);
    }

    /** The same work, done only while this process leads. */
    public Runnable only(Runnable work) {
        return () -> {
            if (leads()) {
                work.run();
            }
        };
    }

    /** Takes the lease if it is free, or renews it. A store that is away ends it until the next time. */
    public void turn() {
        if (closed) {
            return;
        }
        boolean led = leads();
        // From before the request: what the store counts ends later.
        Instant end = steady.instant().plus(LEASE);
        try {
            until = leases.hold(LEASE_NAME, holder, LEASE) ? end : Instant.MIN;
            outage.goesOn();
        } catch (Refusal away) {
            outage.waits(away);
        }
        if (led != leads()) {
            LOG.info("{} {} the housekeeping of all processes over this store", holder, led ? "leaves" : "does");
        }
    }

    /** Gives the lease up. */
    @Override
    public void close() {
        closed = true;
        boolean led = leads();
        until = Instant.MIN;
        if (!led) {
            return;
        }
        try {
            leases.release(LEASE_NAME, holder);
        } catch (Refusal away) {
            LOG.info("the lease of the leader lapses by itself: {}", away.detail());
        }
    }
}
