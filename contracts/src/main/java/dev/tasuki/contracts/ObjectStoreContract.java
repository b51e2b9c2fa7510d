package dev.tasuki.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStore} keeps. */
@ExtendWith(NoThreadLeft.class)
public abstract class ObjectStoreContract {
    private Fixture<ObjectStore> fixture;
    private ObjectStore store;

    /** An empty store for one test. */
    protected abstract Fixture<ObjectStore> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        store = fixture.port();
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    void whatWasPutIsRead() throws IOException {
        StoredObject put = put("datasets/diabetes.csv", "age,bmi\n1,2\n");

        assertThat(put.key()).isEqualTo("datasets/diabetes.csv");
        assertThat(put.size()).isEqualTo(12);
        assertThat(put.etag()).isNotBlank();
        assertThat(read("datasets/diabetes.csv")).isEqualTo("age,bmi\n1,2\n");
        assertThat(store.stat("datasets/diabetes.csv")).contains(put);
        try (ObjectReader reader = store.open("datasets/diabetes.csv")) {
            assertThat(reader.object()).isEqualTo(put);
        }
    }

    @Test
    void aRemovalThatBrokeOffIsFinishedLaterAndNothingElseGoes() throws IOException {
        new RemovalScenario(store).run();
    }

    @Test
    void anEmptyObjectIsAnObject() throws IOException {
        assertThat(put("empty", "").size()).isZero();
        assertThat(read("empty")).isEmpty();
        assertThat(store.stat("empty")).isPresent();
    }

    @Test
    void largeBytesComeBackUnchanged() throws IOException {
        byte[] bytes = new byte[9 * 1024 * 1024 + 7];
        new Random(1).nextBytes(bytes);

        StoredObject put = store.put("large", new ByteArrayInputStream(bytes));

        assertThat(put.size()).isEqualTo(bytes.length);
        try (ObjectReader reader = store.open("large")) {
            assertThat(Arrays.equals(reader.content().readAllBytes(), bytes)).isTrue();
        }
    }

    @Test
    void anAbsentKeyIsToldSo() {
        assertThat(store.stat("models/none")).isEmpty();
        assertThat(store.delete("models/none")).isFalse();
        assertThatThrownBy(() -> store.open("models/none")).isInstanceOfSatisfying(NotFound.class, e -> {
            assertThat(e.code()).isEqualTo(RefusalCode.OBJECT_NOT_FOUND);
            assertThat(e.detail()).contains("models/none");
        });
    }

    @Test
    void aFolderIsNoObject() throws IOException {
        put("models/m/1.forest", "trees");

        assertThat(store.stat("models/m")).isEmpty();
        assertThat(store.delete("models")).isFalse();
        assertThatThrownBy(() -> store.open("models/m")).isInstanceOf(NotFound.class);
        assertThat(read("models/m/1.forest")).isEqualTo("trees");
    }

    @Test
    void putReplaces() throws IOException {
        StoredObject first = put("a/b", "one");
        StoredObject second = put("a/b", "three");

        assertThat(second.etag()).isNotEqualTo(first.etag());
        assertThat(second.size()).isEqualTo(5);
        assertThat(read("a/b")).isEqualTo("three");
        assertThat(store.list("")).containsExactly(second);
    }

    @Test
    void otherContentOfTheSameLengthChangesTheEtagAtOnce() throws IOException {
        Set<String> etags = new HashSet<>();
        for (int i = 100; i < 200; i++) {
            etags.add(put("pinned", "v" + i).etag());
        }
        assertThat(etags).hasSize(100);
    }

    @Test
    void theEtagStaysWhileTheObjectDoes() throws IOException {
        StoredObject put = put("stays", "same");
        put("other", "same");

        assertThat(store.stat("stays").orElseThrow().etag()).isEqualTo(put.etag());
        assertThat(store.list("stays")).extracting(StoredObject::etag).containsExactly(put.etag());
        ObjectStore second = fixture.another().orElse(store);
        assertThat(second.stat("stays").orElseThrow().etag()).isEqualTo(put.etag());
        assertThat(put("stays", "same").etag()).as("the same bytes put again").isEqualTo(put.etag());
    }

