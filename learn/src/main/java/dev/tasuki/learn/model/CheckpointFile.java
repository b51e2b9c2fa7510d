package dev.tasuki.learn.model;

import dev.tasuki.learn.model.ModelFileException.Reason;
import dev.tasuki.learn.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes some finished trees of a forest that still grows, and reads them back; the format is laid
 * down in {@code docs/model-format.md}. As with a {@link ModelFile}, reading trusts nothing.
 */
public final class CheckpointFile {
    private static final byte[] MAGIC = {(byte) 0x89, 'T', 'A', 'S', 'U', 'C', 'P', '\n'};
    private static final int VERSION = 1;

    private CheckpointFile() {}

    /**
     * Of which fit the trees are.
     *
     * @param fingerprint SHA-256 of all that determines the forest, 64 hexadecimal digits
     * @param features features of the rows, at least 1
     * @param valuesPerNode 1 for a regressor, the number of classes for a classifier
     */
    public record Fit(String fingerprint, int features, int valuesPerNode) {
        /** Checks. @throws IllegalArgumentException when the fingerprint is no SHA-256 */
        public Fit {
            if (fingerprint.length() != 2 * Sha256.BYTES) {
                throw new IllegalArgumentException("fingerprint " + fingerprint + " is no SHA-256");
            }
        }

        private byte[] bytes() {
            return HexFormat.of().parseHex(fingerprint);
        }
    }

    /** Bytes that a tree takes in a file beside the others. */
    public static long length(Tree tree) {
        return Integer.BYTES + TreesFormat.length(tree);
    }

    /** As {@link #write}, in memory, which is needed once only; less than 2 GB. */
    public static byte[] bytes(Fit fit, SortedMap<Integer, Tree> trees) {
        long length = MAGIC.length + Integer.BYTES + 2L * Sha256.BYTES + Long.BYTES + length(trees);
        FilledArray array = new FilledArray(Math.toIntExact(length));
        try {
            write(fit, trees, array);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return array.bytes();
    }

    private static long length(SortedMap<Integer, Tree> trees) {
        return trees.values().stream().mapToLong(CheckpointFile::length).sum();
    }

    /** Writes trees by their numbers, and flushes the stream. @throws IOException when the stream fails */
    public static void write(Fit fit, SortedMap<Integer, Tree> trees, OutputStream out) throws IOException {
        FormatWriter writer = new FormatWriter(out);
        writer.putBytes(MAGIC);
        writer.putInt(VERSION);
        writer.putBytes(fit.bytes());
        writer.putLong(length(trees));
        for (Map.Entry<Integer, Tree> tree : trees.entrySet()) {
            writer.putInt(tree.getKey());
            TreesFormat.write(tree.getValue(), writer);
        }
        writer.putDigest();
        writer.flush();
        out.flush();
    }

    /**
     * Reads to the end of the stream; empty if the trees are of another fit.
     *
     * @throws ModelFileException when the bytes are not an undamaged checkpoint of a known version
     * @throws IOException when the stream fails
     */
    public static SortedMap<Integer, Tree> read(Fit fit, InputStream in) throws ModelFileException, IOException {
        FormatReader reader = new FormatReader(in);
        reader.section(MAGIC.length + Integer.BYTES + Sha256.BYTES + Long.BYTES);
        if (!Arrays.equals(reader.readBytes(MAGIC.length), MAGIC)) {
            throw new ModelFileException(Reason.NOT_A_MODEL, "this is not a Tasuki checkpoint");
        }
        int version = reader.readInt();
        if (version != VERSION) {
            throw new ModelFileException(
                    Reason.UNKNOWN_VERSION,
                    "the checkpoint has version " + Integer.toUnsignedString(version) + "; this program reads version "
                            + VERSION);
        }
        SortedMap<Integer, Tree> trees = new TreeMap<>();
        if (!MessageDigest.isEqual(reader.readBytes(Sha256.BYTES), fit.bytes())) {
            return trees;
        }
        reader.section(reader.readLong());
        while (reader.remaining() > 0) {
            int number = reader.readInt();
            trees.put(number, TreesFormat.readTree(reader, fit.features(), fit.valuesPerNode()));
        }
        reader.requireDigest("the checkpoint");
        reader.requireEnd();
        return trees;
    }
}
