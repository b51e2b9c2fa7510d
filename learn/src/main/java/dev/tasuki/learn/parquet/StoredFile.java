package dev.tasuki.learn.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file that can be read at any place. For one thread. */
final class StoredFile {
    private final SeekableByteChannel channel;
    private final long length;
    private long unpacked;

    StoredFile(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    long length() {
        return length;
    }

    /** Accounts for a page that is unpacked. A few bytes may become many, and take their time, over and over. */
    void unpacks(int bytes, long most) throws ParquetException {
        unpacked += bytes;
        if (unpacked > most) {
            throw ParquetException.refused(
                    "its pages are more than %,d bytes unpacked, the most that are read; send it in parts"
                            .formatted(most));
        }
    }

    /** This many bytes from there on; all of them are within the file. */
    byte[] read(long at, int count) throws IOException, ParquetException {
        if (at < 0 || count < 0 || at > length - count) {
            throw ParquetException.damaged("it names bytes beyond its end");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        channel.position(at);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("a file became shorter while it was read");
            }
        }
        return bytes.array();
    }
}
