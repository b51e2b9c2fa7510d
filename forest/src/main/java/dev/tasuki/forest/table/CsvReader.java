package dev.tasuki.forest.table;

import dev.tasuki.forest.table.CsvException.Place;
import dev.tasuki.forest.table.FieldScanner.End;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CSV as {@code pandas.read_csv} does by default, but strictly.
 *
 * <p>UTF-8 with or without a byte order mark; RFC 4180 quotes; LF, CRLF or CR; the first row is the
 * header, and a nameless column is called {@code Unnamed: 0} by its position. Lines of nothing but
 * blanks are skipped. Empty fields and pandas' words for "no value" ({@code NA}, {@code NaN},
 * {@code null}, ...) are missing. A column is numeric when every present value is a number;
 * {@code inf} and numbers beyond a double's range are kept as infinities.
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

    private final FieldScanner fields;
    private final CsvLimits limits;
    private final LineNumbers lines = new LineNumbers();
    private int rows;

    private CsvReader(InputStream in, CsvLimits limits) throws IOException, CsvException {
        this.fields = new FieldScanner(in, limits);
        this.limits = limits;
    }

    /**
     * Reads the stream to its end; closing it is the caller's business.
     *
     * @throws CsvException when it is not such a CSV or exceeds the limits
     * @throws IOException when the stream fails
     */
    public static Table read(InputStream in, CsvLimits limits) throws CsvException, IOException {
        CsvReader reader = new CsvReader(in, limits);
        ColumnValues[] columns = reader.readHeader();
        while (reader.readRow(columns)) {
            reader.rows++;
        }
        if (reader.rows == 0) {
            throw new CsvException(Place.line(1), "there is a header but no row below it", "");
        }
        List<Column> done = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            done.add(columns[i].toColumn());
        }
        return new Table(done, reader.rows, reader.lines);
    }

    /**
     * Reads no more than it must to know the columns' names; what stands below the header is not
     * looked at.
     *
     * @throws CsvException when there is no header or it is wrong
     * @throws IOException when the stream fails
     */
    public static List<String> header(InputStream in, CsvLimits limits) throws CsvException, IOException {
        return Arrays.stream(new CsvReader(in, limits).readHeader())
                .map(ColumnValues::name)
                .toList();
    }

    private ColumnValues[] readHeader() throws IOException, CsvException {
        List<String> names = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        End end = fields.next();
        while (end != End.FIELD && fields.blank()) {
            if (end == End.FILE) {
                throw new CsvException(Place.NOWHERE, "the file is empty; a header row is needed", "");
            }
            end = fields.next();
        }
        while (true) {
            String name = headerName(names.size());
            Integer before = numbers.put(name, names.size() + 1);
            if (before != null) {
                throw new CsvException(
                        new Place(fields.line(), names.size() + 1, ""),
                        "the name '" + Shown.of(name) + "' is already that of column " + before
                                + "; every column needs a name of its own",
                        Shown.of(name));
            }
            names.add(name);
            if (names.size() > limits.columns()) {
                throw new CsvException(
                        Place.line(fields.line()),
                        "there are more than the " + limits.columns() + " columns allowed",
                        "");
            }
            if (end != End.FIELD) {
                return columnsNamed(names);
            }
            end = fields.next();
        }
    }

    private String headerName(int index) throws CsvException {
        try {
            String name = TextValues.decode(fields.bytes(), fields.start(), fields.end());
            return name.isEmpty() ? "Unnamed: " + index : name;
        } catch (CharacterCodingException notUtf8) {
            throw new CsvException(
                    new Place(fields.line(), index + 1, ""),
                    "the header is not UTF-8; save the file as UTF-8",
                    Shown.of(fields.bytes(), fields.start(), fields.end()));
        }
    }

    private static ColumnValues[] columnsNamed(List<String> names) {
        NumberParser parser = new NumberParser();
        int budget = Math.min(SPELLINGS_BYTES_PER_COLUMN, SPELLINGS_BYTES / names.size());
        ColumnValues[] columns = new ColumnValues[names.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnValues(names.get(i), i + 1, parser, budget);
        }
        return columns;
    }

    /** Reads one row; false when there is none left. */
    private boolean readRow(ColumnValues[] columns) throws IOException, CsvException {
        End end = fields.next();
        while (end != End.FIELD && fields.blank()) {
            if (end == End.FILE) {
                return false;
            }
            end = fields.next();
        }
        long line = fields.line();
        if (rows == limits.rows()) {
            throw new CsvException(Place.line(line), "there are more than the " + limits.rows() + " rows allowed", "");
        }
        lines.add(rows, line);
        columns[0].add(fields.bytes(), fields.start(), fields.end(), line);
        for (int i = 1; i < columns.length; i++) {
            if (end != End.FIELD) {
                throw new CsvException(
                        new Place(line, i + 1, columns[i].name()),
                        "the row ends after " + i + " of " + columns.length + " fields",
                        "");
            }
            end = fields.next();
            columns[i].add(fields.bytes(), fields.start(), fields.end(), line);
        }
        if (end == End.FIELD) {
            fields.next();
            throw new CsvException(
                    new Place(line, columns.length + 1, ""),
                    "the row has more fields than the " + columns.length + " columns of the header",
                    Shown.of(fields.bytes(), fields.start(), fields.end()));
        }
        return true;
    }
}
