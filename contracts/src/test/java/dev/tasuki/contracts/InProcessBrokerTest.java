package dev.tasuki.contracts;

import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.Broker;

final class InProcessBrokerTest extends BrokerContract {
    @Override
    protected Fixture<Broker> open() {
        return MemoryFixture.of(clock -> new InProcessBroker(clock, 1_000));
    }

    @Override
    protected boolean delaysRequeues() {
        return false;
    }
}
