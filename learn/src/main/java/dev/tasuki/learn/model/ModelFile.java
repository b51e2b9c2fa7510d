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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

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
    private static final int FIRST = 1;
    private static final int VERSION = 2;
    private static final int LONGEST_HEADER = 64 << 20;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private ModelFile() {}

    /** Writes a model and flushes the stream. @throws IOException when the stream fails */
    public static void write(Model model, OutputStream out) throws IOException {
        Learner<?> learner = learner(model.info());
        write(description(model, learner), learner.codec().sections(model.fitted()), out);
    }

    /**
     * The same in memory, which is needed once only.
     *
     * @throws ForestTooLargeException when an array cannot hold it
     */
    public static byte[] bytes(Model model) {
        Learner<?> learner = learner(model.info());
        List<Section> sections = learner.codec().sections(model.fitted());
        try {
            byte[] description = description(model, learner);
            FilledArray array = new FilledArray(length(description, sections));
            write(description, sections, array);
            return array.bytes();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
    }

    private static byte[] description(Model model, Learner<?> learner) throws IOException {
        return DescriptionFormat.encode(model.info(), learner, learner.codec().version(model.fitted()));
    }

    private static int length(byte[] description, List<Section> sections) {
        long length = MAGIC.length + 2L * Integer.BYTES + description.length + 2L * Sha256.BYTES;
        for (Section section : sections) {
            int name = section.name().getBytes(StandardCharsets.UTF_8).length;
            length += Integer.BYTES + name + Long.BYTES + section.length();
        }
        if (length > LARGEST_ARRAY) {
            throw new ForestTooLargeException(LARGEST_ARRAY);
        }
        return (int) length;
    }

    private static void write(byte[] description, List<Section> sections, OutputStream out) throws IOException {
        FormatWriter writer = new FormatWriter(out);
        writer.putBytes(MAGIC);
        writer.putInt(VERSION);
        writer.putInt(description.length);
        writer.putBytes(description);
        writer.putDigest();
        for (Section section : sections) {
            writer.putText(section.name());
            writer.putLong(section.length());
            section.body().write(writer);
        }
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
        Head head = readHead(reader);
        ModelInfo info = head.info();
        SectionReader sections = head.version() == FIRST ? SectionReader.unnamed(reader) : SectionReader.named(reader);
        try {
            Fitted fitted = fitted(learner(info), head, sections);
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

    private static <P> Fitted fitted(Learner<P> learner, Head head, SectionReader in)
            throws ModelFileException, IOException {
        ModelInfo info = head.info();
        P parameters = learner.parameters().read(info.parameters());
        return learner.codec()
                .read(
                        new Codec.Described<>(
                                parameters, info.featureNames(), info.classes(), info.oobScore(), head.codec()),
                        in);
    }

    /**
     * Reads only what is known of a model without its trees: cheap, whatever the size of the
     * forest. The description's own hash is checked, the rest of the file is not looked at.
     *
     * @throws ModelFileException as {@link #read}
     * @throws IOException when the stream fails
     */
    public static ModelInfo readInfo(InputStream in) throws ModelFileException, IOException {
        return readHead(new FormatReader(in)).info();
    }

    /** What stands before the sections; their format has a version of its own. */
    private record Head(int version, ModelInfo info, int codec) {}

    private static Head readHead(FormatReader reader) throws IOException, ModelFileException {
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
        if (version != FIRST && version != VERSION) {
            throw new ModelFileException(
                    Reason.UNKNOWN_VERSION,
                    "the model file has version " + Integer.toUnsignedString(version) + "; this program reads versions "
                            + FIRST + " and " + VERSION);
        }
        int length = reader.readInt();
        if (length < 0 || length > LONGEST_HEADER) {
            throw ModelFileException.damaged("its description claims " + Integer.toUnsignedString(length)
                    + " bytes; at most " + LONGEST_HEADER + " are allowed");
        }
        reader.section(length);
        if (version == FIRST) {
            ModelInfo info = HeaderFormat.decode(reader);
            reader.requireDigest("the description");
            return new Head(version, info, 1);
        }
        byte[] description = reader.readBytes(length);
        reader.requireDigest("the description");
        DescriptionFormat.Decoded decoded = DescriptionFormat.decode(description);
        return new Head(version, decoded.info(), decoded.version());
    }

    private static ModelFileException notAModel() {
        return new ModelFileException(Reason.NOT_A_MODEL, "this is not a Tasuki model file");
    }
}
