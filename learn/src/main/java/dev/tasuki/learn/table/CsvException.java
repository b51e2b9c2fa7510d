package dev.tasuki.learn.table;

import java.util.Optional;

/**
 * A CSV that cannot be read as a table. The message names line and column and is fit for a client
 * to see.
 */
public final class CsvException extends Exception {
    /** Stands in the reason wherever letters are wrong. */
    static final String NOT_UTF_8 = "is not UTF-8; save the file as UTF-8";

    private static final long serialVersionUID = 1L;

    private final long line;
    private final int columnNumber;
    private final String columnName;
    private final String reason;
    private final String valueSeen;

    CsvException(Place place, String reason, byte[] seen) {
        this(place, reason, Shown.of(seen, 0, seen.length));
    }

    CsvException(Place place, String reason, String valueSeen) {
        super(place + reason);
        this.line = place.line();
        this.columnNumber = place.columnNumber();
        this.columnName = place.columnName();
        this.reason = reason;
        this.valueSeen = valueSeen;
    }

    /** Of the field that is the range of the bytes. */
    static CsvException notUtf8(Place place, byte[] bytes, int start, int end) {
        return new CsvException(place, "the text " + NOT_UTF_8, Shown.of(bytes, start, end));
    }

    /** The line, counted from 1, at which the row began; 0 when no line is to blame. */
    public long line() {
        return line;
    }

    /** The column, counted from 1; 0 when none is to blame. */
    public int columnNumber() {
        return columnNumber;
    }

    /** The column's name, when one is to blame and the header names it. */
    public Optional<String> columnName() {
        return columnName.isEmpty() ? Optional.empty() : Optional.of(columnName);
    }

    /** What is wrong and what is allowed, without the place. */
    public String reason() {
        return reason;
    }

    /** Whether letters are wrong, not fields: the file may be written in another encoding. */
    public boolean notUtf8() {
        return reason.contains(NOT_UTF_8);
    }

    /** The offending value shortened to a printable length; empty when there is none. */
    public String valueSeen() {
        return valueSeen;
    }

    /** Where in a file: parts that do not apply are 0 or empty. */
    record Place(long line, int columnNumber, String columnName) {
        static final Place NOWHERE = new Place(0, 0, "");

        static Place line(long line) {
            return new Place(line, 0, "");
        }

        @Override
        public String toString() {
            if (line == 0) {
                return "";
            }
            if (columnNumber == 0) {
                return "line " + line + ": ";
            }
            return "line " + line + ", column " + (columnName.isEmpty() ? columnNumber : columnName) + ": ";
        }
    }
}
