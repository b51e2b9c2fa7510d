package dev.tasuki.contracts;

import dev.tasuki.core.memory.MemoryPresenceBoard;
import dev.tasuki.core.port.PresenceBoard;

final class MemoryPresenceBoardTest extends PresenceBoardContract {
    @Override
    protected Fixture<PresenceBoard> open() {
        return MemoryFixture.of(MemoryPresenceBoard::new);
    }
}
