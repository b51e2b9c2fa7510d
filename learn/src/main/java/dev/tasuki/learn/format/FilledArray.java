package dev.tasuki.learn.format;

import java.io.OutputStream;

/**
 * An array that is filled to its end: bytes whose number is known need neither a larger buffer nor
 * a copy. For one thread.
 */
public final class FilledArray extends OutputStream {
    private final byte[] bytes;
    private int filled;

    public FilledArray(int length) {
        this.bytes = new byte[length];
    }

    @Override
    public void write(int value) {
        bytes[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, filled, length);
        filled += length;
    }

    public byte[] bytes() {
        if (filled != bytes.length) {
            throw new IllegalStateException(filled + " bytes were written instead of " + bytes.length);
        }
        return bytes;
    }
}
