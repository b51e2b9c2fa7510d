package dev.tasuki.core.use;

import dev.tasuki.core.cost.FitPreconditions;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.data.TableFlaws;
import dev.tasuki.core.data.UnusableColumns;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Tells before a task is tried again as it was that it can only fail: its columns cannot be learned from. What
 * cannot be known now is no reason to refuse. Thread-safe.
 */
final class RetryCheck {
    /** Files that are read for many tasks. */
    private static final int FILES = 8;

    private final Datasets datasets;

    RetryCheck(Datasets datasets) {
        this.datasets = datasets;
    }

    /** All columns that cannot be used; a small file is read for it, as before a new training. */
    Optional<InvalidRequest> thorough(TaskRow row) {
        return refusal(row, true);
    }

    /**
     * The same for one of many, from what this process remembers; a few files are read for all of them.
     *
     * @param read versions of datasets that were read for the others
     */
    Optional<InvalidRequest> oneOfMany(TaskRow row, Set<DatasetPin> read) {
        DatasetPin pin = row.spec().pin();
        boolean known =
                pin == null || datasets.knownFlaws(row.spec().dataset(), pin).isPresent();
        return refusal(row, !known && read.size() < FILES && read.add(pin));
    }

    private Optional<InvalidRequest> refusal(TaskRow row, boolean read) {
        if (row.spec().kind() != TaskKind.TRAIN) {
            return Optional.empty();
        }
        try {
            TrainRequest request =
                    TrainRequest.parseMessage(row.spec().payload().getBytes(StandardCharsets.UTF_8));
            return flaws(row, read)
                    .flatMap(table -> UnusableColumns.refusal(request, table))
                    .or(() -> described(row).flatMap(known -> FitPreconditions.refusal(request, known)));
        } catch (Refusal notKnown) {
            // The store is away, or the message is a foreign one that only the consumer understands.
            return Optional.empty();
        }
    }

    private Optional<DatasetDescription> described(TaskRow row) {
        return Optional.ofNullable(row.spec().pin())
                .flatMap(pin -> datasets.described(row.spec().dataset(), pin));
    }

    private Optional<TableFlaws> flaws(TaskRow row, boolean read) {
        DatasetPin pin = row.spec().pin();
        if (!read) {
            return pin == null
                    ? Optional.empty()
                    : datasets.knownFlaws(row.spec().dataset(), pin);
        }
        return datasets.pin(row.spec().dataset())
                .filter(now -> pin == null || pin.equals(now))
                .flatMap(now -> datasets.flaws(row.spec().dataset(), now));
    }
}
