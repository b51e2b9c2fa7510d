package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.MovableClock;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;
import java.time.Duration;
import java.util.Optional;

/** Rows that need no server, for tests of messages. */
final class RowsInMemory implements Fixture<TaskStore> {
    private final MovableClock clock = new MovableClock();
    private final TaskStore store = new MemoryTaskStore(clock);

    @Override
    public TaskStore port() {
        return store;
    }

    @Override
    public Optional<TaskStore> another() {
        return Optional.empty();
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() {}
}
