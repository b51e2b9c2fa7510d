package dev.tasuki.learn.table;

import dev.tasuki.learn.table.ColumnSummary.Type;
import dev.tasuki.learn.table.CsvException.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A column while it is scanned: figures in bounded memory, and its first cells. It is numeric until
 * the first value that is neither missing nor a number, as {@link ColumnValues} has it. How numbers
 * are written is counted beside the numbers, since it is what counts if the column turns out to be
 * text.
 */
final class ColumnSketch implements ColumnSink {
    private static final double[] NO_NUMBERS = {};
    private static final byte[] NOTHING = {};

    private final String name;
    private final int number;
    private final NumberParser parser;
    private final FirstCells cells;
    private final List<String> firstTexts = new ArrayList<>(0);
    private final DistinctSketch spellings;
    private final FlawCounts flaws;
    private @Nullable Numbers numbers;
    private double[] firstNumbers = NO_NUMBERS;
    private int rows;
    private int missing;
    private boolean sawTrue;
    private boolean sawFalse;
    private boolean sawOther;

    /**
     * What all columns of a scan share.
     *
     * @param lookedAt cells of each column that are text and looked at
     */
    record Shared(NumberParser parser, FirstCells cells, ScanLimits limits, int lookedAt) {}

    /**
     * An empty column.
     *
     * @param number its position, counted from 1
     * @param memory bytes for its figures
     */
    ColumnSketch(String name, int number, Shared shared, long memory) {
        this.name = name;
        this.number = number;
        this.parser = shared.parser;
        this.cells = shared.cells;
        this.flaws = new FlawCounts(shared.lookedAt);
        int distinct = distinctLimit(shared.limits.distinct(), memory);
        this.spellings = new DistinctSketch(distinct);
        this.numbers = new Numbers(distinct, memory - 2 * DistinctSketch.bytes(distinct));
    }