    @Test
    void deleteRemoves() throws IOException {
        put("models/m/1.forest", "a");
        put("models/m/2.forest", "b");

        assertThat(store.delete("models/m/1.forest")).isTrue();
        assertThat(store.delete("models/m/1.forest")).isFalse();
        assertThat(store.stat("models/m/1.forest")).isEmpty();
        assertThat(read("models/m/2.forest")).isEqualTo("b");

        assertThat(store.delete("models/m/2.forest")).isTrue();
        assertThat(store.list("")).isEmpty();
        put("models/m/3.forest", "c");
        assertThat(read("models/m/3.forest")).isEqualTo("c");
    }

    @Test
    void listGivesEveryKeyWithThePrefixInOrder() throws IOException {
        List<String> keys = List.of("a", "b/a", "b/c/d", "b-x", "bb/a", "b/0", "c", "b/c.csv", "b/cé");
        for (String key : keys) {
            put(key, key);
        }
        for (String prefix : List.of("", "b", "b/", "b/c", "b/c/", "b/c/d", "b/c/d/", "x", "/", "../", "b//", ".")) {
            List<String> wanted =
                    keys.stream().filter(k -> k.startsWith(prefix)).sorted().toList();
            assertThat(store.list(prefix))
                    .as(prefix)
                    .extracting(StoredObject::key)
                    .containsExactlyElementsOf(wanted);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "..",
                "../outside",
                "a/../../outside",
                "a/..",
                "./a",
                "a/./b",
                "a//b",
                "a/",
                ".hidden",
                "a/.hidden",
                "a\0b",
                "a\nb",
                "a\\..\\b",
                "C:",
                "C:/windows",
                "a\u007fb",
                "\ud800"
            })
    void aKeyThatCouldLeaveTheRootIsRefused(String key) throws IOException {
        put("a/b", "untouched");

        assertThatThrownBy(() -> put(key, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.open(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.stat(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.list("")).extracting(StoredObject::key).containsExactly("a/b");
    }

    @Test
    void keysHaveALimit() throws IOException {
        String longest = ("s".repeat(255) + "/").repeat(3) + "s".repeat(255);
        put(longest, "fits");
        assertThat(read(longest)).isEqualTo("fits");

        assertThatThrownBy(() -> put(longest + "/ab", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> put("s".repeat(256), "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> put("é".repeat(128), "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "100%", "%2e%2e", "~", "*", "a?b", "a#b", "é", "襷.csv", "🎏", "-rf", "CON", "a..b"})
    void strangeNamesAreOnlyNames(String name) throws IOException {
        put("datasets/" + name, name);

        assertThat(read("datasets/" + name)).isEqualTo(name);
        assertThat(store.list("datasets/")).extracting(StoredObject::key).containsExactly("datasets/" + name);
        assertThat(store.delete("datasets/" + name)).isTrue();
    }

    @Test
    void aFailingStreamLeavesTheOldObject() throws IOException {
        StoredObject old = put("models/m", "old");
        IOException failure = new IOException("the connection broke");

        assertThatThrownBy(() -> store.put("models/m", failingAfter("new bytes", failure)))
                .isSameAs(failure);
        assertThatThrownBy(() -> store.put("models/fresh", failingAfter("new bytes", failure)))
                .isSameAs(failure);

        assertThat(store.stat("models/m")).contains(old);
        assertThat(read("models/m")).isEqualTo("old");
        assertThat(store.list("")).extracting(StoredObject::key).containsExactly("models/m");
    }

    @Test
    void anUncheckedFailureOfTheStreamIsPassedOnUnchanged() throws IOException {
        IllegalStateException failure = new IllegalStateException("not a CSV after all");

        assertThatThrownBy(() -> store.put("d", failingAfter("bytes", failure))).isSameAs(failure);

        assertThat(store.list("")).isEmpty();
    }

    @Test
    void putDoesNotCloseTheStream() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        store.put("open", new ByteArrayInputStream(bytes("x")) {
            @Override
            public void close() {
                closed.set(true);
            }
        });
        assertThat(closed).isFalse();
    }

    @Test
    void anOpenReaderIsNotDisturbedByPutAndDelete() throws IOException {
        String before = "old ".repeat(100_000);
        put("d", before);
        try (ObjectReader reader = store.open("d")) {
            byte[] head = reader.content().readNBytes(10);
            put("d", "new");
            store.delete("d");
            byte[] tail = reader.content().readAllBytes();
            assertThat(new String(head, UTF_8) + new String(tail, UTF_8)).isEqualTo(before);
        }
    }

    @Test
    void readersSeeWholeObjectsWhilePutsGoOn() throws Exception {
        put("shared", content(0));
        List<Boolean> whole = Together.run(6, i -> () -> {
            boolean all = true;
            for (int round = 0; round < 40; round++) {
                if (i < 2) {
                    put("shared", content(i * 100 + round));
                } else {
                    String seen = read("shared");
                    String head = seen.substring(0, seen.indexOf(';') + 1);
                    all &= seen.equals(head.repeat(5_000));
                }
            }
            return all;
        });
        assertThat(whole).containsOnly(true);
    }

    @Test
    void putsAndDeletesInOneFolderDoNotHurtEachOther() throws Exception {
        List<TreeMap<String, String>> mine = Together.run(6, i -> () -> {
            TreeMap<String, String> kept = new TreeMap<>();
            for (int round = 0; round < 30; round++) {
                String key = "models/m" + (round % 3) + "/" + i + "-" + round;
                put(key, key);
                if (round % 2 == 0) {
                    assertThat(store.delete(key)).isTrue();
                } else {
                    kept.put(key, key);
                }
            }
            return kept;
        });
        TreeMap<String, String> wanted = new TreeMap<>();
        mine.forEach(wanted::putAll);
        assertThat(store.list("")).extracting(StoredObject::key).containsExactlyElementsOf(wanted.keySet());
        for (String key : wanted.keySet()) {
            assertThat(read(key)).isEqualTo(key);
        }
    }

    @Test
    void anotherProcessSeesTheSameObjects() throws IOException {
        assumeTrue(fixture.another().isPresent(), "the store lives and dies with one process");
        ObjectStore second = fixture.another().orElseThrow();
        StoredObject put = put("d", "seen");

        assertThat(second.stat("d")).contains(put);
        assertThat(second.list("")).containsExactly(put);
        assertThat(second.delete("d")).isTrue();
        assertThat(store.stat("d")).isEmpty();
    }

    /** The same random history for the store under test and the memory twin. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithTheMemoryTwin(long seed) throws IOException {
        List<String> keys = List.of("a", "b/x", "b/y", "b/c/z", "b-x", "d/e/f/g", "d/e/f/h");
        List<String> prefixes = List.of("", "b", "b/", "b/c", "d/e/", "x");
        Random random = new Random(seed);
        try (ObjectStore twin = new MemoryObjectStore()) {
            for (int step = 0; step < 120; step++) {
                String key = keys.get(random.nextInt(keys.size()));
                if (random.nextInt(5) < 3) {
                    String text = "step " + step + "x".repeat(random.nextInt(100));
                    put(key, text);
                    twin.put(key, new ByteArrayInputStream(bytes(text)));
                } else {
                    assertThat(store.delete(key)).as("step %d: %s", step, key).isEqualTo(twin.delete(key));
                }
                String prefix = prefixes.get(random.nextInt(prefixes.size()));
                assertThat(described(store, prefix)).as("after step %d", step).isEqualTo(described(twin, prefix));
            }
        }
    }

    private static List<String> described(ObjectStore store, String prefix) {
        return store.list(prefix).stream()
                .map(object -> object.key() + ", " + object.size() + " bytes")
                .toList();
    }

    private StoredObject put(String key, String text) throws IOException {
        return store.put(key, new ByteArrayInputStream(bytes(text)));
    }

    private String read(String key) throws IOException {
        try (ObjectReader reader = store.open(key)) {
            return new String(reader.content().readAllBytes(), UTF_8);
        }
    }

    private static String content(int version) {
        return ("version " + version + ";").repeat(5_000);
    }

    private static InputStream failingAfter(String text, Exception failure) {
        InputStream fails = new InputStream() {
            @Override
            public int read() throws IOException {
                if (failure instanceof IOException io) {
                    throw io;
                }
                throw (RuntimeException) failure;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(bytes(text)), fails);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
