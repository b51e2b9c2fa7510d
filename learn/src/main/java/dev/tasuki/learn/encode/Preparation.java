package dev.tasuki.learn.encode;

import java.util.Map;

/**
 * How the columns of a table are prepared for a learner.
 *
 * @param complete true: nothing is done, and only complete numbers are taken
 * @param usual the treatment of every column that is not named
 * @param columns the treatments of named columns; what one of them leaves open is taken from {@code usual}
 */
public record Preparation(boolean complete, Treatment usual, Map<String, Treatment> columns) {
    /** Text with more different values is no feature unless it is wanted by name. */
    public static final int MOST_CATEGORIES = 255;

    /** As it suits table and learner; complete numbers stay as they are. */
    public static final Preparation AUTO = new Preparation(false, Treatment.AUTO, Map.of());
    /** Nothing: only complete numbers are taken. */
    public static final Preparation NONE = new Preparation(true, Treatment.AUTO, Map.of());

    /** Copies. */
    public Preparation {
        columns = Map.copyOf(columns);
    }

    /** Whether text with so many different values in so many rows is left out, unless it is wanted by name. */
    public static boolean leavesOut(long distinct, long rows) {
        return distinct > MOST_CATEGORIES || 2 * distinct >= rows;
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
