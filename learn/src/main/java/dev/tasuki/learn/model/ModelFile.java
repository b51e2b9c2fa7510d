package dev.tasuki.learn.model;

import dev.tasuki.learn.format.FilledArray;
import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.ModelFileException.Reason;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.format.Sha256;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.tree.ForestTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Writes models as files and reads them back; the format is laid down in
 * {@code docs/model-format.md}.
 *
 * <p>Equal models give equal bytes. Reading trusts nothing: every count is checked before memory is
 * spent on it, every tree is checked for being one, and hashes guard the description and the whole.
 * Streams are neither closed nor, when only the description is read, read to their end.
 */
public final class ModelFile {
    private static final byte[] MAGIC = {(byte) 0x89, 'T', 'A', 'S', 'U', 'K', 'I', '\n'};
    private static final int VERSION = 1;
    private static final int LONGEST_HEADER = 64 << 20;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private ModelFile() {}

    /** Writes a model and flushes the stream. @throws IOException when the stream fails */
    public static void write(Model model, OutputStream out) throws IOException {
        write(model, HeaderFormat.encode(model.info()), out);
    }

    /**
     * The same in memory, which is needed once only.
     *
     * @throws ForestTooLargeException when an array cannot hold it
     */
    public static byte[] bytes(Model model) {
        try {
            byte[] header = HeaderFormat.encode(model.info());
            FilledArray array = new FilledArray(length(model, header));
            write(model, header, array);
            return array.bytes();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
    }

    private static int length(Model model, byte[] header) {
        long length = MAGIC.length
                + 2L * Integer.BYTES
                + header.length
                + 2L * Sha256.BYTES
                + Long.BYTES
                + section(model).length();
        if (length > LARGEST_ARRAY) {
            throw new ForestTooLargeException(LARGEST_ARRAY);
        }
        return (int) length;
    }

    private static void write(Model model, byte[] header, OutputStream out) throws IOException {
        FormatWriter writer = new FormatWriter(out);
        writer.putBytes(MAGIC);
        writer.putInt(VERSION);
        writer.putInt(header.length);
        writer.putBytes(header);
        writer.putDigest();
        Section section = section(model);
        writer.putLong(section.length());
        section.body().write(writer);
        writer.putDigest();
        writer.flush();
        out.flush();
    }

    /**
     * Reads a model to the end of the stream.
     *
     * @throws ModelFileException when the bytes are not an undamaged model file of a known version
     * @throws IOException when the stream fails
     */
    public static Model read(InputStream in) throws ModelFileException, IOException {
        FormatReader reader = new FormatReader(in);
        ModelInfo info = readHeader(reader);
        try {
            Fitted fitted = fitted(learner(info), info, SectionReader.unnamed(reader));
            reader.requireDigest("the file");
            reader.requireEnd();
            return new Model(info, fitted);
        } catch (IllegalArgumentException inconsistent) {
            throw ModelFileException.damaged("its description and its trees do not agree");
        }
    }

    private static Learner<?> learner(ModelInfo info) {
        return Learners.named(info.algorithm()).orElseThrow();
    }

    private static <P> Fitted fitted(Learner<P> learner, ModelInfo info, SectionReader in)
            throws ModelFileException, IOException {
        P parameters = learner.parameters().read(info.parameters());
        return learner.codec()
                .read(new Codec.Described<>(parameters, info.featureNames(), info.classes(), info.oobScore()), in);
    }

    private static Section section(Model model) {
        return learner(model.info()).codec().sections(model.fitted()).getFirst();
    }

    /**
     * Reads only what is known of a model without its trees: cheap, whatever the size of the
     * forest. The description's own hash is checked, the rest of the file is not looked at.
     *
     * @throws ModelFileException as {@link #read}
     * @throws IOException when the stream fails
     */
    public static ModelInfo readInfo(InputStream in) throws ModelFileException, IOException {
        return readHeader(new FormatReader(in));
    }

    private static ModelInfo readHeader(FormatReader reader) throws IOException, ModelFileException {
        reader.section(MAGIC.length + 2 * Integer.BYTES);
        byte[] magic = new byte[MAGIC.length];
        try {
            for (int i = 0; i < magic.length; i++) {
                magic[i] = (byte) reader.readByte();
            }
        } catch (ModelFileException tooShort) {
            throw notAModel();
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw notAModel();
        }
        int version = reader.readInt();
        if (version != VERSION) {
            throw new ModelFileException(
                    Reason.UNKNOWN_VERSION,
                    "the model file has version " + Integer.toUnsignedString(version) + "; this program reads version "
                            + VERSION);
        }
        int length = reader.readInt();
        if (length < 0 || length > LONGEST_HEADER) {
            throw ModelFileException.damaged("its description claims " + Integer.toUnsignedString(length)
                    + " bytes; at most " + LONGEST_HEADER + " are allowed");
        }
        reader.section(length);
        ModelInfo info = HeaderFormat.decode(reader);
        reader.requireDigest("the description");
        return info;
    }

    private static ModelFileException notAModel() {
        return new ModelFileException(Reason.NOT_A_MODEL, "this is not a Tasuki model file");
    }
}
