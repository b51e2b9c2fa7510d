package dev.tasuki.learn.table;

import dev.tasuki.learn.table.CsvException.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into fields by RFC 4180: commas, LF, CRLF or CR, quotes doubled inside quotes. A
 * quote within an unquoted field is an ordinary character.
 *
 * <p>A field is shown as a range of {@link #bytes}, valid until the next call. Not thread-safe.
 */
final class FieldScanner {
    /** What follows a field. */
    enum End {
        FIELD,
        ROW,
        FILE
    }

    private static final int BUFFER = 256 << 10;

    private final InputStream in;
    private final CsvLimits limits;
    private byte[] bytes = new byte[BUFFER];
    private int limit;
    private int next;
    private long total;
    private int start;
    private int end;
    private boolean quoted;
    private long line = 1;
    private long lineOfNext = 1;

    FieldScanner(InputStream in, CsvLimits limits) throws IOException, CsvException {
        this.in = in;
        this.limits = limits;
        while (limit < 3 && more()) {
            // Reads on until the byte order mark would be complete.
        }
        if (limit >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            next = 3;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The line, counted from 1, on which the field begins. */
    long line() {
        return line;
    }

    /** Whether the field is unquoted and nothing but blanks. */
    boolean blank() {
        if (quoted) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Moves to the next field; at the end of the file to an empty one. */
    End next() throws IOException, CsvException {
        line = lineOfNext;
        start = next;
        quoted = (next < limit || more()) && bytes[next] == '"';
        return quoted ? nextQuoted() : nextPlain();
    }

    private End nextPlain() throws IOException, CsvException {
        int at = next;
        while (true) {
            int stop = limit;
            byte[] b = bytes;
            at = EightBytes.skipAbove(b, at, stop);
            while (at < stop && !endsField(b[at])) {
                at = EightBytes.skipAbove(b, at + 1, stop);
            }
            if (at < stop) {
                return close(at, at);
            }
            int length = at - start;
            boolean another = more();
            at = start + length;
            if (!another) {
                return close(at, at);
            }
        }
    }

    private End nextQuoted() throws IOException, CsvException {
        int from = 1;
        int to = 0;
        while (true) {
            if (start + from >= limit && !more()) {
                throw new CsvException(Place.line(line), "a quote is opened and never closed", shown());
            }
            byte b = bytes[start + from];
            if (b == '"') {
                boolean last = start + from + 1 >= limit && !more();
                if (last || bytes[start + from + 1] != '"') {
                    return closeQuoted(start + from + 1, start + to);
                }
                from++;
            } else if (b == '\n') {
                lineOfNext++;
            }
            // The content moves to the front of the field, so that doubled quotes become single
            // ones.
            bytes[start + to++] = b;
            from++;
        }
    }

    private End closeQuoted(int after, int contentEnd) throws IOException, CsvException {
        if (after < limit && !endsField(bytes[after])) {
            throw new CsvException(
                    Place.line(lineOfNext),
                    "after a closing quote there must be a comma or the end of the line; quotes inside are doubled",
                    shown());
        }
        return close(after, contentEnd);
    }

    private End close(int at, int contentEnd) throws IOException, CsvException {
        end = contentEnd;
        requireShort(end - start);
        if (at >= limit) {
            next = limit;
            return End.FILE;
        }
        byte b = bytes[at];
        next = at + 1;
        if (b == ',') {
            return End.FIELD;
        }
        lineOfNext++;
        if (b == '\r') {
            int length = end - start;
            int consumed = next - start;
            boolean another = next < limit || more();
            end = start + length;
            next = start + consumed;
            if (another && bytes[next] == '\n') {
                next++;
            }
        }
        return End.ROW;
    }

    private static boolean endsField(byte b) {
        return b == ',' || b == '\n' || b == '\r';
    }

    private void requireShort(int length) throws CsvException {
        if (length > limits.fieldBytes()) {
            throw new CsvException(
                    Place.line(line), "a field is longer than the " + limits.fieldBytes() + " bytes allowed", shown());
        }
    }

    /**
     * Reads on behind the current field, which moves to the front; false at the end of the file.
     */
    private boolean more() throws IOException, CsvException {
        requireShort(limit - start - 2);
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            limit -= start;
            next = Math.max(0, next - start);
            end = Math.max(0, end - start);
            start = 0;
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L));
        }
        int read = in.read(bytes, limit, bytes.length - limit);
        if (read < 0) {
            return false;
        }
        total += read;
        if (total > limits.bytes()) {
            throw new CsvException(
                    Place.NOWHERE, "the file is larger than the " + limits.bytes() + " bytes allowed", "");
        }
        limit += read;
        return true;
    }

    private String shown() {
        return Shown.of(bytes, start, Math.max(start, Math.min(limit, start + 200)));
    }
}
