package dev.tasuki.server.view;

import dev.tasuki.core.data.ColumnChoice;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.data.DatasetView;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.data.HeaderWarnings;
import dev.tasuki.core.data.dialect.Dialect;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is in a dataset.
 *
 * @param datasetId its id
 * @param size in bytes
 * @param etag changes with its bytes
 * @param modified when it was stored
 * @param rows without the header
 * @param columnsTotal how many columns it has
 * @param columnsShown positions of those shown, e.g. {@code 1-50}
 * @param columnsNext what shows those that follow; null if none do
 * @param columns those shown, in the file's order
 * @param firstRows the first rows of the columns shown
 * @param separator what parted the fields of the file
 * @param encoding how its letters were written
 * @param decimal what parted the decimals of its numbers
 * @param warnings what may be wrong with it, for people
 */
@Schema(name = "Dataset", description = "What is in a dataset; of its columns at most 50 at once")
public record DatasetDetails(
        @Schema(example = "diabetes") String datasetId,
        @Schema(example = "23909") long size,
        @Schema(example = "5d41402abc4b2a76") String etag,
        @Schema(example = "2026-11-23T05:40:00Z") Instant modified,
        @Schema(example = "442") long rows,

        @Schema(example = "11", description = "How many columns the dataset has")
        int columnsTotal,

        @Schema(example = "1-11", description = "Positions of the columns shown")
        String columnsShown,

        @Schema(example = "51-100", nullable = true, description = "What ?columns= shows the next ones; null: none")
        @Nullable
        String columnsNext,

        List<ColumnDetails> columns,

        @Schema(
                description = "At most 20 rows, fewer of a very wide table; numbers as they were read, text of at most"
                        + " 60 letters, a missing value empty")
        List<List<String>> firstRows,

        @Schema(
                example = ",",
                description = "Of the answer to an upload, what parted the fields of the file: , ; tab or |. What is"
                        + " stored, and shown later, is parted by commas")
        String separator,

        @Schema(
                example = "utf-8",
                description = "Of the answer to an upload, how the letters of the file were written; stored is UTF-8")
        String encoding,

        @Schema(
                example = ".",
                description = "Of the answer to an upload, a comma if numbers of the file had a decimal comma; stored"
                        + " are points")
        String decimal,

        @Schema(description = "What may be wrong with the dataset, for people")
        List<String> warnings) {

    /** An upload's answer. */
    public static DatasetDetails of(Datasets.Stored stored, List<Integer> positions) {
        return of(stored.description(), positions, stored.written(), stored.warnings());
    }

    /**
     * The dataset as clients see it.
     *
     * @param positions of the columns shown, counted from 0, ascending
     */
    public static DatasetDetails of(DatasetDescription description, List<Integer> positions) {
        return of(description, positions, Dialect.PLAIN, List.of());
    }

    private static DatasetDetails of(
            DatasetDescription description, List<Integer> positions, Dialect written, List<String> warnings) {
        DatasetView dataset = description.dataset();
        return new DatasetDetails(
                dataset.id().value(),
                dataset.size(),
                dataset.etag(),
                dataset.modified(),
                description.rows(),
                description.columns().size(),
                shown(positions),
                ColumnChoice.next(positions, description.columns().size()),
                positions.stream()
                        .map(at ->
                                ColumnDetails.of(at + 1, description.columns().get(at)))
                        .toList(),
                description.firstRows().stream()
                        .map(row -> positions.stream().map(row::get).toList())
                        .toList(),
                written.separatorName(),
                written.encoding().text(),
                written.decimalComma() ? "," : ".",
                Stream.of(warnings, HeaderWarnings.of(description.columns()), description.warnings())
                        .flatMap(List::stream)
                        .toList());
    }

    /** Neighbours are written as a range. */
    private static String shown(List<Integer> positions) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < positions.size(); ) {
            int last = i;
            while (last + 1 < positions.size() && positions.get(last + 1) == positions.get(last) + 1) {
                last++;
            }
            shown.append(shown.isEmpty() ? "" : ",").append(positions.get(i) + 1);
            if (last > i) {
                shown.append('-').append(positions.get(last) + 1);
            }
            i = last + 1;
        }
        return shown.toString();
    }
}
