package dev.tasuki.core.keep;

import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.Heartbeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The periodic work of a process: heartbeats, relay and rescuer, each on a thread of its own, and what the
 * {@link Leader} among all processes does. Close it after the consumers are drained: heartbeats go on while they
 * drain. Not for several threads.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration RELAY = Duration.ofMillis(500);
    private static final Duration RESCUE = Duration.ofSeconds(5);

    private final Relay relay;
    private final Rescuer rescuer;
    private final Heartbeats heartbeats;
    private final Ticker ticker;
    private final List<Ticker.Ticking> ticking = new ArrayList<>();
    private @Nullable Leader leader;

    public Housekeeping(Relay relay, Rescuer rescuer, Heartbeats heartbeats, Ticker ticker) {
        this.relay = relay;
        this.rescuer = rescuer;
        this.heartbeats = heartbeats;
        this.ticker = ticker;
    }

    /**
     * Starts.
     *
     * @param exclusive true if no other process uses the store: then whatever is claimed is taken
     *     back at once, before this returns. Throws Unavailable if the store is away then.
     */
    public void start(boolean exclusive) {
        if (exclusive) {
            rescuer.takeOver();
            relay.run();
        }
        ticking.add(ticker.every(HEARTBEAT, "heartbeats", heartbeats::beat));
        ticking.add(ticker.every(RELAY, "relay", relay::run));
        ticking.add(ticker.every(RESCUE, "rescuer", this::rescue));
    }

    /**
     * Stands for the lead from now until close; if nobody leads, this process does when it returns. Who leads gives
     * older tasks their algorithm.
     */
    public void standForLead(Leader candidate, TaskStore tasks) {
        leader = candidate;
        candidate.turn();
        ticking.add(ticker.every(Leader.RENEWAL, "leader", candidate::turn));
        also(AlgorithmLabels.PERIOD, "algorithms", candidate.only(new AlgorithmLabels(tasks)::run));
    }

    /** Further periodic work until close. */
    public void also(Duration period, String name, Runnable work) {
        ticking.add(ticker.every(period, name, work));
    }

    private void rescue() {
        if (rescuer.run()) {
            relay.run();
        }
    }

    @Override
    public void close() {
        ticking.forEach(Ticker.Ticking::close);
        ticking.clear();
        if (leader != null) {
            leader.close();
        }
    }
}
