package dev.tasuki.learn.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files of the tests, in memory, and what is read of them. */
final class ParquetBytes {
    static final ParquetLimits LIMITS = new ParquetLimits(1_000_000, 1_000, 1 << 20, 32 << 20, 64 << 10, 1 << 30);
    static final long MEMORY = 16 << 20;

    private ParquetBytes() {}

    static byte[] resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ParquetBytes.class.getResourceAsStream("/parquet/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole CSV. */
    static String csv(byte[] file) throws IOException, ParquetException {
        return csv(file, LIMITS, ParquetMemory.of(MEMORY));
    }

    static String csv(byte[] file, ParquetLimits limits, ParquetMemory memory) throws IOException, ParquetException {
        try (ParquetCsv csv = new ParquetCsv(opened(file), limits, memory)) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static SeekableByteChannel opened(byte[] bytes) {
        return new SeekableByteChannel() {
            private long at;

            @Override
            public int read(ByteBuffer into) {
                int count = (int) Math.min(into.remaining(), bytes.length - at);
                if (count <= 0) {
                    return -1;
                }
                into.put(bytes, (int) at, count);
                at += count;
                return count;
            }

            @Override
            public int write(ByteBuffer from) {
                throw new IllegalStateException("it is read alone");
            }

            @Override
            public long position() {
                return at;
            }

            @Override
            public SeekableByteChannel position(long to) {
                at = to;
                return this;
            }

            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public SeekableByteChannel truncate(long size) {
                throw new IllegalStateException("it is read alone");
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }
}
