package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.adapters.files.DirectoryStore;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets and a disk that fills up; how full it is is a matter of the bound that it is compared with. */
class DiskGuardedObjectStoreTest {
    private static final DiskSpace.Room FULL = () -> 9;
    private static final DiskSpace.Room ROOMY = () -> 10;

    @TempDir
    Path folder;

    @Test
    void aDatasetIsTakenWhileThereIsRoomAndNothingIsReadOfItOtherwise() throws IOException {
        try (DiskGuardedObjectStore store = store(ROOMY)) {
            assertThat(store.put("datasets/d.csv", bytes(3)).size()).isEqualTo(3);
        }
        try (DiskGuardedObjectStore store = store(FULL)) {
            InputStream unread = bytes(3);
            assertThatThrownBy(() -> store.put("datasets/e.csv", unread))
                    .isInstanceOfSatisfying(
                            Unavailable.class, away -> assertThat(away.code()).isEqualTo(RefusalCode.STORE_UNAVAILABLE))
                    .hasMessageContaining("the disk of the object store is nearly full");
            assertThat(unread.available()).isEqualTo(3);
            assertThat(store.put("models/m", bytes(3)).size()).isEqualTo(3);
        }
    }

    @Test
    void aDatasetThatFillsTheDiskIsGivenUpAndItsFileRemoved() throws IOException {
        boolean[] full = {false};
        InputStream content = new SequenceInputStream(bytes((int) DiskGuardedObjectStore.EVERY), new InputStream() {
            @Override
            public int read() {
                full[0] = true;
                return 1;
            }
        });
        try (DiskGuardedObjectStore store = store(() -> full[0] ? 9 : 10)) {
            assertThatThrownBy(() -> store.put("datasets/d.csv", content)).isInstanceOf(Unavailable.class);
            assertThat(store.list("")).isEmpty();
            assertThat(largeFiles()).isEmpty();
        }
    }

    private List<Path> largeFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toFile().isFile() && file.toFile().length() > 0)
                    .toList();
        }
    }

    private DiskGuardedObjectStore store(DiskSpace.Room room) {
        return new DiskGuardedObjectStore(
                DirectoryStore.open(folder, InstantSource.system()),
                "datasets/",
                new DiskSpace(room, 10, "the object store", RefusalCode.STORE_UNAVAILABLE));
    }

    private static InputStream bytes(int count) {
        return new ByteArrayInputStream(new byte[count]);
    }
}
