package dev.tasuki.learn.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Writes the format's primitive values, big-endian, and hashes what it writes. */
public final class FormatWriter {
    private final OutputStream out;
    private final MessageDigest digest = Sha256.begin();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);

    public FormatWriter(OutputStream out) {
        this.out = out;
    }

    public void putByte(int value) throws IOException {
        room(1);
        buffer.put((byte) value);
    }

    public void putInt(int value) throws IOException {
        room(4);
        buffer.putInt(value);
    }

    public void putLong(long value) throws IOException {
        room(8);
        buffer.putLong(value);
    }

    public void putDouble(double value) throws IOException {
        putLong(Double.doubleToRawLongBits(value));
    }

    public void putText(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putInt(bytes.length);
        putBytes(bytes);
    }

    public void putBytes(byte[] bytes) throws IOException {
        if (bytes.length > buffer.capacity()) {
            flush();
            digest.update(bytes);
            out.write(bytes);
        } else {
            room(bytes.length);
            buffer.put(bytes);
        }
    }

    /** Writes the hash of everything before it. */
    public void putDigest() throws IOException {
        flush();
        putBytes(Sha256.soFar(digest));
    }

    public void flush() throws IOException {
        digest.update(buffer.array(), 0, buffer.position());
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }
}
