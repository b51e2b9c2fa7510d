package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryTaskStore;

final class MemoryModelNamesTest extends ModelNamesContract {
    @Override
    protected Fixture<Ports> open() {
        return MemoryFixture.of(clock -> {
            MemoryTaskStore store = new MemoryTaskStore(clock);
            return new Ports(store, store.names(), store.changes());
        });
    }
}
