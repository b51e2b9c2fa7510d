package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;

final class MemoryTaskAnswerTest extends TaskAnswerContract {
    @Override
    protected Fixture<TaskStore> open() {
        return MemoryFixture.of(MemoryTaskStore::new);
    }
}
