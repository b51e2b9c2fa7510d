package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.SubscriptionContract;
import dev.tasuki.core.port.Broker;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqsServers.class)
final class SqsFifoSubscriptionTest extends SubscriptionContract {
    private final SqsWorld world;

    SqsFifoSubscriptionTest(SqsWorld world) {
        this.world = world;
    }

    @Override
    protected Fixture<Broker> open() {
        return new SqsFixture(world, SqsFixture.FIFO);
    }
}
