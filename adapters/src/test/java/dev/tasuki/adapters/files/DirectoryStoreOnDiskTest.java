package dev.tasuki.adapters.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a directory has: people's files, links, leftovers, full disks. */
final class DirectoryStoreOnDiskTest {
    @TempDir
    Path directory;

    private Path root;
    private DirectoryStore store;

    @BeforeEach
    void open() {
        root = directory.resolve("store");
        store = DirectoryStore.open(root, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void anOpenFileIsClosedUnlessItIsStillTheOneThatWasLookedAt() throws IOException {
        StoredFile before = new StoredFile(3, Instant.EPOCH, 7);
        StoredFile other = new StoredFile(3, Instant.EPOCH, 8);
        boolean[] closed = {false};
        InputStream stream = new ByteArrayInputStream(new byte[3]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        assertThat(DirectoryStore.confirmed(stream, before, () -> Optional.of(before)))
                .isTrue();
        assertThat(closed[0]).isFalse();
        assertThat(DirectoryStore.confirmed(stream, before, () -> Optional.of(other)))
                .isFalse();
        assertThat(closed[0]).isTrue();
        closed[0] = false;
        assertThatThrownBy(() -> DirectoryStore.confirmed(stream, before, () -> {
                    throw new IOException("the disk is gone");
                }))
                .hasMessage("the disk is gone");
        assertThat(closed[0]).isTrue();
    }

    @Test
    void aFileThatAPersonCopiedInIsAnObject() throws IOException {
        Files.createDirectories(root.resolve("datasets"));
        Files.writeString(root.resolve("datasets/mine.csv"), "a,b\n");
        Files.writeString(root.resolve("datasets/.hidden"), "not an object");
        Files.writeString(root.resolve("datasets/with:colon"), "not an object");

        assertThat(store.list("datasets/")).extracting(StoredObject::key).containsExactly("datasets/mine.csv");
        assertThat(store.stat("datasets/mine.csv").orElseThrow().size()).isEqualTo(4);
    }

    @Test
    void onlyAnEmptyFolderIsRemovedAndNeverAFileThatHasTakenItsName() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("object"), "kept");
        Path file = Files.writeString(directory.resolve("file"), "kept");

        assertThat(Disk.removeFolder(empty)).isTrue();
        assertThat(empty).doesNotExist();
        assertThat(Disk.removeFolder(empty)).isFalse();
        assertThat(Disk.removeFolder(full)).isFalse();
        assertThat(full.resolve("object")).hasContent("kept");
        assertThat(Disk.removeFolder(file)).isFalse();
        assertThat(file).hasContent("kept");
        assertThat(Disk.removeFolder(file.resolve("below"))).isFalse();
    }

    @Test
    void aPersonsChangeInPlaceChangesTheEtag() throws IOException {
        put("d.csv", "one");
        String before = store.stat("d.csv").orElseThrow().etag();
        Files.writeString(root.resolve("d.csv"), "two");

        assertThat(store.stat("d.csv").orElseThrow().etag()).isNotEqualTo(before);
    }

    @Test
    void anotherFileOfTheSameSizeAndTimeHasAnotherEtag() throws IOException {
        FileTime time = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));
        Path first = Files.writeString(root.resolve("d.csv"), "one");
        Files.setLastModifiedTime(first, time);
        String before = store.stat("d.csv").orElseThrow().etag();
        Path second = Files.writeString(directory.resolve("other"), "two");
        Files.setLastModifiedTime(second, time);
        Files.move(second, first, StandardCopyOption.REPLACE_EXISTING);

        assertThat(store.stat("d.csv").orElseThrow().etag()).isNotEqualTo(before);
    }

    @Test
    void linksAreNeverFollowed() throws IOException {
        Path secret = Files.createDirectories(directory.resolve("outside")).resolve("secret");
        Files.writeString(secret, "secret");
        Files.createSymbolicLink(root.resolve("file-link"), secret);
        Files.createSymbolicLink(root.resolve("folder-link"), secret.getParent());

        assertThat(store.stat("file-link")).isEmpty();
        assertThat(store.stat("folder-link/secret")).isEmpty();
        assertThatThrownBy(() -> store.open("file-link")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> store.open("folder-link/secret")).isInstanceOf(NotFound.class);
        assertThat(store.delete("folder-link/secret")).isFalse();
        assertThat(store.list("")).isEmpty();
        assertThat(store.list("folder-link/")).isEmpty();
        assertThatThrownBy(() -> put("folder-link/secret", "overwritten")).isInstanceOf(IllegalArgumentException.class);
        assertThat(secret).hasContent("secret");

        put("file-link", "replaced the link itself");
        assertThat(secret).hasContent("secret");
        assertThat(read("file-link")).isEqualTo("replaced the link itself");
    }

    @Test
    void aKeyCannotBeObjectAndFolder() throws IOException {
        put("a/b", "x");

        assertThatThrownBy(() -> put("a", "y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a\"");
        assertThatThrownBy(() -> put("a/b/c", "z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a/b/c\"");
        assertThat(store.stat("a/b/c")).isEmpty();
        assertThat(store.delete("a/b/c")).isFalse();
        assertThat(filesIn(root.resolve(".incoming"))).isEqualTo(1);
        assertThat(read("a/b")).isEqualTo("x");
    }

    @Test
    void noFileIsLeftBehindByPutsAndDeletes() throws IOException {
        put("a/b/c", "x");
        put("a/d", "x");
        store.delete("a/b/c");
        assertThat(root.resolve("a/b")).doesNotExist();
        assertThat(root.resolve("a/d")).exists();
        store.delete("a/d");
        assertThat(root.resolve("a")).doesNotExist();
        assertThat(filesIn(root)).isEqualTo(1);

        store.close();
        assertThat(filesIn(root)).isZero();
    }

    @Test
    void leftoversOfADeadProcessAreRemovedAtStart() throws IOException {
        Path dead = Files.createDirectories(root.resolve(".incoming/of-a-dead-process"));
        Files.writeString(dead.resolve("lock"), "");
        Files.writeString(dead.resolve("half"), "half an obj");
        Path died = Files.createDirectories(root.resolve(".incoming/died-even-earlier"));

        DirectoryStore.open(root, InstantSource.system()).close();

        assertThat(dead).doesNotExist();
        assertThat(died).doesNotExist();
        put("works", "still");
        assertThat(read("works")).isEqualTo("still");
    }

    @Test
    void aFullDiskIsAClearRefusal() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no device that is always full");
        IOException noSpace = catchFull(full);

        Unavailable refusal = Disk.refusal("storing an object", noSpace);
        assertThat(refusal.code()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
        assertThat(refusal.detail())
                .isEqualTo("storing an object failed: the disk is full; free space on the object store's disk,"
                        + " then try again");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsARefusalWithoutItsPath() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        assertThatThrownBy(() -> DirectoryStore.open(file.resolve("store"), InstantSource.system()))
                .isInstanceOfSatisfying(Unavailable.class, e -> {
                    assertThat(e.code()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
                    assertThat(e.detail()).doesNotContain(directory.toString());
                });
    }

    private void put(String key, String text) throws IOException {
        store.put(key, new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private String read(String key) throws IOException {
        try (InputStream content = store.open(key).content()) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    private static IOException catchFull(Path full) {
        try {
            Files.writeString(full, "x");
            throw new IllegalStateException("/dev/full took a byte");
        } catch (IOException e) {
            return e;
        }
    }

    private static long filesIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).count();
        }
    }
}
