package dev.tasuki.learn.table;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column with at least one value that is not a number; stored once per distinct text. */
public final class TextColumn implements Column {
    /**
     * A value that kept the column from being numeric.
     *
     * @param row its row, counted from 0
     * @param line its line in the file, counted from 1
     * @param value the text, shortened to a printable length
     */
    public record Misfit(int row, long line, String value) {}

    private final String name;
    private final int[] codes;
    private final List<String> distinct;
    private final @Nullable Misfit misfit;
    private final int missing;

    TextColumn(String name, int[] codes, List<String> distinct, @Nullable Misfit misfit) {
        this.name = name;
        this.codes = codes;
        this.distinct = Collections.unmodifiableList(distinct);
        this.misfit = misfit;
        int none = 0;
        for (int code : codes) {
            none += code < 0 ? 1 : 0;
        }
        this.missing = none;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return codes.length;
    }

    @Override
    public int missing() {
        return missing;
    }

    /** The text of a row, or null when missing. */
    public @Nullable String value(int row) {
        int code = codes[row];
        return code < 0 ? null : distinct.get(code);
    }

    /** The position of a row's text in {@link #distinct}, or -1 when missing. */
    public int code(int row) {
        return codes[row];
    }

    /** The distinct texts in the order in which they first occur. */
    public List<String> distinct() {
        return distinct;
    }

    /** The first value of the column that is not a number. */
    public Optional<Misfit> firstNotNumber() {
        return Optional.ofNullable(misfit);
    }
}
