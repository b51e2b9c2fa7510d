package dev.tasuki.learn.table;

import dev.tasuki.learn.table.CsvException.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads the records of a CSV one after the other and keeps each as it is written, quotes included, so that a program
 * can add columns without changing what was there. What is a record, a field and an error is as in {@link CsvReader}.
 * Memory is that of one record. Not thread-safe.
 *
 * <p>Example: {@code while (records.next()) { out.write(records.bytes(), records.start(), records.length()); }}.
 */
public final class CsvRecords {
    private static final int BUFFER = 64 << 10;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final CsvLimits limits;
    private final int recordBytes;
    private final boolean marked;
    private final byte[] header;
    private final String lineEnd;
    private List<String> names = List.of();

    private byte[] bytes = new byte[BUFFER];
    private int limit;
    private int next;
    private long total;
    private int start;
    private int end;
    /** Where each field of the record ends, counted from the record's start. */
    private int[] ends = new int[16];

    private int fields;
    private long line = 1;
    private long lineOfNext = 1;
    private int records;

    /**
     * Reads the header.
     *
     * @param in closing it is the caller's business
     * @param recordBytes what one record may have at most
     * @throws CsvException when there is no header or it is wrong
     * @throws IOException when the stream fails
     */
    public CsvRecords(InputStream in, CsvLimits limits, int recordBytes) throws CsvException, IOException {
        this.in = in;
        this.limits = limits;
        this.recordBytes = recordBytes;
        while (limit < MARK.length && more()) {
            // Reads on until the byte order mark would be complete.
        }
        marked = limit >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
        next = marked ? MARK.length : 0;
        if (!read()) {
            throw new CsvException(Place.NOWHERE, "the file is empty; a header row is needed", "");
        }
        header = Arrays.copyOfRange(bytes, start, end);
        lineEnd = lineEndBehind(end);
        names = List.of(IntStream.range(0, fields).mapToObj(this::field).toArray(String[]::new));
        requireNames();
    }

