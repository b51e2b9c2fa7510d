package dev.tasuki.learn.table;

import dev.tasuki.learn.table.CsvException.Place;
import dev.tasuki.learn.table.FieldScanner.End;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the header and then row after row, and refuses what is no CSV. Not thread-safe. */
final class CsvRows {
    private final FieldScanner fields;
    private final CsvLimits limits;
    private final List<String> names = new ArrayList<>();
    private int rows;
    private long line;

    /** Reads the header. */
    CsvRows(InputStream in, CsvLimits limits) throws IOException, CsvException {
        this.fields = new FieldScanner(in, limits);
        this.limits = limits;
        readHeader();
    }

    /** The columns' names. */
    List<String> names() {
        return names;
    }

    /** Rows read so far. */
    int rows() {
        return rows;
    }

    /** The line, counted from 1, at which the last row began. */
    long line() {
        return line;
    }

    private void readHeader() throws IOException, CsvException {
        End end = firstOfNextRow();
        if (end == End.FILE && fields.blank()) {
            throw new CsvException(Place.NOWHERE, "the file is empty; a header row is needed", "");
        }
        Map<String, Integer> numbers = new HashMap<>();
        while (true) {
            String name = headerName(names.size());
            Integer before = numbers.put(name, names.size() + 1);
            if (before != null) {
                throw new CsvException(
                        new Place(fields.line(), names.size() + 1, ""),
                        "the name '" + Shown.of(name) + "' is already that of column " + before
                                + "; every column needs a name of its own"
                                + (number(name) ? ", and a number may mean that the file has no header" : ""),
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
                return;
            }
            end = fields.next();
        }
    }

    private static boolean number(String name) {
        return name.codePoints().allMatch(c -> c >= '+' && c <= '9');
    }

    private String headerName(int index) throws CsvException {
        String name;
        try {
            name = Utf8.decode(fields.bytes(), fields.start(), fields.end());
        } catch (CharacterCodingException notUtf8) {
            throw new CsvException(
                    new Place(fields.line(), index + 1, ""),
                    "the header " + CsvException.NOT_UTF_8,
                    Shown.of(fields.bytes(), fields.start(), fields.end()));
        }
        int most = limits.nameLetters();
        if (name.length() > most && name.codePointCount(0, name.length()) > most) {
            throw new CsvException(
                    new Place(fields.line(), index + 1, ""),
                    "the column's name is longer than the " + most + " letters allowed",
                    Shown.of(name));
        }
        return name.isEmpty() ? "Unnamed: " + index : name;
    }

    /** Skips blank lines; at the end of the file the field is blank, too. */
    private End firstOfNextRow() throws IOException, CsvException {
        End end = fields.next();
        int blank = 0;
        while (end == End.ROW && fields.blank()) {
            if (++blank > limits.blankLines()) {
                throw new CsvException(
                        Place.line(fields.line()),
                        "there are more than the " + limits.blankLines() + " blank lines in a row allowed",
                        "");
            }
            end = fields.next();
        }
        return end;
    }

    /**
     * Hands one row's fields to the columns' sinks; false when there is no row left.
     *
     * @param sinks one for each column; null where nobody wants the column
     */
    boolean read(@Nullable ColumnSink[] sinks) throws IOException, CsvException {
        End end = firstOfNextRow();
        if (end == End.FILE && fields.blank()) {
            if (rows == 0) {
                throw new CsvException(Place.line(1), "there is a header but no row below it", "");
            }
            return false;
        }
        line = fields.line();
        if (rows == limits.rows()) {
            throw new CsvException(Place.line(line), "there are more than the " + limits.rows() + " rows allowed", "");
        }
        for (int i = 0; ; i++) {
            ColumnSink sink = sinks[i];
            if (sink != null) {
                sink.add(fields.bytes(), fields.start(), fields.end(), line);
            } else {
                checkText(i);
            }
            if (i == sinks.length - 1) {
                break;
            }
            if (end != End.FIELD) {
                throw new CsvException(
                        new Place(line, i + 2, names.get(i + 1)),
                        "the row ends after " + (i + 1) + " of " + sinks.length + " fields",
                        "");
            }
            end = fields.next();
        }
        if (end == End.FIELD) {
            fields.next();
            throw new CsvException(
                    new Place(line, sinks.length + 1, ""),
                    "the row has more fields than the " + sinks.length + " columns of the header",
                    Shown.of(fields.bytes(), fields.start(), fields.end()));
        }
        rows++;
        return true;
    }

    /** A column that nobody wants may hold anything but what is no text. */
    private void checkText(int index) throws CsvException {
        try {
            Utf8.check(fields.bytes(), fields.start(), fields.end());
        } catch (CharacterCodingException notUtf8) {
            throw CsvException.notUtf8(
                    new Place(line, index + 1, names.get(index)), fields.bytes(), fields.start(), fields.end());
        }
    }
}
