package dev.tasuki.server.view;

import dev.tasuki.core.data.ColumnRelation;
import dev.tasuki.core.data.RelationsView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How columns of a dataset are distributed, and what they tell of a target.
 *
 * @param datasetId which dataset
 * @param etag which version
 * @param target null if none was named
 * @param rows of the dataset
 * @param rowsUsed of those that were looked at
 * @param columns in the file's order
 */
@Schema(name = "Relations", description = "How columns of a dataset are distributed, and what they tell of a target")
public record RelationsDetails(
        @Schema(example = "diabetes") String datasetId,
        @Schema(example = "5d41402abc4b2a76") String etag,

        @Schema(example = "target", nullable = true) @Nullable
        String target,

        @Schema(example = "442") long rows,

        @Schema(
                example = "442",
                description = "Rows that were looked at: all of a short dataset, at most 10,000 evenly spread ones of a"
                        + " long one, within the first 64 MiB of a large one")
        int rowsUsed,

        List<Column> columns) {

    /**
     * A column.
     *
     * @param position in the file, counted from 1
     * @param name from the header
     * @param histogram of numbers
     * @param top most frequent values of text and booleans
     * @param topDistinct different values of text and booleans
     * @param relation to the target
     */
    @Schema(name = "ColumnRelation", description = "How a column is distributed, and what it tells of the target")
    public record Column(
            @Schema(example = "3") int position,
            @Schema(example = "bmi") String name,

            @Schema(nullable = true, description = "Of numbers; null for other columns") @Nullable
            Histogram histogram,

            @Schema(nullable = true, description = "Of text and booleans: at most 10, the most frequent first")
            @Nullable
            List<Top> top,

            @Schema(
                    example = "3",
                    nullable = true,
                    description = "Of text and booleans: different values in the rows that were looked at")
            @Nullable
            Integer topDistinct,

            @Schema(
                    nullable = true,
                    description = "null without a target, for the target itself, and where one of the two is the same"
                            + " in all rows")
            @Nullable
            Related relation) {

        private static Column of(ColumnRelation column) {
            ColumnRelation.Bins bins = column.bins();
            ColumnRelation.Words words = column.words();
            ColumnRelation.Related related = column.related();
            return new Column(
                    column.position(),
                    column.name(),
                    bins == null ? null : new Histogram(bins.from(), bins.to(), bins.counts()),
                    words == null
                            ? null
                            : words.top().stream()
                                    .map(word -> new Top(word.value(), word.count()))
                                    .toList(),
                    words == null ? null : words.distinct(),
                    related == null ? null : new Related(related.measure(), related.value(), related.rows()));
        }
    }

    /**
     * Numbers by bins of equal width.
     *
     * @param from the smallest
     * @param to the largest
     * @param counts of the bins
     */
    @Schema(name = "Histogram", description = "Numbers by bins of equal width")
    public record Histogram(
            @Schema(example = "-0.0902752958985185") double from,
            @Schema(example = "0.17055522598066") double to,

            @Schema(example = "[16, 58, 90, 105, 77]", description = "At most 40")
            List<Integer> counts) {}

    /**
     * A value, and how often it occurs.
     *
     * @param value at most 60 letters
     * @param count rows
     */
    @Schema(name = "TopValue", description = "A value, and how often it occurs")
    public record Top(
            @Schema(example = "Rome", description = "At most 60 letters")
            String value,

            @Schema(example = "133") int count) {}

    /**
     * What a column tells of the target.
     *
     * @param measure how that is measured
     * @param value of the measure
     * @param rows in which both have a value
     */
    @Schema(name = "Relation", description = "What a column tells of the target")
    public record Related(
            @Schema(
                    example = "pearson",
                    allowableValues = {"pearson", "eta", "cramers_v"},
                    description = "pearson of two columns of numbers; eta, the correlation ratio, of numbers by"
                            + " categories; cramers_v of two columns of categories, which text and booleans are")
            String measure,

            @Schema(example = "0.586", description = "From -1 to 1 of pearson, from 0 to 1 of the others")
            double value,

            @Schema(example = "442", description = "Rows in which both have a value")
            int rows) {}

    /** What clients see. */
    public static RelationsDetails of(RelationsView view) {
        return new RelationsDetails(
                view.dataset().id().value(),
                view.dataset().etag(),
                view.target(),
                view.rows(),
                view.rowsUsed(),
                view.columns().stream().map(Column::of).toList());
    }
}
