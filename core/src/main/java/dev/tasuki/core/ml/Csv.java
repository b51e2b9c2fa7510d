package dev.tasuki.core.ml;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.forest.table.CsvException;
import dev.tasuki.forest.table.CsvLimits;
import dev.tasuki.forest.table.CsvReader;
import dev.tasuki.forest.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** Reads a dataset's CSV; what is wrong with it becomes a refusal here. */
final class Csv {
    static final CsvLimits LIMITS = CsvLimits.DEFAULT;

    private Csv() {}

    static Table table(DatasetId id, InputStream csv) {
        try {
            return CsvReader.read(csv, LIMITS);
        } catch (CsvException wrong) {
            throw invalid(id, wrong);
        } catch (IOException away) {
            throw interrupted(id, away);
        }
    }

    static List<String> header(DatasetId id, InputStream csv) {
        try {
            return CsvReader.header(csv, LIMITS);
        } catch (CsvException wrong) {
            throw invalid(id, wrong);
        } catch (IOException away) {
            throw interrupted(id, away);
        }
    }

    static InvalidRequest invalid(DatasetId id, CsvException wrong) {
        return InvalidRequest.content(RefusalCode.INVALID_DATASET, "dataset " + id + ": " + wrong.getMessage());
    }

    private static Unavailable interrupted(DatasetId id, IOException away) {
        return new Unavailable(
                RefusalCode.STORE_UNAVAILABLE,
                "dataset " + id + " could not be read to its end; try again",
                Duration.ofSeconds(2),
                away);
    }
}
