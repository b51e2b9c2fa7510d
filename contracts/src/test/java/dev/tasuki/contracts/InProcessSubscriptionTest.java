package dev.tasuki.contracts;

import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.Broker;

final class InProcessSubscriptionTest extends SubscriptionContract {
    @Override
    protected Fixture<Broker> open() {
        return MemoryFixture.of(clock -> new InProcessBroker(clock, 1_000));
    }
}
