package dev.tasuki.server.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Throws {@code too_large} once more bytes were read than the limit, so that no zip bomb gets far. */
final class LimitedStream extends FilterInputStream {
    private final String what;
    private final long limit;
    private long seen;

    /** @param what the bytes are, as a refusal says */
    LimitedStream(InputStream in, String what, long limit) {
        super(in);
        this.what = what;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) {
        seen += bytes;
        if (seen > limit) {
            throw Bodies.tooLarge(what + ", un-zipped,", limit);
        }
    }
}
