package dev.tasuki.core.base;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of an object that come over a connection. When the connection breaks in the middle, the rest is fetched
 * from there on, so that a long read survives what a client's own repetitions cannot: they end when the answer begins.
 * Not safe for several threads.
 */
public final class ResumingStream extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(ResumingStream.class);
    private static final int MOST_BREAKS_IN_A_ROW = 3;
    private static final int BROKEN = -2;

    private final String path;
    private final long size;
    private final Source source;
    private InputStream part;
    private long position;
    private int breaks;

    /** Where the bytes come from. */
    public interface Source {
        /**
         * The bytes from this position on, of the version that was opened first.
         *
         * @throws IOException if that version is gone, or there is no way to it; that ends the read
         */
        InputStream from(long position) throws IOException;

        /** What becomes of an exception of the client's own, which is no broken connection and ends the read. */
        default IOException failed(RuntimeException thrown) {
            throw thrown;
        }

        /** Gives a connection up whose bytes are not wanted any more. */
        void abort(InputStream part) throws IOException;

        /** These bytes were read. */
        default void read(byte[] bytes, int offset, int length) {}

        /** All bytes were read. @throws IOException if they were damaged on their way */
        default void end() throws IOException {}
    }

    /**
     * Begins with what was opened.
     *
     * @param path of the object, for messages
     * @param size of the whole object in bytes
     * @param part its bytes from the first one on
     */
    public ResumingStream(String path, long size, InputStream part, Source source) {
        this.path = path;
        this.size = size;
        this.part = part;
        this.source = source;
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
        int got = BROKEN;
        while (got == BROKEN) {
            got = some(into, offset, length);
        }
        if (got < 0) {
            source.end();
            return -1;
        }
        source.read(into, offset, got);
        position += got;
        breaks = 0;
        return got;
    }

    /** As many bytes as there are at once, at least one; -1 at the end, and {@code BROKEN} where another try may go on. */
    private int some(byte[] into, int offset, int length) throws IOException {
        try {
            int got = part.read(into, offset, length);
            if (got < 0 && position < size) {
                throw new IOException("the connection ended early");
            }
            return got;
        } catch (IOException broken) {
            resume(broken);
            return BROKEN;
        } catch (RuntimeException thrown) {
            throw source.failed(thrown);
        }
    }

    private void resume(IOException broken) throws IOException {
        breaks++;
        source.abort(part);
        if (breaks > MOST_BREAKS_IN_A_ROW
                || position == size
                || Thread.currentThread().isInterrupted()) {
            throw new IOException("reading %s failed at byte %,d of %,d".formatted(path, position, size), broken);
        }
        LOG.info("reading {} broke at byte {} of {}; going on from there", path, position, size);
        part = source.from(position);
    }

    /** Gives the connection up if bytes are left; reading them only to drop them would cost more. */
    @Override
    public void close() throws IOException {
        if (position < size) {
            source.abort(part);
        } else {
            part.close();
        }
    }
}
