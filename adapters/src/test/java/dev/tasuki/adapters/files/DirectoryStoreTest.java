package dev.tasuki.adapters.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.MovableClock;
import dev.tasuki.contracts.ObjectStoreContract;
import dev.tasuki.contracts.Together;
import dev.tasuki.core.port.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStoreTest extends ObjectStoreContract {
    /** Enough that folders vanish between any two steps of another thread. */
    private static final int ROUNDS = 200;

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

    @Test
    void aFolderThatAnotherRemovesMeanwhileIsNoFailure() throws Exception {
        try (ObjectStore store = DirectoryStore.open(directory.resolve("store"), new MovableClock())) {
            List<Integer> deleted = Together.run(4, i -> () -> putAndDelete(store, "models/m/" + i));
            assertThat(deleted).containsOnly(ROUNDS);
            assertThat(store.list("")).isEmpty();
        }
    }

    private static int putAndDelete(ObjectStore store, String key) throws IOException {
        int deleted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            store.put(key, new ByteArrayInputStream(new byte[] {1}));
            deleted += store.delete(key) ? 1 : 0;
        }
        return deleted;
    }
}
