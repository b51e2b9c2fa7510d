package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.ml.ColumnView;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts a dataset's columns into those that can be learned from as they are, and the others. */
final class UsableColumns {
    private final String target;
    private final List<String> usable = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    UsableColumns(String target) {
        this.target = target;
    }

    /** Adds the columns that one answer of a server shows. */
    void add(JsonNode dataset) {
        long rows = dataset.path("rows").asLong();
        for (JsonNode column : dataset.path("columns")) {
            add(
                    new ColumnView(
                            column.path("name").asText(),
                            column.path("type").asText(),
                            column.path("missing").asLong(),
                            column.path("distinct").asLong(),
                            column.path("distinct_exact").asBoolean(),
                            number(column.path("min")),
                            null,
                            true,
                            number(column.path("max"))),
                    rows);
        }
    }

    /** Adds one column of a dataset of so many rows. */
    void add(ColumnView column, long rows) {
        String why = column.name().equals(target) ? "" : unusable(column, rows);
        if (why.isEmpty()) {
            usable.add(column.name());
        } else {
            others.add("\"" + column.name() + "\" (" + why + ")");
        }
    }

    /** The names of those that can be used; which others there are is said. */
    List<String> names(Surroundings surroundings) {
        String left = Screen.clean(Shown.first(others));
        if (!others.isEmpty() && usable.stream().allMatch(target::equals)) {
            throw new Failure(
                    Exit.WRONG,
                    "no column beside the target can be learned from as it is: " + left
                            + ". Write text as numbers, fill in what is missing or remove those rows");
        }
        if (!others.isEmpty()) {
            surroundings.err().println("left out: " + left);
        }
        return usable;
    }

    private static String unusable(ColumnView column, long rows) {
        if (column.type().equals("text")) {
            return "text";
        }
        if (column.missing() > 0) {
            return column.missing() + " of " + rows + " rows have no value";
        }
        return column.type().equals("boolean") || fits(column.min()) && fits(column.max())
                ? ""
                : "values beyond the range of 32-bit floats";
    }

    /** An infinity is shown as null. */
    private static boolean fits(@Nullable Number extreme) {
        return extreme != null && Math.abs(extreme.doubleValue()) <= Float.MAX_VALUE;
    }

    private static @Nullable Number number(JsonNode value) {
        return value.isNumber() ? value.numberValue() : null;
    }
}
