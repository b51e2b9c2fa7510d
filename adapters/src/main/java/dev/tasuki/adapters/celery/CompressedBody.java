package dev.tasuki.adapters.celery;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Un-zips a message's body, up to a bound: what Celery calls gzip is zlib (RFC 1950); real gzip (RFC 1952) of one member is
 * read, too. No more memory is taken than the bound and one byte.
 */
final class CompressedBody {
    private static final int FIRST = 4_096;
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final String BROKEN = "its compressed body is damaged, or no zlib and no gzip";

    private final byte[] zipped;
    private final int most;

    private CompressedBody(byte[] zipped, int most) {
        this.zipped = zipped;
        this.most = most;
    }

    /** The bytes that were zipped; throws Unreadable if they are more than {@code most}. */
    static byte[] unzip(byte[] zipped, int most) throws Unreadable {
        CompressedBody body = new CompressedBody(zipped, most);
        boolean gzip = zipped.length > HEADER + TRAILER && (zipped[0] & 0xff) == 0x1f && (zipped[1] & 0xff) == 0x8b;
        try {
            return gzip ? body.gzip() : body.inflate(new Inflater(false), 0, 0);
        } catch (DataFormatException e) {
            throw new Unreadable(BROKEN);
        }
    }

    private byte[] gzip() throws Unreadable, DataFormatException {
        byte[] plain = inflate(new Inflater(true), afterHeader(), TRAILER);
        CRC32 check = new CRC32();
        check.update(plain);
        if (little(zipped.length - TRAILER) != check.getValue() || little(zipped.length - 4) != plain.length) {
            throw new Unreadable(BROKEN);
        }
        return plain;
    }

    private long little(int at) {
        return (zipped[at] & 0xffL)
                | (zipped[at + 1] & 0xffL) << 8
                | (zipped[at + 2] & 0xffL) << 16
                | (zipped[at + 3] & 0xffL) << 24;
    }

    private int afterHeader() throws DataFormatException {
        int flags = zipped[3];
        int at = HEADER;
        if ((flags & EXTRA) != 0) {
            at += 2 + (byteAt(at) | byteAt(at + 1) << 8);
        }
        for (int text : new int[] {NAME, COMMENT}) {
            if ((flags & text) != 0) {
                while (byteAt(at++) != 0) {}
            }
        }
        return (flags & HEADER_CHECK) != 0 ? at + 2 : at;
    }

    private int byteAt(int at) throws DataFormatException {
        if (at >= zipped.length) {
            throw new DataFormatException("its header does not end");
        }
        return zipped[at] & 0xff;
    }

    /** What lies between, to its very end. */
    private byte[] inflate(Inflater inflater, int from, int behind) throws Unreadable, DataFormatException {
        if (from > zipped.length - behind) {
            throw new DataFormatException("nothing is left");
        }
        try {
            inflater.setInput(zipped, from, zipped.length - from - behind);
            byte[] plain = new byte[Math.min(FIRST, most + 1)];
            int length = 0;
            while (!inflater.finished()) {
                int got = inflater.inflate(plain, length, plain.length - length);
                length += got;
                if (length > most) {
                    throw Embed.tooLarge("its body has more than %,d bytes once it is unzipped".formatted(most));
                }
                if (length == plain.length) {
                    plain = Arrays.copyOf(plain, Math.min(2 * length, most + 1));
                } else if (got == 0 && !inflater.finished()) {
                    throw new DataFormatException("it breaks off");
                }
            }
            if (inflater.getRemaining() > 0) {
                throw new DataFormatException("something follows it");
            }
            return Arrays.copyOf(plain, length);
        } finally {
            inflater.end();
        }
    }
}
