package dev.tasuki.learn.table;

import dev.tasuki.learn.table.Flaws.Cells;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what may keep a column from being learned from, cell by cell. */
final class FlawCounts {
    /** How many cells that are text are looked at, of one column alone. */
    static final int LOOKED_AT = 200;

    private final NumberParser parser = new NumberParser();
    private final Count missing = new Count();
    private final Count text = new Count();
    private final Count infinite = new Count();
    private final Count beyondFloat = new Count();
    private final Count fractions = new Count();
    private final int lookedAt;
    private @Nullable Looks looks;

    /** Looks at so many cells that are text. */
    FlawCounts(int lookedAt) {
        this.lookedAt = lookedAt;
    }

    void addMissing(long line) {
        missing.add(line, "");
    }

    /** A number; NaN is missing. */
    void addNumber(double value, long line) {
        if (value == Math.rint(value) && Math.abs(value) <= Float.MAX_VALUE) {
            return;
        }
        if (Double.isNaN(value)) {
            addMissing(line);
            return;
        }
        Count kind = kind(value);
        if (kind != null) {
            kind.add(line, kind.count == 0 ? Double.toString(value) : "");
        }
    }

    /** A cell of a text column, which may yet hold a number. */
    void addText(byte[] bytes, int start, int end, long line) {
        if (parser.parse(bytes, start, end)) {
            addNumber(parser.value(), line);
        } else {
            text.add(line, text.count == 0 ? Shown.of(bytes, start, end) : "");
            if (looks == null) {
                looks = new Looks(lookedAt);
            }
            looks.add(bytes, start, end, line);
        }
    }

    private @Nullable Count kind(double value) {
        if (Double.isInfinite(value)) {
            return infinite;
        }
        if (Float.isInfinite((float) value)) {
            return beyondFloat;
        }
        return value == Math.rint(value) ? null : fractions;
    }

    /**
     * What was counted.
     *
     * @param words whether all text was {@code True} and {@code False}, which is none
     */
    Flaws flaws(boolean words) {
        return new Flaws(
                missing.cells(),
                words ? Cells.NONE : text.cells(),
                infinite.cells(),
                beyondFloat.cells(),
                fractions.cells(),
                words || looks == null ? List.of() : looks.common());
    }

    /** How many, and the first one. */
    private static final class Count {
        private int count;
        private long line;
        private String value = "";

        void add(long where, String what) {
            if (count++ == 0) {
                line = where;
                value = what;
            }
        }

        Cells cells() {
            return count == 0 ? Cells.NONE : new Cells(count, line, value);
        }
    }
}
