package dev.tasuki.learn.table;

import dev.tasuki.learn.table.CsvException.Place;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A column while it is read: numeric until the first value that is neither missing nor a number, and
 * again if all turn out to be {@code True} or {@code False}.
 */
final class ColumnValues implements ColumnSink {
    private final String name;
    private final int number;
    private final NumberParser parser;
    private @Nullable NumericValues numbers = new NumericValues();
    private @Nullable Spellings spellings;
    private final TextValues text = new TextValues();
    private TextColumn.@Nullable Misfit misfit;
    private final boolean labels;
    private @Nullable TextValues written;
    private int rows;

    /**
     * How much is kept of how numbers were written.
     *
     * @param spellingBudget bytes, for columns that may yet turn out to be text
     * @param labels whether whole numbers are kept as they were written once a double does not hold one
     */
    record Keep(int spellingBudget, boolean labels) {}

    /**
     * An empty column.
     *
     * @param number its position, counted from 1
     * @param keep how much is kept of how numbers were written
     */
    ColumnValues(String name, int number, NumberParser parser, Keep keep) {
        this.labels = keep.labels;
        this.name = name;
        this.number = number;
        this.parser = parser;
        this.spellings = new Spellings(keep.spellingBudget);
    }

    @Override
    public void add(byte[] bytes, int start, int end, long line) throws CsvException {
        NumericValues numeric = numbers;
        if (numeric == null) {
            addText(bytes, start, end, line);
        } else if (start < end && parser.parse(bytes, start, end)) {
            keepWritten(numeric, bytes, start, end);
            numeric.add(parser);
            if (spellings != null) {
                spellings.add(bytes, start, end);
            }
        } else if (MissingValue.is(bytes, start, end)) {
            numeric.addMissing();
            if (spellings != null) {
                spellings.add(bytes, start, start);
            }
        } else {
            misfit = new TextColumn.Misfit(rows, line, Shown.of(bytes, start, end));
            turnIntoText(numeric);
            addText(bytes, start, end, line);
        }
        rows++;
    }

    @Override
    public String name() {
        return name;
    }

    Column toColumn() {
        if (numbers != null) {
            NumericColumn column = numbers.toColumn(name);
            return written == null || !column.integral()
                    ? column
                    : new NumericColumn(column, written.toColumn(name, null));
        }
        TextColumn words = text.toColumn(name, misfit);
        return words.missing() == 0 && BooleanWord.all(words.distinct()) ? new NumericColumn(words) : words;
    }

    private void keepWritten(NumericValues numeric, byte[] bytes, int start, int end) {
        if (!labels || !numeric.integral() || !parser.integer()) {
            written = null;
            return;
        }
        if (written == null && parser.wide()) {
            written = new TextValues();
            for (int row = 0; row < numeric.size(); row++) {
                double value = numeric.get(row);
                written.add(spellings == null ? Long.toString((long) value) : spellings.of(row, value));
            }
        }
        if (written != null) {
            written.add(new String(bytes, start, end - start, StandardCharsets.US_ASCII));
        }
    }

    private void turnIntoText(NumericValues numeric) {
        for (int row = 0; row < numeric.size(); row++) {
            double value = numeric.get(row);
            if (Double.isNaN(value)) {
                text.addMissing();
            } else {
                text.add(spellings == null ? Double.toString(value) : spellings.of(row, value));
            }
        }
        numbers = null;
        written = null;
        spellings = null;
    }

    private void addText(byte[] bytes, int start, int end, long line) throws CsvException {
        if (MissingValue.is(bytes, start, end)) {
            text.addMissing();
            return;
        }
        try {
            text.add(Utf8.decode(bytes, start, end));
        } catch (CharacterCodingException notUtf8) {
            throw CsvException.notUtf8(new Place(line, number, name), bytes, start, end);
        }
    }
}
