package dev.tasuki.core.predict.csv;

import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.learn.table.CsvException;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * A CSV that was received whole and is a table, in a file that has no name and goes with its process. Many clients read
 * no answer before they have sent all: so nothing is answered before that. For one thread at a time.
 */
public final class CheckedFile implements AutoCloseable {
    /** What a refusal calls it. */
    public static final String WHAT = "the CSV";

    private static final int PART = 64 << 10;
    private static final int ROWS_BETWEEN_LOOKS = 10_000;

    private final FileChannel file;
    private final FileRoom room;
    private long bytes;
    private List<String> names = List.of();
    private long rows;

    private CheckedFile(FileChannel file, FileRoom room) {
        this.file = file;
        this.room = room;
    }

    /**
     * Receives the file. Throws what the stream throws, {@link TooBusy} while others have the room that it needs, and
     * {@link Unavailable} if the disk has none.
     *
     * @param plain comma CSV in UTF-8, read to its end and not closed
     * @param room of all files of this process
     */
    public static CheckedFile receive(InputStream plain, FileRoom room) throws IOException {
        CheckedFile received = new CheckedFile(create(), room);
        boolean done = false;
        try {
            byte[] part = new byte[PART];
            for (int read = plain.read(part); read >= 0; read = plain.read(part)) {
                room.take(read);
                received.bytes += read;
                received.write(ByteBuffer.wrap(part, 0, read));
            }
            done = true;
            return received;
        } finally {
            if (!done) {
                received.close();
            }
        }
    }

    private static FileChannel create() {
        try {
            Path name = Files.createTempFile("tasuki-predict", ".csv");
            return FileChannel.open(
                    name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private static Unavailable noRoom(IOException e) {
        return new Unavailable(
                RefusalCode.STORE_UNAVAILABLE,
                WHAT + " could not be kept while it is predicted; try again, or send fewer rows",
                Duration.ofSeconds(5),
                e);
    }

    /**
     * Reads it once to its end, so that what is wrong with it is known before a row is predicted. Throws
     * {@link InvalidRequest} with line and column, or for what the rows would cost.
     */
    public void check(AskedModel model, Deadline deadline) {
        try {
            CsvRecords records = records();
            names = records.names();
            HeaderRules.check(names, model);
            while (records.next()) {
                if (records.records() % ROWS_BETWEEN_LOOKS == 0) {
                    deadline.check();
                }
            }
            rows = records.records();
        } catch (CsvException wrong) {
            throw invalid(wrong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long walks = rows * model.trees();
        if (walks > Limits.PREDICT_CSV_WALKS.value()) {
            throw InvalidRequest.content(
                    RefusalCode.TOO_COSTLY,
                    "%,d rows × %,d trees = %,d walks; at most %,d: send up to %,d rows in one file"
                            .formatted(
                                    rows,
                                    model.trees(),
                                    walks,
                                    Limits.PREDICT_CSV_WALKS.value(),
                                    Math.max(1, Limits.PREDICT_CSV_WALKS.value() / model.trees())));
        }
    }

    static InvalidRequest invalid(CsvException wrong) {
        return InvalidRequest.content(RefusalCode.INVALID_DATASET, WHAT + ": " + wrong.getMessage());
    }

    /** The records from the first on. */
    CsvRecords records() throws IOException, CsvException {
        return new CsvRecords(
                Channels.newInputStream(file.position(0)),
                new CsvLimits(
                        // Un-zipped and read as another encoding it has at most three times the bytes of the body.
                        3 * Limits.PREDICT_CSV_BYTES.value(),
                        Limits.PREDICT_CSV_ROWS.intValue(),
                        Limits.DATASET_COLUMNS.intValue(),
                        Limits.DATASET_FIELD.intValue(),
                        Limits.COLUMN_NAME.intValue(),
                        Limits.BLANK_LINES.intValue()),
                Limits.PREDICT_CSV_ROW.intValue());
    }

    /** The columns' names, once it was checked. */
    List<String> names() {
        return names;
    }

    /** How many rows it has, once it was checked. */
    public long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        room.give(bytes);
        bytes = 0;
        file.close();
    }
}