    private void requireNames() throws CsvException {
        if (names.size() > limits.columns()) {
            throw new CsvException(
                    Place.line(line), "there are more than the " + limits.columns() + " columns allowed", "");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.codePointCount(0, name.length()) > limits.nameLetters()) {
                throw new CsvException(
                        new Place(line, i + 1, ""),
                        "the column's name is longer than the " + limits.nameLetters() + " letters allowed",
                        Shown.of(name));
            }
            if (!seen.add(name(i))) {
                throw new CsvException(
                        new Place(line, i + 1, ""),
                        "the name '" + Shown.of(name) + "' stands twice; every column needs a name of its own",
                        Shown.of(name));
            }
        }
    }

    /** The columns' names; a nameless one is called by its position. */
    public List<String> names() {
        return IntStream.range(0, names.size()).mapToObj(this::name).toList();
    }

    private String name(int column) {
        String name = names.get(column);
        return name.isEmpty() ? "Unnamed: " + column : name;
    }

    /** The header as it is written, without a byte order mark and without its line's end. */
    public byte[] header() {
        return header.clone();
    }

    /** Whether the file begins with a byte order mark. */
    public boolean marked() {
        return marked;
    }

    /** How the header's line ends: LF, CRLF or CR; LF if nothing follows it. */
    public String lineEnd() {
        return lineEnd;
    }

    /** Records read so far, the header not counted. */
    public int records() {
        return records;
    }

    /** The line, counted from 1, at which the record begins. */
    public long line() {
        return line;
    }

    /** What holds the record, until the next is read. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the record begins. */
    public int start() {
        return start;
    }

    /** How many bytes the record has, without its line's end. */
    public int length() {
        return end - start;
    }

    /**
     * Moves to the next record; false at the end of the file.
     *
     * @throws CsvException when it is none, has not as many fields as the header, or exceeds the limits
     * @throws IOException when the stream fails
     */
    public boolean next() throws CsvException, IOException {
        if (!read()) {
            if (records == 0) {
                throw new CsvException(Place.line(1), "there is a header but no row below it", "");
            }
            return false;
        }
        if (records == limits.rows()) {
            throw new CsvException(Place.line(line), "there are more than the " + limits.rows() + " rows allowed", "");
        }
        if (fields < names.size()) {
            throw new CsvException(
                    new Place(line, fields + 1, name(fields)),
                    "the row ends after " + fields + " of " + names.size() + " fields",
                    "");
        }
        if (fields > names.size()) {
            throw new CsvException(
                    new Place(line, names.size() + 1, ""),
                    "the row has more fields than the " + names.size() + " columns of the header",
                    Shown.of(field(names.size())));
        }
        records++;
        return true;
    }

    /** The text of a field of the record, without its quotes. */
    public String field(int column) {
        int from = start + (column == 0 ? 0 : ends[column - 1] + 1);
        int to = start + ends[column];
        boolean quoted = from < to && bytes[from] == '"';
        return quoted
                ? new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8).replace("\"\"", "\"")
                : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Reads one record, skipping blank lines before it; false at the end of the file. */
    private boolean read() throws CsvException, IOException {
        for (int blank = 0; ; blank++) {
            line = lineOfNext;
            start = next;
            fields = 0;
            while (!fieldEndsRecord()) {
                next++;
            }
            end = next;
            requireShort(end - start);
            boolean last = end >= limit;
            skipLineEnd();
            if (!blank()) {
                checkText();
                return true;
            }
            if (last) {
                return false;
            }
            if (blank == limits.blankLines()) {
                throw new CsvException(
                        Place.line(line),
                        "there are more than the " + limits.blankLines() + " blank lines in a row allowed",
                        "");
            }
        }
    }

    private boolean blank() {
        for (int i = start; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Reads one field; true if the record ends behind it. */
    private boolean fieldEndsRecord() throws CsvException, IOException {
        int from = next - start;
        int content;
        if ((next < limit || more()) && bytes[next] == '"') {
            content = skipQuoted();
        } else {
            while ((next < limit || more()) && !endsField(bytes[next])) {
                next++;
            }
            content = next - start - from;
        }
        if (content > limits.fieldBytes()) {
            throw new CsvException(
                    Place.line(line),
                    "a field is longer than the " + limits.fieldBytes() + " bytes allowed",
                    shown(start + from));
        }
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, 2 * fields);
        }
        ends[fields++] = next - start;
        return next >= limit || bytes[next] != ',';
    }

    /** Returns how many bytes stand between the quotes, doubled ones counted once. */
    private int skipQuoted() throws CsvException, IOException {
        int from = next - start;
        int doubled = 0;
        long opened = lineOfNext;
        next++;
        while (true) {
            if (next >= limit && !more()) {
                throw new CsvException(Place.line(opened), "a quote is opened and never closed", shown(start + from));
            }
            byte b = bytes[next++];
            if (b == '\n') {
                lineOfNext++;
            } else if (b == '"') {
                if ((next >= limit && !more()) || bytes[next] != '"') {
                    break;
                }
                doubled++;
                next++;
            }
        }
        if (next < limit && !endsField(bytes[next])) {
            throw new CsvException(
                    Place.line(lineOfNext),
                    "after a closing quote there must be a comma or the end of the line; quotes inside are doubled",
                    shown(start + from));
        }
        return next - start - from - 2 - doubled;
    }

    private void skipLineEnd() throws CsvException, IOException {
        if (next >= limit) {
            return;
        }
        lineOfNext++;
        if (bytes[next++] == '\r' && (next < limit || more()) && bytes[next] == '\n') {
            next++;
        }
    }

    private String lineEndBehind(int at) {
        return next == at ? "\n" : new String(bytes, at, next - at, StandardCharsets.US_ASCII);
    }

    private static boolean endsField(byte b) {
        return b == ',' || b == '\n' || b == '\r';
    }

    private void checkText() throws CsvException {
        if (EightBytes.areAscii(bytes, start, end)) {
            return;
        }
        for (int i = 0; i < fields; i++) {
            int from = start + (i == 0 ? 0 : ends[i - 1] + 1);
            try {
                Utf8.check(bytes, from, start + ends[i]);
            } catch (CharacterCodingException notUtf8) {
                throw CsvException.notUtf8(
                        new Place(line, i + 1, i < names.size() ? name(i) : ""), bytes, from, start + ends[i]);
            }
        }
    }

    /** Reads on behind the record, which moves to the front; false at the end of the file. */
    private boolean more() throws CsvException, IOException {
        requireShort(limit - start - 1);
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            limit -= start;
            next -= start;
            end = Math.max(0, end - start);
            start = 0;
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
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

    private void requireShort(int length) throws CsvException {
        if (length > recordBytes) {
            throw new CsvException(
                    Place.line(line), "the row is longer than the " + recordBytes + " bytes allowed", shown(start));
        }
    }

    private String shown(int from) {
        return Shown.of(bytes, from, Math.max(from, Math.min(limit, from + 200)));
    }
}
