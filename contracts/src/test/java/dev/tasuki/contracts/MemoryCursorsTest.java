package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryCursors;
import dev.tasuki.core.port.Cursors;

final class MemoryCursorsTest extends CursorsContract {
    @Override
    protected Fixture<Cursors> open() {
        return MemoryFixture.of(clock -> new MemoryCursors());
    }
}
