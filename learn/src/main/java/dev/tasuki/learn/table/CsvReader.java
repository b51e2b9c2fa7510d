package dev.tasuki.learn.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as {@code pandas.read_csv} does by default, but strictly.
 *
 * <p>UTF-8 with or without a byte order mark; RFC 4180 quotes; LF, CRLF or CR; the first row is the
 * header, and a nameless column is called {@code Unnamed: 0} by its position. Lines of nothing but
 * blanks are skipped. Empty fields and pandas' words for "no value" ({@code NA}, {@code NaN},
 * {@code null}, ...) are missing. A column is numeric when every present value is a number;
 * {@code inf} and numbers beyond a double's range are kept as infinities; a column of nothing but {@code True} and
 * {@code False}, in any case, is one of ones and zeros.
 *
 * <p>Refused, with line and column: no header, no rows, a row with more or fewer fields than the
 * header, a name that occurs twice, text that is not UTF-8, an unclosed quote, and whatever exceeds
 * the limits.
 */
public final class CsvReader {
    /**
     * Memory for the spelling of numbers in columns that may yet turn out to be text, over all
     * columns.
     */
    private static final int SPELLINGS_BYTES = 64 << 20;

    private static final int SPELLINGS_BYTES_PER_COLUMN = 1 << 20;

    private CsvReader() {}

    /** Which columns a reader keeps. */
    @FunctionalInterface
    public interface Choice {
        /**
         * The names of the columns to keep, given those of the header; called once, before any row is
         * read. What it throws ends the reading.
         */
        Collection<String> of(List<String> header);
    }

    /**
     * Reads the stream to its end; closing it is the caller's business.
     *
     * @throws CsvException when it is not such a CSV or exceeds the limits
     * @throws IOException when the stream fails
     */
    public static Table read(InputStream in, CsvLimits limits) throws CsvException, IOException {
        return read(in, limits, header -> header, name -> true);
    }

    /**
     * The same, keeping only some columns. The others cost no memory; what is wrong with a row is
     * refused wherever it is.
     *
     * @throws CsvException when it is not such a CSV or exceeds the limits
     * @throws IOException when the stream fails
     */
    public static Table read(InputStream in, CsvLimits limits, Choice choice) throws CsvException, IOException {
        return read(in, limits, choice, name -> true);
    }

    /**
     * The same, keeping whole numbers that doubles do not hold as they were written only where they
     * may be classes.
     *
     * @throws CsvException when it is not such a CSV or exceeds the limits
     * @throws IOException when the stream fails
     */
    public static Table read(InputStream in, CsvLimits limits, Choice choice, Predicate<String> labels)
            throws CsvException, IOException {
        CsvRows rows = new CsvRows(in, limits);
        @Nullable ColumnSink[] sinks = columns(rows.names(), choice, labels);
        LineNumbers lines = new LineNumbers();
        for (int row = 0; rows.read(sinks); row++) {
            lines.add(row, rows.line());
        }
        return table(sinks, rows.rows(), lines);
    }

    /**
     * Reads some of the rows of a stream, and keeps some of the columns. A column is numeric when every value of it that is
     * kept is a number. The stream is read no further than it must be; what is wrong with a row on the way is refused.
     *
     * @throws CsvException when it is not such a CSV or exceeds the limits
     * @throws IOException when the stream fails
     */
    public static Table sample(InputStream in, CsvLimits limits, Choice choice, RowChoice which)
            throws CsvException, IOException {
        CsvRows rows = new CsvRows(in, limits);
        @Nullable ColumnSink[] sinks = columns(rows.names(), choice, name -> false);
        @Nullable ColumnSink[] passedOver = new ColumnSink[sinks.length];
        LineNumbers lines = new LineNumbers();
        int kept = 0;
        while (kept < which.most() && (kept == 0 || !which.enough().getAsBoolean())) {
            boolean wanted = rows.rows() % which.every() == 0;
            if (!rows.read(wanted ? sinks : passedOver)) {
                break;
            }
            if (wanted) {
                lines.add(kept++, rows.line());
            }
        }
        return table(sinks, kept, lines);
    }

    private static Table table(@Nullable ColumnSink[] sinks, int rows, LineNumbers lines) {
        List<Column> done = new ArrayList<>();
        for (int i = 0; i < sinks.length; i++) {
            if (sinks[i] instanceof ColumnValues column) {
                done.add(column.toColumn());
            }
            // A column's spare room is given up before the next one is copied.
            sinks[i] = null;
        }
        return new Table(done, rows, lines);
    }

    /**
     * Reads the stream to its end and keeps a few figures, in bounded memory whatever the file. What
     * {@link #read} refuses is refused in the same words.
     *
     * @throws CsvException when it is not such a CSV or exceeds the limits
     * @throws IOException when the stream fails
     */
    public static TableSummary scan(InputStream in, CsvLimits limits, ScanLimits keep)
            throws CsvException, IOException {
        return new TableScan(new CsvRows(in, limits), keep).run();
    }

    /**
     * Reads no more than it must to know the columns' names; what stands below the header is not
     * looked at.
     *
     * @throws CsvException when there is no header or it is wrong
     * @throws IOException when the stream fails
     */
    public static List<String> header(InputStream in, CsvLimits limits) throws CsvException, IOException {
        return List.copyOf(new CsvRows(in, limits).names());
    }

    /** Whether a cell of those bytes has no value: it is empty, or one of the words for that. */
    public static boolean missing(byte[] bytes, int start, int end) {
        return MissingValue.is(bytes, start, end);
    }

    /** The same of a text. */
    public static boolean missing(String text) {
        return MissingValue.is(text);
    }

    /** All texts that have no value, the empty one included, in ascending order. */
    public static List<String> missingWords() {
        return MissingValue.all();
    }

    private static @Nullable ColumnSink[] columns(List<String> names, Choice choice, Predicate<String> labels) {
        Set<String> kept = Set.copyOf(choice.of(List.copyOf(names)));
        NumberParser parser = new NumberParser();
        int budget = Math.min(SPELLINGS_BYTES_PER_COLUMN, SPELLINGS_BYTES / names.size());
        @Nullable ColumnSink[] columns = new ColumnSink[names.size()];
        for (int i = 0; i < columns.length; i++) {
            if (kept.contains(names.get(i))) {
                columns[i] = new ColumnValues(
                        names.get(i), i + 1, parser, new ColumnValues.Keep(budget, labels.test(names.get(i))));
            }
        }
        return columns;
    }
}
