package dev.tasuki.server.wire;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Un-zips gzip (RFC 1952), any number of members one after another, within bounds: how much larger it
 * may become, and how many members there are. Java's own stream has neither bound, calls itself for
 * each empty member until its stack is full, and drops what stands behind the last one. Here zeros may
 * stand there, as tapes and some programs leave them, and nothing else.
 *
 * <p>Bounds and rubbish behind the end are refused with {@link InvalidRequest}; a stream that breaks
 * off or is damaged ends with an IOException, as it does with Java's. Nothing is read before the first
 * call. For one thread.
 */
public final class GzipStream extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final long FREE = 1L << 20;
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream in;
    private final RefusalCode code;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] one = new byte[1];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final CRC32 headerCheck = new CRC32();
    private int at;
    private int limit;
    /** Zipped bytes that were taken from the source. */
    private long taken;

    private long given;
    private int members;
    private State state = State.BETWEEN;

    private enum State {
        BETWEEN,
        WITHIN,
        ENDED
    }

    /**
     * A stream that is un-zipped.
     *
     * @param code of refusals
     */
    public GzipStream(InputStream zipped, RefusalCode code) {
        this.in = zipped;
        this.code = code;
    }

    /** Whether the stream begins as gzip does; it stands where it stood before. */
    static boolean begins(BufferedInputStream stream) throws IOException {
        stream.mark(2);
        boolean zipped = stream.read() == (MAGIC & 0xFF) && stream.read() == MAGIC >> 8;
        stream.reset();
        return zipped;
    }

    @Override
    public int read() throws IOException {
        int n = read(one, 0, 1);
        return n < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (state != State.ENDED) {
            if (state == State.BETWEEN) {
                state = nextMember() ? State.WITHIN : State.ENDED;
            } else {
                int n = inflate(into, offset, length);
                if (n > 0) {
                    count(n);
                    return n;
                }
                finishMember();
                state = State.BETWEEN;
            }
        }
        return -1;
    }

    /** Zero once the member's data has ended. */
    private int inflate(byte[] into, int offset, int length) throws IOException {
        try {
            while (true) {
                int n = inflater.inflate(into, offset, length);
                if (n > 0) {
                    check.update(into, offset, n);
                    return n;
                }
                if (inflater.finished()) {
                    return 0;
                }
                if (inflater.needsDictionary()) {
                    throw new ZipException("gzip has no dictionaries");
                }
                if (at == limit && !fill()) {
                    throw new EOFException("gzip breaks off within a member");
                }
                inflater.setInput(buffer, at, limit - at);
                at = limit;
            }
        } catch (DataFormatException e) {
            throw new ZipException("gzip is damaged: " + e.getMessage());
        }
    }

    private void count(int n) {
        given += n;
        // What the inflater was handed and has not used yet was not taken.
        long used = taken - (limit - at) - inflater.getRemaining();
        if (given - FREE > used * Limits.GZIP_RATIO.value()) {
            throw InvalidRequest.content(
                    code,
                    "the gzip stream becomes more than " + Limits.GZIP_RATIO.value()
                            + " times as large when it is un-zipped; send it plain");
        }
    }

    private void finishMember() throws IOException {
        at = limit - inflater.getRemaining();
        long sum = fourBytes();
        long size = fourBytes();
        if (sum != check.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new ZipException("gzip is damaged: its check does not fit");
        }
    }

    /** Reads a member's header; false at the end of the stream. */
    private boolean nextMember() throws IOException {
        int first = nextOrEnd();
        if (members > 0 && first <= 0) {
            requireZeros(first);
            return false;
        }
        headerCheck.reset();
        headerCheck.update(first);
        if (first != (MAGIC & 0xFF) || headerByte() != MAGIC >> 8) {
            if (members > 0) {
                throw behindTheEnd();
            }
            throw first < 0 ? new EOFException("gzip without a header") : new ZipException("not in gzip's format");
        }
        if (++members > Limits.GZIP_MEMBERS.value()) {
            throw InvalidRequest.content(
                    code,
                    "the gzip stream has more than " + Limits.GZIP_MEMBERS.value()
                            + " members; zip it as a whole, or send it plain");
        }
        readHeader();
        inflater.reset();
        check.reset();
        return true;
    }

    private void readHeader() throws IOException {
        if (headerByte() != DEFLATE) {
            throw new ZipException("gzip with an unknown compression");
        }
        int flags = headerByte();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("gzip with unknown flags");
        }
        skipHeader(6);
        if ((flags & EXTRA) != 0) {
            skipHeader(headerByte() | headerByte() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECK) != 0) {
            long expected = headerCheck.getValue() & 0xFFFF;
            if ((next() | next() << 8) != expected) {
                throw new ZipException("gzip is damaged: its header's check does not fit");
            }
        }
    }

    private void skipHeader(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            headerByte();
        }
    }

    private void skipText() throws IOException {
        int letter;
        do {
            letter = headerByte();
        } while (letter != 0);
    }

    private void requireZeros(int first) throws IOException {
        for (int b = first; b >= 0; b = nextOrEnd()) {
            if (b != 0) {
                throw behindTheEnd();
            }
        }
    }

    private InvalidRequest behindTheEnd() {
        return InvalidRequest.content(
                code, "behind the end of the gzip stream stands something else; only zeros may stand there");
    }

    private int headerByte() throws IOException {
        int b = next();
        headerCheck.update(b);
        return b;
    }

    private long fourBytes() throws IOException {
        long low = next() | next() << 8;
        return low | (long) (next() | next() << 8) << 16;
    }

    private int next() throws IOException {
        int b = nextOrEnd();
        if (b < 0) {
            throw new EOFException("gzip breaks off");
        }
        return b;
    }

    private int nextOrEnd() throws IOException {
        return at < limit || fill() ? buffer[at++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        int n = in.read(buffer, 0, buffer.length);
        at = 0;
        limit = Math.max(0, n);
        taken += limit;
        return n > 0;
    }

    @Override
    public void close() throws IOException {
        state = State.ENDED;
        inflater.end();
        in.close();
    }
}
