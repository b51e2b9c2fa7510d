package dev.tasuki.adapters.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.GcsFault;
import dev.tasuki.testservers.GcsFault.Kind;
import dev.tasuki.testservers.GcsFault.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The store's manners when the network or the service misbehaves. */
final class GcsFaultTest {
    private static final int QUANTUM = 256 << 10;
    private static final int PIECES = 3;
    private static final byte[] LARGE = bytes(2 * GcsUpload.PIECE + 70_001);

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, GcsUpload.PIECE - 1, GcsUpload.PIECE})
    void whatFitsIntoAPieceIsOneRequest(int size) throws IOException {
        byte[] content = bytes(size);
        store.put("a", new ByteArrayInputStream(content));
        assertThat(rig.server.seen()).containsExactly(Step.TOKEN, Step.MULTIPART);
        assertThat(read("a")).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "8388607, 2", "8388608, 2", "8388609, 3"})
    void whatIsLongerGoesUpInPieces(int beyond, long pieces) throws IOException {
        byte[] content = bytes(GcsUpload.PIECE + beyond);
        store.put("a", new ByteArrayInputStream(content));
        assertThat(count(Step.PIECE)).isEqualTo(pieces);
        assertThat(rig.server.uploads()).isZero();
        assertThat(read("a")).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aPassingFailureIsRepeated(int status) throws IOException {
        List<Step> steps = List.of(Step.MULTIPART, Step.DESCRIPTION, Step.CONTENT, Step.LIST, Step.REMOVAL);
        steps.forEach(step -> rig.server.next(GcsFault.status(step, status, ""), GcsFault.of(step, Kind.CUT)));
        store.put("a", new ByteArrayInputStream(new byte[3]));
        assertThat(store.stat("a")).isPresent();
        assertThat(read("a")).hasSize(3);
        assertThat(store.list("")).hasSize(1);
        assertThat(store.delete("a")).isTrue();
        assertThat(steps).allSatisfy(step -> assertThat(count(step)).isEqualTo(3));
        // The JDK's client repeats some requests by itself that a connection broke under.
        assertThat(rig.pauses).hasSizeBetween(5, 10);
    }

    @ParameterizedTest
    @CsvSource({
        "408, gave no answer in time",
        "429, asks for fewer requests",
        "500, error of its own (500 backendError)",
        "503, error of its own (503 backendError)"
    })
    void aLastingOneIsARefusalAfterThreeTries(int status, String words) {
        rig.server.next(Stream.generate(() -> GcsFault.status(Step.LIST, status, ""))
                .limit(3)
                .toArray(GcsFault[]::new));
        assertThat(refusal(() -> store.list(""))).contains(words);
        assertThat(count(Step.LIST)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "400, Bucket is a requester pays bucket but no user project provided., add project=",
        "400, Provided CRC32C does not match, damaged on their way",
        "400, Nonsense, refuses the request (400 backendError)",
        "403, x does not have storage.objects.get access to the object., allow these credentials storage.objects.get on",
        "403, Forbidden, storage.objects.create",
        "404, The specified bucket does not exist., does not exist at"
    })
    void whatWillNotPassIsSaidAtOnce(int status, String message, String words) {
        rig.server.next(GcsFault.status(Step.CONTENT, status, message));
        assertThat(refusal(() -> store.open("a"))).contains(words);
        assertThat(count(Step.CONTENT)).isEqualTo(1);
        assertThat(rig.pauses).isEmpty();
    }

    @Test
    void aMissingBucketIsNoMissingObject() {
        try (GcsStore other = rig.store("elsewhere", null)) {
            for (ThrowingCallable call : new ThrowingCallable[] {
                () -> other.stat("a"),
                () -> other.open("a"),
                () -> other.list(""),
                () -> other.delete("a"),
                () -> other.put("a", new ByteArrayInputStream(new byte[1])),
                () -> other.put("a", new ByteArrayInputStream(LARGE))
            }) {
                assertThat(refusal(call)).contains("The bucket \"elsewhere\" does not exist at http://127.0.0.1");
            }
        }
    }

    /** The documented sentence of a 404 does not say what is missing. */
    @Test
    void aListTellsThemApartWhereGoogleDoesNot() {
        rig.server.next(GcsFault.status(Step.CONTENT, 404, "Not Found"));
        assertThatThrownBy(() -> store.open("a")).isInstanceOf(NotFound.class);
        assertThat(count(Step.LIST)).isEqualTo(1);

        rig.server.next(GcsFault.status(Step.DESCRIPTION, 404, "Not Found"));
        assertThat(store.stat("a")).isEmpty();
        assertThat(count(Step.LIST)).as("it was seen before").isEqualTo(1);
    }

    @Test
    void aDeleteWhoseAnswerGotLostDidDelete() throws IOException {
        store.put("a", new ByteArrayInputStream(new byte[3]));
        rig.server.next(GcsFault.of(Step.REMOVAL, Kind.CUT_AFTER));
        assertThat(store.delete("a")).isTrue();
        assertThat(rig.server.names()).isEmpty();
    }

    @Test
    void noRedirectIsFollowed() {
        rig.server.next(GcsFault.elsewhere(Step.CONTENT, 302, rig.server.endpoint() + "/stolen"));
        assertThat(refusal(() -> store.open("a"))).contains("sends elsewhere (302), where no token may go");
        assertThat(count(Step.CONTENT)).isEqualTo(1);
        assertThat(rig.server.seen()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1/upload", "https://example.com/upload", "", "%", "/upload"})
    void anUploadGoesNowhereElse(String location) {
        rig.server.next(GcsFault.elsewhere(Step.SESSION, 200, location));
        assertThat(refusal(() -> store.put("a", new ByteArrayInputStream(LARGE))))
                .contains("to another host");
        assertThat(count(Step.PIECE)).isZero();
    }

    @Test
    void anUploadGoesOnFromWhatIsKept() throws IOException {
        rig.server.next(
                GcsFault.of(Step.PIECE, Kind.KEEP, 3 * QUANTUM),
                GcsFault.status(Step.PIECE, 503, ""),
                GcsFault.of(Step.PIECE, Kind.KEEP_AND_CUT, 9 * QUANTUM + 5),
                GcsFault.of(Step.PIECE, Kind.CUT),
                GcsFault.of(Step.PIECE, Kind.CUT_AFTER));
        store.put("a", new ByteArrayInputStream(LARGE));
        assertThat(read("a")).isEqualTo(LARGE);
    }

    @Test
    void theAnswerToTheLastPieceMayGetLost() throws IOException {
        rig.server.hook(step -> {
            if (step == Step.PIECE && count(Step.PIECE) == PIECES) {
                rig.server.next(GcsFault.of(Step.PIECE, Kind.CUT_AFTER));
            }
        });
        store.put("a", new ByteArrayInputStream(LARGE));
        assertThat(count(Step.PIECE)).isEqualTo(PIECES);
        assertThat(count(Step.QUERY)).isEqualTo(1);
        assertThat(read("a")).isEqualTo(LARGE);
    }

    /** At each piece every connection is cut, and stays cut: the old object is there, and nothing is left. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anUploadThatIsCutForGoodLeavesTheOldObject(int piece) throws IOException {
        store.put("a", new ByteArrayInputStream(new byte[] {7}));
        rig.server.hook(step -> {
            if (step == Step.PIECE && count(Step.PIECE) >= piece) {
                rig.server.next(GcsFault.of(Step.PIECE, Kind.KEEP_AND_CUT, 10));
            }
        });
        assertThat(refusal(() -> store.put("a", new ByteArrayInputStream(LARGE))))
                .contains("keeps no more");
        assertThat(read("a")).containsExactly(7);
        assertThat(rig.server.uploads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aStreamThatFailsLeavesTheOldObjectAndNoUpload(int pieces) throws IOException {
        store.put("a", new ByteArrayInputStream(new byte[] {7}));
        IOException failure = new IOException("the client has gone");
        InputStream fails = new SequenceInputStream(
                new ByteArrayInputStream(LARGE, 0, pieces * GcsUpload.PIECE + 10), new FailingStream(failure));
        assertThatThrownBy(() -> store.put("a", fails)).isSameAs(failure);
        assertThat(read("a")).containsExactly(7);
        assertThat(rig.server.uploads()).isZero();
    }

    @Test
    void aForgottenUploadIsNotContinued() {
        rig.server.next(GcsFault.status(Step.PIECE, 410, "gone"));
        assertThat(refusal(() -> store.put("a", new ByteArrayInputStream(LARGE))))
                .contains("forgotten the upload");
        assertThat(rig.server.names()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"MULTIPART", "PIECE"})
    void damagedBytesDoNotStay(Step step) {
        byte[] content = step == Step.PIECE ? LARGE : new byte[10];
        rig.server.next(GcsFault.of(step, Kind.DAMAGE));
        assertThat(refusal(() -> store.put("a", new ByteArrayInputStream(content))))
                .contains("damaged on their way");
        assertThat(rig.server.names()).isEmpty();
    }

    @Test
    void aReadGoesOnWhereItBroke() throws IOException {
        rig.server.place("a", LARGE, true);
        rig.server.next(
                GcsFault.of(Step.CONTENT, Kind.CUT_BODY, 100_000),
                GcsFault.of(Step.CONTENT, Kind.CUT_BODY, 1_000_000),
                GcsFault.status(Step.CONTENT, 503, ""));
        assertThat(read("a")).isEqualTo(LARGE);
        assertThat(count(Step.CONTENT)).isEqualTo(4);
    }

    @Test
    void aReadDoesNotGoOnInAnotherObject() throws IOException {
        rig.server.place("a", LARGE, true);
        // A cut that the client sees before the head makes it open once more: that one is cut, too.
        rig.server.next(Stream.generate(() -> GcsFault.of(Step.CONTENT, Kind.CUT_BODY, 100_000))
                .limit(5)
                .toArray(GcsFault[]::new));
        try (ObjectReader reader = store.open("a")) {
            rig.server.place("a", bytes(LARGE.length), true);
            assertThatThrownBy(() -> reader.content().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("replaced or removed while it was read");
        }
    }

    @Test
    void aReadThatBreaksWithoutProgressEnds() throws IOException {
        rig.server.place("a", LARGE, true);
        rig.server.next(Stream.generate(() -> GcsFault.of(Step.CONTENT, Kind.CUT_BODY, 0))
                .limit(9)
                .toArray(GcsFault[]::new));
        try (ObjectReader reader = store.open("a")) {
            assertThatThrownBy(() -> reader.content().readAllBytes()).hasMessageContaining("failed at byte 0");
        }
    }

    @Test
    void damagedBytesAreNotRead() throws IOException {
        rig.server.place("a", bytes(10), true);
        rig.server.next(GcsFault.of(Step.CONTENT, Kind.DAMAGE));
        try (ObjectReader reader = store.open("a")) {
            assertThatThrownBy(() -> reader.content().readAllBytes()).hasMessageContaining("damaged on their way");
        }
    }

    @Test
    void nobodyListens() {
        URI endpoint = rig.server.endpoint();
        rig.server.close();
        assertThat(refusal(() -> store.list(""))).contains("gave no answer");
        GcsSettings settings = new GcsSettings(GcsRig.BUCKET, "", endpoint, true, null);
        try (GcsStore anonymous = GcsStore.connect(settings, rig.parts(rig.key()))) {
            assertThat(refusal(() -> anonymous.list(""))).contains("does not accept connections");
        }
    }

    private byte[] read(String key) throws IOException {
        try (ObjectReader reader = store.open(key)) {
            return reader.content().readAllBytes();
        }
    }

    private long count(Step step) {
        return rig.server.seen().stream().filter(step::equals).count();
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(Unavailable.class, call).detail();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Fails at once. */
    private static final class FailingStream extends InputStream {
        private final IOException failure;

        FailingStream(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            throw failure;
        }
    }
}
