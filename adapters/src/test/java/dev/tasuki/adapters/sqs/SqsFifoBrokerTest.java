package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.BrokerContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqsServers.class)
final class SqsFifoBrokerTest extends BrokerContract {
    private final SqsWorld world;

    SqsFifoBrokerTest(SqsWorld world) {
        this.world = world;
    }

    @Override
    protected Fixture<Broker> open() {
        return new SqsFixture(world, SqsFixture.FIFO);
    }
}
