package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;

final class MemoryTaskNameTest extends TaskNameContract {
    @Override
    protected Fixture<TaskStore> open() {
        return MemoryFixture.of(MemoryTaskStore::new);
    }
}
