package dev.tasuki.core.data;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.learn.table.CsvException;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.RowChoice;
import dev.tasuki.learn.table.ScanLimits;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.table.TableSummary;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** Reads a dataset's CSV; what is wrong with it becomes a refusal here. */
public final class Csv {
    /** What a description keeps of a dataset. */
    static final ScanLimits SCAN = new ScanLimits(
            Limits.DESCRIBING_MEMORY.value(),
            Limits.DISTINCT_COUNTED.intValue(),
            Limits.ROWS_SHOWN.intValue(),
            Limits.CELL_SHOWN.intValue());

    private Csv() {}

    /** The limits of a dataset of at most {@code bytes} bytes. */
    static CsvLimits limits(long bytes) {
        return new CsvLimits(
                bytes,
                Limits.DATASET_ROWS.intValue(),
                Limits.DATASET_COLUMNS.intValue(),
                Limits.DATASET_FIELD.intValue(),
                Limits.COLUMN_NAME.intValue(),
                Limits.BLANK_LINES.intValue());
    }

    /**
     * The columns that the choice names, and the target's labels as they were written. A stored dataset may have
     * any number of bytes: it was let in with them.
     */
    public static Table table(DatasetId id, InputStream csv, CsvReader.Choice choice, String target) {
        try {
            return CsvReader.read(csv, limits(Long.MAX_VALUE), choice, target::equals);
        } catch (CsvException wrong) {
            throw invalid(id, wrong);
        } catch (IOException away) {
            throw interrupted(id, away);
        }
    }

    /** A few figures of a dataset of at most {@code bytes} bytes, computed in bounded memory. */
    static TableSummary summary(DatasetId id, InputStream csv, long bytes) {
        try {
            return CsvReader.scan(csv, limits(bytes), SCAN);
        } catch (CsvException wrong) {
            throw invalid(id, wrong);
        } catch (IOException away) {
            throw interrupted(id, away);
        }
    }

    /** Some rows of some columns of a stored dataset. */
    static Table sample(DatasetId id, InputStream csv, CsvReader.Choice columns, RowChoice rows) {
        try {
            return CsvReader.sample(csv, limits(Long.MAX_VALUE), columns, rows);
        } catch (CsvException wrong) {
            throw invalid(id, wrong);
        } catch (IOException away) {
            throw interrupted(id, away);
        }
    }

    static List<String> header(DatasetId id, InputStream csv) {
        try {
            return CsvReader.header(csv, limits(Long.MAX_VALUE));
        } catch (CsvException wrong) {
            throw invalid(id, wrong);
        } catch (IOException away) {
            throw interrupted(id, away);
        }
    }

    static InvalidRequest invalid(DatasetId id, CsvException wrong) {
        String wayOut = wrong.notUtf8()
                ? ", or say with ?encoding= how it is written: latin-1, windows-1252, shift_jis, cp932 or utf-16"
                : "";
        return InvalidRequest.content(
                RefusalCode.INVALID_DATASET, "dataset " + id + ": " + wrong.getMessage() + wayOut);
    }

    private static Unavailable interrupted(DatasetId id, IOException away) {
        return new Unavailable(
                RefusalCode.STORE_UNAVAILABLE,
                "dataset " + id + " could not be read to its end; try again",
                Duration.ofSeconds(2),
                away);
    }
}
