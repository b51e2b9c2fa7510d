package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.BrokerContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqsServers.class)
final class SqsBrokerTest extends BrokerContract {
    private final SqsWorld world;

    SqsBrokerTest(SqsWorld world) {
        this.world = world;
    }

    @Override
    protected Fixture<Broker> open() {
        return new SqsFixture(world, "");
    }
}
