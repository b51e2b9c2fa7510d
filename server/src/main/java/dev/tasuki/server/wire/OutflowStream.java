package dev.tasuki.server.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** An answer as a stream, for what writes streams; parts should be of some size. Closing it does nothing. */
final class OutflowStream extends OutputStream {
    private final Outflow out;

    OutflowStream(Outflow out) {
        this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** @throws IOException when the client takes no more */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            if (length > 0 && !out.write(Arrays.copyOfRange(bytes, from, from + length))) {
                throw new IOException("the client took no more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a file was sent", e);
        }
    }
}
