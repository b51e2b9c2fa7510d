package dev.tasuki.core.predict;

import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelFile;
import dev.tasuki.learn.onnx.OnnxFile;
import dev.tasuki.learn.onnx.OnnxRefusedException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes models as ONNX files. A model is read for each file, apart from those that answer predictions, and is in
 * memory until the file is written: its size, how many there are at once and their time are bounded. Thread-safe.
 *
 * <p>Example: {@code try (Export export = exports.open(id, artifact, client)) { export.write(out); }}.
 */
public final class OnnxExports {

    private static final Duration LONGEST = Duration.ofSeconds(Limits.ONNX_TIME.value());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String FORM = "the model's own file, without ?format=onnx, is given in any case";

    private final ObjectStore objects;
    private final InstantSource clock;
    private final Bounds bounds;
    private final Semaphore places = new Semaphore(Limits.ONNX_EXPORTS.intValue());

    /**
     * What a file may cost.
     *
     * @param artifact bytes of the largest artifact that is read
     * @param file bytes of the largest file that is written
     */
    record Bounds(long artifact, long file) {}

    /** Within the bounds of this process. */
    public OnnxExports(ObjectStore objects, InstantSource clock) {
        this(
                objects,
                clock,
                new Bounds(Limits.ONNX_ARTIFACT.bytes(Runtime.getRuntime().maxMemory()), Limits.ONNX_BYTES.value()));
    }

    OnnxExports(ObjectStore objects, InstantSource clock, Bounds bounds) {
        this.objects = objects;
        this.clock = clock;
        this.bounds = bounds;
    }

    /**
     * The file of a model, whose size is known and which is not written yet; to be closed in any case. Throws {@link
     * NotFound} with {@code model_foreign} if the artifact is not ours; {@link InvalidRequest} with {@code
     * not_exportable} if ONNX cannot say what the model does; {@link NotReady} with {@code too_costly}; {@link TooBusy}
     * while as many others are written as may be; {@link Corrupt} if the artifact is missing or damaged; {@link
     * TimedOut}; {@link Unavailable} if the store is away.
     *
     * @param client whose going ends the work
     */
    public Export open(ModelId id, Artifact artifact, CancelSignal client) {
        requireReadable(id, artifact);
        if (!places.tryAcquire()) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    Limits.ONNX_EXPORTS.value()
                            + " models are being written as ONNX, which is the limit; wait until one is done, and ask again",
                    RETRY_AFTER);
        }
        Export export = null;
        try {
            Deadline deadline =
                    Deadline.at(clock.instant().plus(LONGEST), clock).orGone(client);
            export = new Export(artifact, file(id, artifact, deadline), deadline);
            return export;
        } finally {
            if (export == null) {
                places.release();
            }
        }
    }

    private void requireReadable(ModelId id, Artifact artifact) {
        if (!Keys.ours(artifact.key())) {
            throw new NotFound(
                    RefusalCode.MODEL_FOREIGN,
                    "model " + id + " was made by a foreign consumer and is stored as " + artifact.key()
                            + ", which Tasuki does not read and cannot write as ONNX; " + FORM);
        }
        if (artifact.size() > bounds.artifact()) {
            throw NotReady.ended(
                    RefusalCode.TOO_COSTLY,
                    ("model %s: its artifact has %,d bytes; at most %,d are read to be written as ONNX: give the server"
                                    + " more heap, or train fewer or shallower trees; %s")
                            .formatted(id, artifact.size(), bounds.artifact(), FORM));
        }
    }

    private OnnxFile file(ModelId id, Artifact artifact, Deadline deadline) {
        Model model = read(id, artifact, deadline);
        try {
            return OnnxFile.of(model, bounds.file(), () -> passed(deadline));
        } catch (OnnxRefusedException refused) {
            String detail = "model " + id + ": " + refused.getMessage();
            throw refused.tooLarge()
                    ? NotReady.ended(RefusalCode.TOO_COSTLY, detail)
                    : InvalidRequest.content(RefusalCode.NOT_EXPORTABLE, detail);
        } catch (CancellationException late) {
            throw late();
        }
    }

    private Model read(ModelId id, Artifact artifact, Deadline deadline) {
        MessageDigest digest = Sha256.digest();
        String of = "model " + id + ": ";
        try (ObjectStore.ObjectReader reader = objects.open(artifact.key());
                InputStream content = new DigestInputStream(new TimedInput(reader.content(), deadline), digest)) {
            Model model = ModelFile.read(content);
            if (!Sha256.hexOf(digest).equals(artifact.sha256())) {
                throw UnusableArtifact.corrupt(of, artifact, "its SHA-256 is not the one that was stored", null);
            }
            return model;
        } catch (NotFound gone) {
            throw UnusableArtifact.gone(of, artifact, gone);
        } catch (ModelFileException wrong) {
            throw UnusableArtifact.unreadable(of, artifact, wrong);
        } catch (IOException e) {
            throw UnusableArtifact.cutOff(artifact, e);
        }
    }

    /** Asked between parts of the work, which is much and would keep a virtual thread's carrier from others meanwhile. */
    private static boolean passed(Deadline deadline) {
        Thread.yield();
        return deadline.passed();
    }

    private static TimedOut late() {
        return new TimedOut(
                RefusalCode.DEADLINE_EXCEEDED,
                "the model was not written as ONNX within " + LONGEST.toSeconds() + " s; take the model's own file");
    }

    /** A file that can be written, and holds its model until it is closed. For one thread. */
    public final class Export implements AutoCloseable {
        private final Artifact artifact;
        private final OnnxFile file;
        private final Deadline deadline;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Export(Artifact artifact, OnnxFile file, Deadline deadline) {
            this.artifact = artifact;
            this.file = file;
            this.deadline = deadline;
        }

        /** Bytes of the file. */
        public long size() {
            return file.size();
        }

        /** The same for equal files. */
        public String etag() {
            return artifact.sha256() + "-onnx";
        }

        /** Writes the file. Throws {@link TimedOut} on the way. @throws IOException when the stream fails */
        public void write(OutputStream out) throws IOException {
            file.write(new TimedOutput(out, deadline));
        }

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                places.release();
            }
        }
    }

    /** A stream that ends at a deadline. */
    private static final class TimedInput extends FilterInputStream {
        private final Deadline deadline;

        TimedInput(InputStream in, Deadline deadline) {
            super(in);
            this.deadline = deadline;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (passed(deadline)) {
                throw late();
            }
            return super.read(into, from, length);
        }
    }

    /** The same for what is written. */
    private static final class TimedOutput extends FilterOutputStream {
        private final Deadline deadline;

        TimedOutput(OutputStream out, Deadline deadline) {
            super(out);
            this.deadline = deadline;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (passed(deadline)) {
                throw late();
            }
            out.write(bytes, from, length);
        }
    }
}
