package dev.tasuki.adapters.files;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.MovableClock;
import dev.tasuki.contracts.ObjectStoreContract;
import dev.tasuki.core.port.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStoreTest extends ObjectStoreContract {
    @TempDir
    Path directory;

    @Override
    protected Fixture<ObjectStore> open() {
        MovableClock clock = new MovableClock();
        ObjectStore store = DirectoryStore.open(directory.resolve("store"), clock);
        ObjectStore second = DirectoryStore.open(directory.resolve("store"), clock);
        return new Fixture<>() {
            @Override
            public ObjectStore port() {
                return store;
            }

            @Override
            public Optional<ObjectStore> another() {
                return Optional.of(second);
            }

            @Override
            public void advance(Duration time) {
                clock.advance(time);
            }

            @Override
            public void close() {
                store.close();
                second.close();
            }
        };
    }
}
