package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.DeadLettersContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeadLetters;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqsServers.class)
final class SqsDeadLettersTest extends DeadLettersContract {
    private final SqsWorld world;

    SqsDeadLettersTest(SqsWorld world) {
        this.world = world;
    }

    @Override
    protected Fixture<Broker> open() {
        return new SqsFixture(world, "");
    }

    @Override
    protected DeadLetters lettersOf(Broker opened) {
        return ((SqsBroker) opened).deadLetters();
    }
}
