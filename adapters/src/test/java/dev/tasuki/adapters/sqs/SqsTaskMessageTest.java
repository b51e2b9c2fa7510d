package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.TaskMessageContract;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.TaskStore;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows in memory, messages over SQS. */
@ExtendWith(SqsServers.class)
final class SqsTaskMessageTest extends TaskMessageContract {
    private final SqsWorld world;

    SqsTaskMessageTest(SqsWorld world) {
        this.world = world;
    }

    @Override
    protected Fixture<TaskStore> open() {
        return new RowsInMemory();
    }

    @Override
    protected Broker broker() {
        return world.broker(world.settings(SqsWorld.prefix(), ""), new MemoryObjectStore(), new ThreadTicker());
    }
}
