package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;

final class MemoryTaskAlgorithmTest extends TaskAlgorithmContract {
    @Override
    protected Fixture<TaskStore> open() {
        return MemoryFixture.of(MemoryTaskStore::new);
    }
}
