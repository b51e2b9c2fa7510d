package dev.tasuki.learn.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Reads the format's primitive values and hashes what it reads.
 *
 * <p>Nothing is allocated on the word of the file alone: counts are held against the bytes that
 * their section still has, and long arrays grow as their bytes arrive, so that a lying length costs
 * no more memory than bytes were sent.
 */
public final class FormatReader {
    private static final int BLOCK = 64 << 10;

    private final InputStream in;
    private final MessageDigest digest = Sha256.begin();
    private final byte[] block = new byte[BLOCK];
    private long remaining;

    public FormatReader(InputStream in) {
        this.in = in;
    }

    /** Begins a section of so many bytes; nothing beyond them can be read. */
    public void section(long bytes) {
        remaining = bytes;
    }

    /** Bytes that the section still has. */
    public long remaining() {
        return remaining;
    }

    public int readByte() throws IOException, ModelFileException {
        return take(1).get() & 0xFF;
    }

    public int readInt() throws IOException, ModelFileException {
        return take(4).getInt();
    }

    public long readLong() throws IOException, ModelFileException {
        return take(8).getLong();
    }

    public double readDouble() throws IOException, ModelFileException {
        return Double.longBitsToDouble(readLong());
    }

    /** A count of things that take at least so many bytes each. */
    public int readCount(String what, int bytesEach) throws IOException, ModelFileException {
        int count = readInt();
        if (count < 0 || (long) count * bytesEach > remaining) {
            throw ModelFileException.damaged(
                    "it claims " + Integer.toUnsignedString(count) + " " + what + ", more than its bytes can hold");
        }
        return count;
    }

    public String readText(String what) throws IOException, ModelFileException {
        byte[] bytes = readBytes(readCount("bytes of " + what, 1));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw ModelFileException.damaged(what + " is not UTF-8");
        }
    }

    public int[] readInts(int count) throws IOException, ModelFileException {
        int[] values = new int[Math.min(count, BLOCK / 4)];
        int done = 0;
        while (done < count) {
            int now = Math.min(count - done, BLOCK / 4);
            values = withRoom(values, done + now, count);
            take(now * 4).asIntBuffer().get(values, done, now);
            done += now;
        }
        return values;
    }

    public double[] readDoubles(int count) throws IOException, ModelFileException {
        double[] values = new double[Math.min(count, BLOCK / 8)];
        int done = 0;
        while (done < count) {
            int now = Math.min(count - done, BLOCK / 8);
            values = withRoom(values, done + now, count);
            take(now * 8).asDoubleBuffer().get(values, done, now);
            done += now;
        }
        return values;
    }

    /** Reads a hash and compares it with that of everything before it. */
    public void requireDigest(String ofWhat) throws IOException, ModelFileException {
        byte[] expected = Sha256.soFar(digest);
        section(Sha256.BYTES);
        byte[] found = readBytes(Sha256.BYTES);
        if (!MessageDigest.isEqual(expected, found)) {
            throw ModelFileException.damaged("the SHA-256 of " + ofWhat + " does not match");
        }
    }

    public void requireEnd() throws IOException, ModelFileException {
        if (in.read() >= 0) {
            throw ModelFileException.damaged("bytes follow its end");
        }
    }

    public byte[] readBytes(int count) throws IOException, ModelFileException {
        byte[] bytes = new byte[Math.min(count, BLOCK)];
        int done = 0;
        while (done < count) {
            int now = Math.min(count - done, BLOCK);
            if (done + now > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(count, Math.max(done + now, bytes.length * 2L)));
            }
            take(now).get(bytes, done, now);
            done += now;
        }
        return bytes;
    }

    private ByteBuffer take(int bytes) throws IOException, ModelFileException {
        if (bytes > remaining) {
            throw ModelFileException.damaged("a part of it is shorter than what it should hold");
        }
        int read = in.readNBytes(block, 0, bytes);
        if (read < bytes) {
            throw ModelFileException.damaged("it ends too early");
        }
        digest.update(block, 0, bytes);
        remaining -= bytes;
        return ByteBuffer.wrap(block, 0, bytes);
    }

    private static int[] withRoom(int[] values, int needed, int most) {
        return needed <= values.length
                ? values
                : Arrays.copyOf(values, (int) Math.min(most, Math.max(needed, values.length * 2L)));
    }

    private static double[] withRoom(double[] values, int needed, int most) {
        return needed <= values.length
                ? values
                : Arrays.copyOf(values, (int) Math.min(most, Math.max(needed, values.length * 2L)));
    }
}
