package dev.tasuki.learn.encode;

import java.util.Map;

/**
 * How the columns of a table are prepared for a learner.
 *
 * @param complete true: nothing is done, and only complete numbers are taken
 * @param usual what is wanted for every column
 * @param columns what is wanted of some columns in its place, by name
 */
public record Preparation(boolean complete, Treatment usual, Map<String, Treatment> columns) {
    /** As it suits table and learner; complete numbers stay as they are. */
    public static final Preparation AUTO = new Preparation(false, Treatment.AUTO, Map.of());
    /** Nothing: only complete numbers are taken. */
    public static final Preparation NONE = new Preparation(true, Treatment.AUTO, Map.of());

    /** Copies. */
    public Preparation {
        columns = Map.copyOf(columns);
    }

    /** What is wanted for a column. */
    public Treatment of(String column) {
        Treatment named = columns.get(column);
        return named == null ? usual : named.orElse(usual);
    }

    /** What is wanted of a column by its name, which for most is nothing. */
    public Treatment named(String column) {
        return columns.getOrDefault(column, Treatment.AUTO);
    }
}
