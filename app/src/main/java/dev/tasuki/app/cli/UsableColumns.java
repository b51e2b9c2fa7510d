package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.data.ColumnView;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts a dataset's columns into those that can be learned from, and the others. */
final class UsableColumns {
    private final String dataset;
    private final String target;
    private final boolean prepared;
    private final List<String> usable = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private String aboutTarget = "";

    /** @param prepared whether text and missing values are prepared, so that they can be learned from, too */
    UsableColumns(String dataset, String target, boolean prepared) {
        this.prepared = prepared;
        this.dataset = dataset;
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

    /** Adds one column of a dataset with {@code rows} rows. */
    void add(ColumnView column, long rows) {
        if (column.name().equals(target)) {
            aboutTarget = column.missing() == 0 ? "" : "; the target, too: " + without(column.missing(), rows);
            return;
        }
        String why = unusable(column, rows);
        if (why.isEmpty()) {
            usable.add(column.name());
        } else {
            others.add("\"" + column.name() + "\" (" + why + ")");
        }
    }

    /** The names of those that can be used; which others there are is said. */
    List<String> names(CommandContext context) {
        String left = Screen.clean(Shown.first(others));
        if (usable.isEmpty()) {
            throw new Failure(Exit.WRONG, none(left));
        }
        if (!others.isEmpty()) {
            context.err().println("left out: " + left);
        }
        return usable;
    }

    private String none(String left) {
        return others.isEmpty()
                ? "dataset " + dataset + " has no column but the target; a training needs a feature, too"
                : "no column of dataset " + dataset + " can be learned from" + (prepared ? ": " : " as it is: ") + left
                        + aboutTarget
                        + ". Write text as numbers, fill in what is missing or remove those rows";
    }

    private static String without(long missing, long rows) {
        return missing + " of " + rows + " rows have no value";
    }

    private String unusable(ColumnView column, long rows) {
        if (prepared && (column.type().equals("text") || column.missing() == rows)) {
            return "";
        }
        if (column.type().equals("text")) {
            return "text";
        }
        if (column.missing() > 0 && !prepared) {
            return without(column.missing(), rows);
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
