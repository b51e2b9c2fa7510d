package dev.tasuki.core.simulation;

import dev.tasuki.core.port.LeaderLease;
import java.time.Duration;

/** The leases as one process reaches them. */
record LeaderLeaseLink(FaultyLink link, LeaderLease leases) implements LeaderLease {
    @Override
    public boolean hold(String name, String holder, Duration length) {
        return link.call("leases.hold " + name, () -> leases.hold(name, holder, length), String::valueOf);
    }

    @Override
    public void release(String name, String holder) {
        link.call(
                "leases.release " + name,
                () -> {
                    leases.release(name, holder);
                    return true;
                },
                String::valueOf);
    }
}
