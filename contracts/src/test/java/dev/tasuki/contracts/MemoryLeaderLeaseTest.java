package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryLeaderLease;
import dev.tasuki.core.port.LeaderLease;

final class MemoryLeaderLeaseTest extends LeaderLeaseContract {
    @Override
    protected Fixture<LeaderLease> open() {
        return MemoryFixture.of(MemoryLeaderLease::new);
    }
}
