package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.ObjectStore;

final class MemoryObjectStoreTest extends ObjectStoreContract {
    @Override
    protected Fixture<ObjectStore> open() {
        return MemoryFixture.of(MemoryObjectStore::new);
    }
}
