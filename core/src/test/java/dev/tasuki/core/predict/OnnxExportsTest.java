package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.base.ForwardingObjectStore;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.fit.Learned;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OnnxExportsTest {
    private static final ModelId ID = new ModelId("m");
    private static final OnnxExports.Bounds ANY = new OnnxExports.Bounds(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final Duration TIME = Duration.ofSeconds(Limits.ONNX_TIME.value());

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final MovableClock clock = new MovableClock();

    private OnnxExports exports(OnnxExports.Bounds bounds) {
        return new OnnxExports(store, clock, bounds);
    }

    private static byte[] written(OnnxExports.Export export) throws IOException {
        try (export) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            export.write(out);
            return out.toByteArray();
        }
    }

    @Test
    void aFileHasTheSizeThatWasTold() throws IOException {
        OnnxExports.Export export = exports(ANY).open(ID, stored(), new CancelSignal());

        assertThat(export.etag()).isEqualTo(stored().sha256() + "-onnx");
        assertThat(written(export)).hasSize((int) export.size()).containsSubsequence(Rig.utf8("TreeEnsembleRegressor"));
    }

    @Test
    @Tag("bound:onnx_artifact")
    void anArtifactBeyondTheBoundIsRefusedUnread() throws IOException {
        Artifact artifact = stored();
        exports(new OnnxExports.Bounds(artifact.size(), Long.MAX_VALUE))
                .open(ID, artifact, new CancelSignal())
                .close();
        store.delete(artifact.key());
        OnnxExports smaller = exports(new OnnxExports.Bounds(artifact.size() - 1, Long.MAX_VALUE));

        NotReady refusal = catchThrowableOfType(NotReady.class, () -> smaller.open(ID, artifact, new CancelSignal()));

        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY);
        assertThat(refusal.retryable()).isFalse();
        assertThat(refusal.detail()).contains("%,d bytes; at most %,d".formatted(artifact.size(), artifact.size() - 1));
    }

    @Test
    @Tag("bound:onnx_bytes")
    void aFileBeyondTheBoundIsRefusedUnwritten() throws IOException {
        Artifact artifact = stored();
        OnnxExports.Export any = exports(ANY).open(ID, artifact, new CancelSignal());
        any.close();
        exports(new OnnxExports.Bounds(Long.MAX_VALUE, any.size()))
                .open(ID, artifact, new CancelSignal())
                .close();
        OnnxExports smaller = exports(new OnnxExports.Bounds(Long.MAX_VALUE, any.size() - 1));

        for (int i = 0; i <= Limits.ONNX_EXPORTS.value(); i++) {
            assertThatThrownBy(() -> smaller.open(ID, artifact, new CancelSignal()))
                    .isInstanceOfSatisfying(
                            NotReady.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY));
        }
    }

    @Test
    @Tag("bound:onnx_exports")
    void oneMoreThanMayBeWrittenAtOnceIsTooMany() throws IOException {
        Artifact artifact = stored();
        OnnxExports exports = exports(ANY);
        List<OnnxExports.Export> open = new ArrayList<>();
        for (int i = 0; i < Limits.ONNX_EXPORTS.value(); i++) {
            open.add(exports.open(ID, artifact, new CancelSignal()));
        }

        TooBusy busy = catchThrowableOfType(TooBusy.class, () -> exports.open(ID, artifact, new CancelSignal()));
        assertThat(busy.retryAfter()).isPresent();

        open.getFirst().close();
        open.getFirst().close();
        open.set(0, exports.open(ID, artifact, new CancelSignal()));
        assertThatThrownBy(() -> exports.open(ID, artifact, new CancelSignal())).isInstanceOf(TooBusy.class);
        open.forEach(OnnxExports.Export::close);
    }

    @Test
    @Tag("bound:onnx_time")
    void theTimeEndsTheReadingAndTheWriting() throws IOException {
        Artifact artifact = stored();
        OnnxExports inTime = new OnnxExports(new SlowStore(store, clock, TIME.minusNanos(1)), clock, ANY);
        try (OnnxExports.Export export = inTime.open(ID, artifact, new CancelSignal())) {
            assertThat(export.size()).isPositive();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            export.write(out);
            assertThat(out.size()).isEqualTo((int) export.size());
            clock.move(Duration.ofNanos(1));
            assertThatThrownBy(() -> export.write(OutputStream.nullOutputStream()))
                    .isInstanceOf(TimedOut.class);
        }
        OnnxExports late = new OnnxExports(new SlowStore(store, clock, TIME), clock, ANY);
        for (int i = 0; i <= Limits.ONNX_EXPORTS.value(); i++) {
            assertThatThrownBy(() -> late.open(ID, artifact, new CancelSignal()))
                    .isInstanceOf(TimedOut.class)
                    .hasMessageContaining("600 s");
        }
    }

    @Test
    void aClientThatGoesEndsTheWork() throws IOException {
        Artifact artifact = stored();
        OnnxExports exports = exports(ANY);
        CancelSignal gone = new CancelSignal();
        gone.go();
        for (int i = 0; i <= Limits.ONNX_EXPORTS.value(); i++) {
            assertThatThrownBy(() -> exports.open(ID, artifact, gone)).isInstanceOf(TimedOut.class);
        }
        CancelSignal leaving = new CancelSignal();
        try (OnnxExports.Export export = exports.open(ID, artifact, leaving)) {
            OutputStream out = new FilterOutputStream(OutputStream.nullOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) {
                    leaving.go();
                }
            };
            assertThat(export.size()).isGreaterThan(0);
            export.write(out);
            assertThatThrownBy(() -> export.write(out)).isInstanceOf(TimedOut.class);
        }
    }

    @Test
    void whatIsDamagedOrAwayIsSaid() throws IOException {
        Artifact artifact = stored();
        byte[] bytes;
        try (ObjectStore.ObjectReader reader = store.open(artifact.key())) {
            bytes = reader.content().readAllBytes();
        }
        Artifact other = new Artifact(artifact.key(), "0".repeat(64), artifact.size());
        assertThatThrownBy(() -> exports(ANY).open(ID, other, new CancelSignal()))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("SHA-256");
        bytes[bytes.length / 2] ^= 1;
        store.put(artifact.key(), new ByteArrayInputStream(bytes));
        assertThatThrownBy(() -> exports(ANY).open(ID, artifact, new CancelSignal()))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("damaged");
        store.delete(artifact.key());
        assertThatThrownBy(() -> exports(ANY).open(ID, artifact, new CancelSignal()))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("not in the store");
    }

    @Test
    void aForeignModelIsNotRead() {
        Artifact pickle = new Artifact("models/p/1.pkl", "0".repeat(64), 1);

        assertThatThrownBy(() -> exports(ANY).open(ID, pickle, new CancelSignal()))
                .isInstanceOfSatisfying(
                        NotFound.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.MODEL_FOREIGN));
    }

    @Test
    void whatOnnxCannotSayIsRefused() throws IOException {
        StringBuilder csv = new StringBuilder("opened,a,y\n");
        for (int i = 0; i < 40; i++) {
            csv.append("2024-01-%02d,%d,%d%n".formatted(1 + i % 28, i % 5, i));
        }
        Artifact artifact = stored("\"opened\",\"a\"", csv.toString());

        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> exports(ANY).open(ID, artifact, new CancelSignal()));

        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_EXPORTABLE);
        assertThat(refusal.detail()).startsWith("model m: the model reads dates (opened)");
    }

    /** Takes this time to open an object. */
    private record SlowStore(ObjectStore store, MovableClock clock, Duration time) implements ForwardingObjectStore {
        @Override
        public ObjectReader open(String key) {
            clock.move(time);
            return store.open(key);
        }
    }

    private Artifact stored() throws IOException {
        return stored("\"a\"", "a,y\n1,2\n3,4\n5,6\n7,8\n9,11\n");
    }

    private Artifact stored(String features, String csv) throws IOException {
        String request = "{\"dataset_id\":\"d\",\"features\":[" + features
                + "],\"target\":\"y\",\"params\":{\"n_estimators\":3}}";
        Learned learned = LocalFitter.alone(1)
                .learn(
                        new LocalFitter.Source(new DatasetId("d"), "e", new ByteArrayInputStream(Rig.utf8(csv))),
                        TrainRequest.parse(Rig.utf8(request)),
                        RunControl.NONE)
                .orElseThrow();
        String key = "models/m/1.tasuki";
        store.put(key, new ByteArrayInputStream(learned.artifact()));
        return new Artifact(key, Sha256.hex(learned.artifact()), learned.artifact().length);
    }
}
