package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.RequestReplyContract;
import dev.tasuki.core.port.Broker;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqsServers.class)
final class SqsFifoRequestReplyTest extends RequestReplyContract {
    private final SqsWorld world;

    SqsFifoRequestReplyTest(SqsWorld world) {
        this.world = world;
    }

    @Override
    protected Fixture<Broker> open() {
        return new SqsFixture(world, SqsFixture.FIFO);
    }
}
