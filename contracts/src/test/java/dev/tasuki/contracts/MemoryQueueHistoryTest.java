package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryQueueHistory;
import dev.tasuki.core.port.QueueHistory;

final class MemoryQueueHistoryTest extends QueueHistoryContract {
    @Override
    protected Fixture<QueueHistory> open() {
        return MemoryFixture.of(clock -> new MemoryQueueHistory());
    }
}
