package dev.tasuki.server.wire;

import dev.tasuki.core.task.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Un-zips a JSON body: a few gzip members one after another, as RFC 1952 allows, and zeros after the last. The
 * platform's own stream goes from member to member by a call within a call, which many empty members turn
 * into a stack overflow, and drops what it cannot read at the end without a word.
 */
final class Gunzip extends InputStream {
    private static final int DEFLATE = 8;
    private static final int HAS_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream in;
    private final byte[] buffer;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int from;
    private int to;
    private int members;
    private boolean within;
    private boolean ended;

    Gunzip(InputStream in, int buffer) {
        this.in = in;
        this.buffer = new byte[buffer];
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!within) {
                nextMember();
                continue;
            }
            int made = inflate(into, offset, length);
            if (made > 0) {
                crc.update(into, offset, made);
                return made;
            }
        }
        return -1;
    }

    /** Zero if more has to be read first, or if the member has ended. */
    private int inflate(byte[] into, int offset, int length) throws IOException {
        try {
            int made = inflater.inflate(into, offset, length);
            if (made > 0) {
                return made;
            }
            if (inflater.finished()) {
                from = to - inflater.getRemaining();
                trailer();
                within = false;
            } else if (inflater.needsDictionary()) {
                throw new ZipException("a dictionary is needed");
            } else if (!fill()) {
                throw new EOFException("the gzip stream ends early");
            } else {
                inflater.setInput(buffer, from, to - from);
            }
            return 0;
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    private void nextMember() throws IOException {
        int first = next();
        while (members > 0 && first == 0) {
            first = next();
        }
        if (first < 0 && members > 0) {
            ended = true;
            return;
        }
        if (++members > Limits.GZIP_MEMBERS.intValue()) {
            throw new ZipException("more than " + Limits.GZIP_MEMBERS.text() + " members");
        }
        if (first != 0x1f || needed() != 0x8b || needed() != DEFLATE) {
            throw new ZipException("not gzip");
        }
        header();
        inflater.reset();
        inflater.setInput(buffer, from, to - from);
        crc.reset();
        within = true;
    }

    private void header() throws IOException {
        int flags = needed();
        skip(6);
        if ((flags & HAS_EXTRA) != 0) {
            skip(needed() | needed() << 8);
        }
        for (int text : new int[] {HAS_NAME, HAS_COMMENT}) {
            while ((flags & text) != 0 && needed() != 0) {
                // To the zero at its end.
            }
        }
        if ((flags & HAS_CRC) != 0) {
            skip(2);
        }
    }

    private void trailer() throws IOException {
        long sum = number();
        long size = number();
        if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("the checksum is wrong");
        }
    }

    private long number() throws IOException {
        return needed() | needed() << 8 | needed() << 16 | (long) needed() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            needed();
        }
    }

    private int needed() throws IOException {
        int next = next();
        if (next < 0) {
            throw new EOFException("the gzip stream ends early");
        }
        return next;
    }

    private int next() throws IOException {
        return from < to || fill() ? buffer[from++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
