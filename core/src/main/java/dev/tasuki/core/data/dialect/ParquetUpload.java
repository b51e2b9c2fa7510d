package dev.tasuki.core.data.dialect;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.learn.parquet.ParquetCsv;
import dev.tasuki.learn.parquet.ParquetException;
import dev.tasuki.learn.parquet.ParquetLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An upload that is a Parquet file, as the CSV of its rows. What it says of itself stands at its end, so it is kept in a
 * temporary file until it was read. For one thread.
 */
final class ParquetUpload extends InputStream {
    /** A CSV may have a first column of that name; it goes on with text. */
    private static final Pattern MAGIC = Pattern.compile("PAR1.{0,11}[\\x00-\\x08\\x0e-\\x1f].*", Pattern.DOTALL);

    private static final Pattern INDEX = Pattern.compile("__index_level_\\d+__");
    private static final int PART = 64 << 10;

    private final FileChannel file;
    private final ParquetRoom.Share memory;
    private final Function<String, InvalidRequest> refusal;
    private final ParquetCsv csv;
    private final byte[] one = new byte[1];

    /** Whether a file that begins so is one. */
    static boolean is(byte[] first) {
        String letters = new String(first, 0, Math.min(64, first.length), StandardCharsets.ISO_8859_1);
        return MAGIC.matcher(letters).matches();
    }

    private ParquetUpload(
            FileChannel file, ParquetRoom.Share memory, long unpacked, Function<String, InvalidRequest> refusal)
            throws IOException {
        this.file = file;
        this.memory = memory;
        this.refusal = refusal;
        try {
            this.csv = new ParquetCsv(
                    file,
                    new ParquetLimits(
                            Limits.DATASET_ROWS.value(),
                            Limits.DATASET_COLUMNS.intValue(),
                            Limits.PARQUET_METADATA.intValue(),
                            Limits.PARQUET_PAGE.intValue(),
                            Limits.DATASET_FIELD.intValue(),
                            unpacked),
                    memory);
        } catch (ParquetException wrong) {
            throw refusal.apply(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Receives the upload to its end. Throws {@link InvalidRequest} for what cannot be read.
     *
     * @param what how refusals call the file
     */
    static ParquetUpload of(InputStream upload, ParquetRoom room, String what, Function<String, InvalidRequest> refusal)
            throws IOException {
        FileChannel file = create(what);
        ParquetRoom.Share memory = room.share();
        boolean done = false;
        try {
            byte[] part = new byte[PART];
            long sent = 0;
            for (int read = upload.read(part); read >= 0; read = upload.read(part)) {
                sent += read;
                room.require(sent, what);
                write(file, ByteBuffer.wrap(part, 0, read), what);
            }
            ParquetUpload whole = new ParquetUpload(file, memory, room.unpacked(), refusal);
            done = true;
            return whole;
        } finally {
            if (!done) {
                memory.giveBackAll();
                file.close();
            }
        }
    }

    private static FileChannel create(String what) {
        try {
            Path name = Files.createTempFile("tasuki-upload", ".parquet");
            return FileChannel.open(
                    name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw noRoom(e, what);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes, String what) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw noRoom(e, what);
        }
    }

    private static Unavailable noRoom(IOException e, String what) {
        return new Unavailable(
                RefusalCode.STORE_UNAVAILABLE,
                what + " could not be kept in a temporary file while it is read; try again, or send it as CSV",
                Duration.ofSeconds(5),
                e);
    }

    /** What may be wrong with it, for people. */
    List<String> warnings() {
        return csv.names().stream()
                .filter(name -> INDEX.matcher(name).matches())
                .map(name ->
                        "column '" + name + "' is the index of a pandas table, mostly the rows' numbers; leave it out"
                                + " of the features, or write the file with to_parquet(…, index=False)")
                .toList();
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        // Unpacking is work: a virtual thread that never waits would keep its carrier from others.
        Thread.yield();
        try {
            return csv.read(into, offset, length);
        } catch (ParquetCsv.Unreadable wrong) {
            throw refusal.apply(String.valueOf(wrong.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        memory.giveBackAll();
        file.close();
    }
}
