package dev.tasuki.core.data;

import dev.tasuki.core.run.RunControl;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reading from it ends with {@link Stopped} once the run should stop. The signal is read at every
 * call. A CSV is read a quarter of a megabyte a call: that is often enough, and costs nothing per row.
 */
public final class StoppableStream extends FilterInputStream {
    private final RunControl control;

    public StoppableStream(InputStream in, RunControl control) {
        super(in);
        this.control = control;
    }

    /** The run was told to stop while it read. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Stopped() {
            super("the run was told to stop", null, false, false);
        }
    }

    @Override
    public int read() throws IOException {
        heed();
        return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        heed();
        return in.read(into, offset, length);
    }

    @Override
    public long skip(long n) throws IOException {
        heed();
        return in.skip(n);
    }

    private void heed() {
        if (control.stopped()) {
            throw new Stopped();
        }
    }
}
