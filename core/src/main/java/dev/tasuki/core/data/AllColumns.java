package dev.tasuki.core.data;

import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts names for {@code "features": ["*"]}: every column but the target, in the file's order, that such a training can
 * use. Thread-safe.
 *
 * <p>Example: {@code TrainRequest named = new AllColumns(datasets).named(request);}
 */
public final class AllColumns {
    private final Datasets datasets;

    /** Of these datasets. */
    public AllColumns(Datasets datasets) {
        this.datasets = datasets;
    }

    /**
     * The request with names; the same request if it names its features itself, or if the dataset has a column of the
     * name {@code *}. Reads the dataset if this process does not know its present version. If no column can be used
     * all are named, so that the refusal that follows tells why.
     *
     * @throws NotFound if there is no such dataset
     * @throws InvalidRequest if it is no CSV or has the target alone, or if what the request says of its features
     *     does not suit those that there are
     */
    public TrainRequest named(TrainRequest request) {
        if (!request.namesAllColumns()) {
            return request;
        }
        DatasetDescription dataset = datasets.describe(request.dataset());
        List<String> header = dataset.columns().stream().map(ColumnView::name).toList();
        if (header.containsAll(request.features())) {
            return request;
        }
        List<String> candidates = new ArrayList<>(header);
        candidates.remove(request.target());
        if (candidates.isEmpty()) {
            throw InvalidRequest.content(
                    RefusalCode.UNKNOWN_COLUMN,
                    "dataset " + request.dataset() + " has no column but \"" + ShownValue.shortened(request.target())
                            + "\"; a training needs a feature, too: store the dataset with more columns");
        }
        List<String> usable = flaws(request, dataset)
                .map(table -> UnusableColumns.usable(request, candidates, table))
                .orElse(candidates);
        return request.withFeatures(usable.isEmpty() ? candidates : usable);
    }

    private Optional<TableFlaws> flaws(TrainRequest request, DatasetDescription dataset) {
        return datasets.knownFlaws(
                request.dataset(),
                new DatasetPin(dataset.dataset().etag(), dataset.dataset().size()));
    }

    /**
     * Which columns are none of the features and why, in one sentence; empty if all are used, or if nothing is known
     * any more. Reads nothing.
     *
     * @param request with names
     */
    public static Optional<String> leftOut(TrainRequest request, DatasetDescription dataset, TableFlaws table) {
        Set<String> used = new HashSet<>(request.features());
        used.add(request.target());
        List<String> others = dataset.columns().stream()
                .map(ColumnView::name)
                .filter(name -> !used.contains(name))
                .toList();
        return others.isEmpty() || request.namesAllColumns()
                ? Optional.empty()
                : Optional.of("features: %,d of %,d columns can be learned from; left out: "
                                .formatted(
                                        request.features().size(),
                                        dataset.columns().size() - 1)
                        + UnusableColumns.why(request, others, table));
    }
}
