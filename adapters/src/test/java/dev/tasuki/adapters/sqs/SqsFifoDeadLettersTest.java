package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.DeadLettersContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeadLetters;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqsServers.class)
final class SqsFifoDeadLettersTest extends DeadLettersContract {
    private final SqsWorld world;

    SqsFifoDeadLettersTest(SqsWorld world) {
        this.world = world;
    }

    @Override
    protected Fixture<Broker> open() {
        return new SqsFixture(world, SqsFixture.FIFO);
    }

    @Override
    protected DeadLetters lettersOf(Broker opened) {
        return ((SqsBroker) opened).deadLetters();
    }
}
