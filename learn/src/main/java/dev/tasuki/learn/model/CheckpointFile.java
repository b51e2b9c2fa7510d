package dev.tasuki.learn.model;

import dev.tasuki.learn.format.FilledArray;
import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.ModelFileException.Reason;
import dev.tasuki.learn.format.PartFormat;
import dev.tasuki.learn.format.Sha256;
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
 * Some finished parts of a fit that still goes on, as a file; the format is laid down in
 * {@code docs/model-format.md}. As with a {@link ModelFile}, reading trusts nothing.
 *
 * @param fingerprint SHA-256 of all that determines the model, 64 hexadecimal digits
 * @param format of a part
 * @param <T> a part
 */
public record CheckpointFile<T>(String fingerprint, PartFormat<T> format) {
    private static final byte[] MAGIC = {(byte) 0x89, 'T', 'A', 'S', 'U', 'C', 'P', '\n'};
    private static final int VERSION = 1;

    /** Checks. @throws IllegalArgumentException when the fingerprint is no SHA-256 */
    public CheckpointFile {
        if (fingerprint.length() != 2 * Sha256.BYTES) {
            throw new IllegalArgumentException("fingerprint " + fingerprint + " is no SHA-256");
        }
    }

    /** Bytes that a part takes in a file beside the others. */
    public long length(T part) {
        return Integer.BYTES + format.length(part);
    }

    /** As {@link #write}, in memory, which is needed once only; less than 2 GB. */
    public byte[] bytes(SortedMap<Integer, T> parts) {
        long length = MAGIC.length + Integer.BYTES + 2L * Sha256.BYTES + Long.BYTES + length(parts);
        FilledArray array = new FilledArray(Math.toIntExact(length));
        try {
            write(parts, array);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return array.bytes();
    }

    private long length(SortedMap<Integer, T> parts) {
        return parts.values().stream().mapToLong(this::length).sum();
    }

    /** Writes parts by their numbers, and flushes the stream. @throws IOException when the stream fails */
    public void write(SortedMap<Integer, T> parts, OutputStream out) throws IOException {
        FormatWriter writer = new FormatWriter(out);
        writer.putBytes(MAGIC);
        writer.putInt(VERSION);
        writer.putBytes(digest());
        writer.putLong(length(parts));
        for (Map.Entry<Integer, T> part : parts.entrySet()) {
            writer.putInt(part.getKey());
            format.write(part.getValue(), writer);
        }
        writer.putDigest();
        writer.flush();
        out.flush();
    }

    private byte[] digest() {
        return HexFormat.of().parseHex(fingerprint);
    }

    /**
     * Reads to the end of the stream; empty if the parts are of another fit.
     *
     * @throws ModelFileException when the bytes are not an undamaged checkpoint of a known version
     * @throws IOException when the stream fails
     */
    public SortedMap<Integer, T> read(InputStream in) throws ModelFileException, IOException {
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
        SortedMap<Integer, T> parts = new TreeMap<>();
        if (!MessageDigest.isEqual(reader.readBytes(Sha256.BYTES), digest())) {
            return parts;
        }
        reader.section(reader.readLong());
        while (reader.remaining() > 0) {
            int number = reader.readInt();
            parts.put(number, format.read(reader));
        }
        reader.requireDigest("the checkpoint");
        reader.requireEnd();
        return parts;
    }
}
