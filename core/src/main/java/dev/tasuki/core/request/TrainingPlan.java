package dev.tasuki.core.request;

import dev.tasuki.core.task.DatasetId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request would train, for which price.
 *
 * @param rows of the dataset
 * @param columns of the dataset
 * @param algorithm as asked for, or as the target suggests
 * @param params all of them, by scikit-learn's names
 * @param preprocess what would be done with the columns; empty: they are complete numbers and stay as they are
 * @param search what is tried before; null: nothing
 * @param bytes memory at the peak
 * @param seconds of one run, once it has begun
 * @param warnings what the client should know of its request, one sentence each
 */
public record TrainingPlan(
        DatasetId dataset,
        long rows,
        int columns,
        List<String> features,
        String target,
        String algorithm,
        Map<String, @Nullable Object> params,
        List<PlannedColumn> preprocess,
        Split split,
        @Nullable SearchPlan search,
        Range bytes,
        Range seconds,
        List<String> warnings) {
    public TrainingPlan {
        features = List.copyOf(features);
        preprocess = List.copyOf(preprocess);
        warnings = List.copyOf(warnings);
    }

    /**
     * What would be done with a column, as far as is known before its rows are read.
     *
     * @param as {@code number}, {@code boolean}, {@code category}, {@code date} or {@code left_out}
     * @param missing rows without a value
     * @param words the same in a sentence without its end
     */
    public record PlannedColumn(String name, String as, long missing, String words) {}

    /**
     * How the rows are split.
     *
     * @param train rows that the forest learns from
     * @param test rows that it is measured with
     */
    public record Split(double testSize, long randomState, boolean stratify, long train, long test) {}

    /**
     * What is tried before the model is learned.
     *
     * @param candidates how many
     * @param folds on which each is fitted
     */
    public record SearchPlan(int candidates, int folds) {}

    /**
     * An estimate, and the bounds between which nine of ten should lie. They are far apart, as nothing was tried.
     */
    public record Range(double estimate, double low, double high) {}
}
