package dev.tasuki.adapters.sqs;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brokers over the shared server, whose queues have a prefix that no other test has. */
final class SqsFixture implements Fixture<Broker> {
    /** Parameters for trainings over FIFO queues. */
    static final String FIFO = "&fifo=true";

    private final SqsWorld world;
    private final SqsSettings settings;
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final List<SqsBroker> brokers = new ArrayList<>();

    SqsFixture(SqsWorld world, String more) {
        this.world = world;
        this.settings = world.settings(SqsWorld.prefix(), more);
        brokers.add(broker());
    }

    private SqsBroker broker() {
        return world.broker(settings, store, new ThreadTicker());
    }

    MemoryObjectStore store() {
        return store;
    }

    @Override
    public Broker port() {
        return brokers.getFirst();
    }

    @Override
    public Optional<Broker> another() {
        SqsBroker broker = broker();
        brokers.add(broker);
        return Optional.of(broker);
    }

    @Override
    public void advance(Duration time) {
        world.advance(time);
    }

    @Override
    public void close() {
        brokers.forEach(SqsBroker::close);
    }
}