    /** At most half of the memory is for the two counts of different values. */
    private static int distinctLimit(int wanted, long memory) {
        int limit = wanted;
        while (limit > 8 && 4 * DistinctSketch.bytes(limit) > memory) {
            limit = limit / 2;
        }
        return limit;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void add(byte[] bytes, int start, int end, long line) throws CsvException {
        Numbers numeric = numbers;
        if (numeric == null) {
            addText(bytes, start, end, line);
        } else if (start < end && parser.parse(bytes, start, end)) {
            if (parser.wide()) {
                numeric.addWide(WholeNumber.of(bytes, start, end), parser);
            } else {
                numeric.add(parser);
            }
            flaws.addNumber(parser.value(), line);
            spellings.add(EightBytes.hash(bytes, start, end));
            keep(bytes, start, end, parser.value());
        } else if (MissingValue.is(bytes, start, end)) {
            addMissing(line);
        } else {
            numbers = null;
            sawOther = rows > missing;
            addText(bytes, start, end, line);
        }
        rows++;
    }

    private void addMissing(long line) {
        missing++;
        flaws.addMissing(line);
        keep(NOTHING, 0, 0, Double.NaN);
    }

    private void addText(byte[] bytes, int start, int end, long line) throws CsvException {
        if (MissingValue.is(bytes, start, end)) {
            addMissing(line);
            return;
        }
        try {
            Utf8.check(bytes, start, end);
        } catch (CharacterCodingException notUtf8) {
            throw CsvException.notUtf8(new Place(line, number, name), bytes, start, end);
        }
        int word = BooleanWord.of(bytes, start, end);
        sawTrue |= word == 1;
        sawFalse |= word == 0;
        sawOther |= word == BooleanWord.NEITHER;
        flaws.addText(bytes, start, end, line);
        spellings.add(EightBytes.hash(bytes, start, end));
        keep(bytes, start, end, Double.NaN);
    }

    private void keep(byte[] bytes, int start, int end, double value) {
        if (!cells.keeping()) {
            return;
        }
        if (numbers != null) {
            firstNumbers = Arrays.copyOf(firstNumbers, rows + 1);
            firstNumbers[rows] = value;
        }
        firstTexts.add(cells.cell(bytes, start, end));
    }

    /** The cell of one of the first rows: text as it was written, numbers as they were read. */
    String firstCell(int row) {
        Numbers numeric = numbers;
        if (numeric == null) {
            return firstTexts.get(row);
        }
        double value = firstNumbers[row];
        if (Double.isNaN(value)) {
            return "";
        }
        if (!integral(numeric)) {
            return Double.toString(value);
        }
        return Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : firstTexts.get(row).strip();
    }

    private boolean integral(Numbers numeric) {
        return numeric.integral && missing == 0;
    }

    /** The figures, once all rows were added. */
    ColumnSummary summary() {
        OptionalDouble none = OptionalDouble.empty();
        Numbers numeric = numbers;
        int present = rows - missing;
        if (numeric == null) {
            return text(present);
        }
        Type type = integral(numeric) ? Type.INTEGER : Type.NUMBER;
        Flaws found = flaws.flaws(false);
        if (present == 0) {
            return new ColumnSummary(name, type, missing, 0, true, none, none, true, none, Optional.empty(), found);
        }
        return new ColumnSummary(
                name,
                type,
                missing,
                distinct(numeric.distinct, present),
                numeric.distinct.exact(),
                OptionalDouble.of(numeric.min()),
                OptionalDouble.of(numeric.order.median()),
                numeric.order.exact(),
                OptionalDouble.of(numeric.max()),
                type == Type.INTEGER ? numeric.whole() : Optional.empty(),
                found);
    }

    private ColumnSummary text(int present) {
        if (!sawOther && missing == 0) {
            return ColumnSummary.ofBooleans(name, sawTrue && sawFalse ? 2 : 1);
        }
        OptionalDouble none = OptionalDouble.empty();
        return new ColumnSummary(
                name,
                Type.TEXT,
                missing,
                distinct(spellings, present),
                spellings.exact(),
                none,
                none,
                true,
                none,
                Optional.empty(),
                flaws.flaws(!sawOther));
    }

    private static int distinct(DistinctSketch sketch, int present) {
        return (int) Math.min(present, sketch.count());
    }

    /** Figures of a column that has been numeric so far. */
    private static final class Numbers {
        private final DistinctSketch distinct;
        private final QuantileSketch order;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private boolean integral = true;
        private @Nullable WholeRange wide;

        Numbers(int distinct, long memory) {
            this.distinct = new DistinctSketch(distinct);
            this.order = new QuantileSketch(memory);
        }

        void add(NumberParser number) {
            double value = number.value();
            integral &= number.integer();
            min = Math.min(min, value);
            max = Math.max(max, value);
            order.add(value);
            distinct.add(EightBytes.mix(Double.doubleToRawLongBits(value)));
        }

        /** A whole number that a double rounds: it is another one than those that round alike. */
        void addWide(BigInteger number, NumberParser rounded) {
            wide = wide == null ? new WholeRange(number, number) : wide.with(number);
            order.add(rounded.value());
            byte[] digits = number.toByteArray();
            distinct.add(EightBytes.hash(digits, 0, digits.length));
        }

        /** The range of a column of whole numbers, if some of them need it. */
        Optional<WholeRange> whole() {
            if (wide == null || min > max) {
                return Optional.ofNullable(wide);
            }
            if (Double.isInfinite(min) || Double.isInfinite(max)) {
                return Optional.empty();
            }
            return Optional.of(wide.with(new BigDecimal(min).toBigInteger()).with(new BigDecimal(max).toBigInteger()));
        }

        double min() {
            return wide == null ? min : Math.min(min, wide.min().doubleValue());
        }

        double max() {
            return wide == null ? max : Math.max(max, wide.max().doubleValue());
        }
    }
}
