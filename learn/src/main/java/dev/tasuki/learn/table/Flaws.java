package dev.tasuki.learn.table;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What may keep a column from being learned from, counted by kind.
 *
 * @param missing no value
 * @param text no number; none in a column of nothing but {@code True} and {@code False}
 * @param infinite infinite, or beyond the range of a double
 * @param beyondFloat finite, but beyond the range of 32-bit floats
 * @param fractions numbers that are not whole, which are no classes
 * @param looks what most of the text looks like, the commonest first; empty if that says nothing
 */
public record Flaws(Cells missing, Cells text, Cells infinite, Cells beyondFloat, Cells fractions, List<Look> looks) {
    public Flaws {
        looks = List.copyOf(looks);
    }

    /**
     * What text looks like.
     *
     * @param cells those among the first that are text
     */
    public record Look(TextKind kind, Cells cells) {}

    /**
     * Cells of one kind.
     *
     * @param count how many
     * @param line of the first one in the file, counted from 1
     * @param value of the first one, shortened to a printable length
     */
    public record Cells(int count, long line, String value) {
        /** No cell. */
        public static final Cells NONE = new Cells(0, 0, "");

        /** Whether there is one. */
        public boolean any() {
            return count > 0;
        }
    }

    /** No flaw. */
    public static final Flaws NONE = new Flaws(Cells.NONE, Cells.NONE, Cells.NONE, Cells.NONE, Cells.NONE, List.of());

    /** Whether there is any. */
    public boolean any() {
        return missing.any() || text.any() || infinite.any() || beyondFloat.any() || fractions.any();
    }

    /** Counts those of a column that was read. */
    public static Flaws of(Column column, IntToLongFunction lines) {
        FlawCounts counts = new FlawCounts(FlawCounts.LOOKED_AT);
        for (int row = 0; row < column.size(); row++) {
            long line = lines.applyAsLong(row);
            switch (column) {
                case NumericColumn numbers -> counts.addNumber(numbers.value(row), line);
                case TextColumn text -> addText(counts, text.value(row), line);
            }
        }
        boolean words = column instanceof TextColumn text && BooleanWord.all(text.distinct());
        return counts.flaws(words);
    }

    private static void addText(FlawCounts counts, @Nullable String value, long line) {
        if (value == null) {
            counts.addMissing(line);
        } else {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            counts.addText(bytes, 0, bytes.length, line);
        }
    }
}
