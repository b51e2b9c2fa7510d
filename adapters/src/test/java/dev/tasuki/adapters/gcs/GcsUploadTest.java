package dev.tasuki.adapters.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.GcsFault;
import dev.tasuki.testservers.GcsFault.Kind;
import dev.tasuki.testservers.GcsFault.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload that is broken off at each of its pieces goes on, or is begun anew; and who pays for it. */
final class GcsUploadTest {
    private static final int QUANTUM = 256 << 10;
    private static final byte[] CONTENT = UploadingProcess.content();

    private GcsRig rig;
    private GcsStore store;

    @BeforeEach
    void start() {
        rig = new GcsRig();
        store = rig.store("");
    }

    @AfterEach
    void stop() {
        store.close();
        rig.close();
    }

    /** Nothing of a piece is kept, a part of it, or all of it. */
    @ParameterizedTest
    @CsvSource({"1,0", "1,3", "1,32", "2,0", "2,3", "2,32", "3,0"})
    void aConnectionThatEndsAtAPieceGoesOnFromWhatIsKept(int piece, int quanta) throws IOException {
        rig.server.hook(step -> {
            if (step == Step.PIECE && count(Step.PIECE) == piece) {
                rig.server.next(GcsFault.of(Step.PIECE, Kind.KEEP_AND_CUT, quanta * QUANTUM));
            }
        });
        store.put("a", new ByteArrayInputStream(CONTENT));

        assertThat(count(Step.SESSION)).as("it is the same upload").isEqualTo(1);
        assertThat(count(Step.QUERY)).isEqualTo(1);
        assertThat(count(Step.PIECE)).isEqualTo(quanta == 32 ? 3 : 4);
        assertThat(read("a")).isEqualTo(CONTENT);
        assertThat(rig.server.uploads()).isZero();
    }

    /** SIGKILL while Google has the request and has not answered. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aProcessThatIsKilledAtAPieceLeavesTheOldObjectAndTheNextBeginsAnew(int piece) throws Exception {
        rig.server.anonymous();
        store.put(UploadingProcess.KEY, new ByteArrayInputStream(new byte[] {7}));
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        rig.server.hook(step -> {
            if (step == Step.PIECE && count(Step.PIECE) == piece) {
                rig.server.next(GcsFault.of(Step.PIECE, Kind.CUT));
                arrived.countDown();
                pass(killed);
            }
        });
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UploadingProcess.class.getName(),
                        rig.server.endpoint().toString())
                .inheritIO()
                .start();
        try {
            arrived.await();
        } finally {
            process.destroyForcibly().waitFor();
            rig.server.hook(step -> {});
            killed.countDown();
        }
        assertThat(read(UploadingProcess.KEY)).as("no half of the new one").containsExactly(7);
        assertThat(rig.server.uploads()).as("what Google forgets after a week").isEqualTo(1);

        StoredObject stored = store.put(UploadingProcess.KEY, new ByteArrayInputStream(CONTENT));
        assertThat(stored.size()).isEqualTo(CONTENT.length);
        assertThat(read(UploadingProcess.KEY)).isEqualTo(CONTENT);
        assertThat(rig.server.uploads()).as("the old upload is left alone").isEqualTo(1);
    }

    @Test
    void everyCallNamesTheProjectThatPays() throws IOException {
        rig.server.paidBy("my-project-1");
        rig.server.pagesOf(1);
        GcsSettings paying = new GcsSettings(GcsRig.BUCKET, "", rig.server.endpoint(), false, "my-project-1");
        try (GcsStore pays = GcsStore.connect(paying, rig.parts(rig.key()))) {
            assertThat(pays.stat("none")).isEmpty();
            pays.put("small", new ByteArrayInputStream(new byte[] {1}));
            pays.put("large", new ByteArrayInputStream(CONTENT));
            rig.server.next(GcsFault.of(Step.CONTENT, Kind.CUT_BODY, 100_000));
            try (ObjectReader reader = pays.open("large")) {
                assertThat(reader.content().readAllBytes()).isEqualTo(CONTENT);
            }
            assertThat(pays.list("")).extracting(StoredObject::key).containsExactly("large", "small");
            assertThat(pays.delete("small")).isTrue();
        }
        assertThat(rig.server.seen())
                .contains(Step.DESCRIPTION, Step.MULTIPART, Step.SESSION, Step.CONTENT, Step.LIST, Step.REMOVAL);
        assertThat(catchThrowableOfType(Unavailable.class, () -> store.list("")).detail())
                .contains("lets those pay who ask", "add project=");
    }

    private byte[] read(String key) throws IOException {
        try (ObjectReader reader = store.open(key)) {
            return reader.content().readAllBytes();
        }
    }

    private long count(Step step) {
        return rig.server.seen().stream().filter(step::equals).count();
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
