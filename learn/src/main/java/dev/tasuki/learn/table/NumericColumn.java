package dev.tasuki.learn.table;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column in which every present value is a number.
 *
 * <p>Infinities and numbers too large for a double are kept as infinities, so that code that needs
 * finite values can say where they are not.
 */
public final class NumericColumn implements Column {
    private final String name;
    private final double[] values;
    private final double @Nullable [] asPandas;
    private final boolean integral;
    private final boolean logical;
    private final @Nullable TextColumn written;
    private final int missing;

    NumericColumn(String name, double[] values, double @Nullable [] asPandas, boolean integral) {
        this.name = name;
        this.values = values;
        this.asPandas = asPandas;
        this.integral = integral;
        this.logical = false;
        this.written = null;
        this.missing = countNaN(values);
    }

    /** The same column, of whole numbers as they were written. */
    NumericColumn(NumericColumn rounded, TextColumn written) {
        this.name = rounded.name;
        this.values = rounded.values;
        this.asPandas = rounded.asPandas;
        this.integral = rounded.integral;
        this.logical = false;
        this.written = written;
        this.missing = 0;
    }

    /** A column of nothing but {@code True} and {@code False}: 1 and 0. */
    NumericColumn(TextColumn words) {
        double[] ofCode = words.distinct().stream().mapToDouble(BooleanWord::of).toArray();
        this.name = words.name();
        this.values = new double[words.size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = ofCode[words.code(row)];
        }
        this.asPandas = null;
        this.integral = false;
        this.logical = true;
        this.written = null;
        this.missing = 0;
    }

    /**
     * A column of the given values, NaN being missing; {@code integral} when all are whole numbers.
     */
    public static NumericColumn of(String name, double... values) {
        boolean integral = true;
        for (double value : values) {
            integral &= value == Math.rint(value) && Math.abs(value) <= 0x1p53;
        }
        return new NumericColumn(name, values.clone(), null, integral);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public int missing() {
        return missing;
    }

    /** The value of a row, correctly rounded; NaN when missing. */
    public double value(int row) {
        return values[row];
    }

    /** A copy of all values, correctly rounded; NaN when missing. */
    public double[] values() {
        return values.clone();
    }

    /**
     * The value of a row as {@code pandas.read_csv} reads it by default: its parser is faster than
     * exact and may be off in the last digits. A target must be read this way to give the forests
     * that pandas and scikit-learn give.
     */
    public double pandasValue(int row) {
        return asPandas == null ? values[row] : asPandas[row];
    }

    /** A copy of all values as {@link #pandasValue} gives them. */
    public double[] pandasValues() {
        return asPandas == null ? values.clone() : asPandas.clone();
    }

    /**
     * Whether every value is present and written as a whole number, so that pandas would make the
     * column int64.
     */
    public boolean integral() {
        return integral;
    }

    /**
     * Whether every value was written as {@code True} or {@code False} in any case, so that pandas
     * would make the column bool. They are 1 and 0 here.
     */
    public boolean logical() {
        return logical;
    }

    /**
     * The whole numbers as they were written, if doubles do not hold all of them and they were wanted;
     * labels keep their identity by it.
     */
    public Optional<TextColumn> written() {
        return Optional.ofNullable(written);
    }

    /**
     * Whether {@link #written} holds numbers that pandas reads as int64 or uint64; beyond that it reads text.
     */
    public boolean fits64Bits() {
        return written == null || WholeNumber.range(written.distinct()).fits64Bits();
    }

    private static int countNaN(double[] values) {
        int count = 0;
        for (double value : values) {
            count += Double.isNaN(value) ? 1 : 0;
        }
        return count;
    }
}
