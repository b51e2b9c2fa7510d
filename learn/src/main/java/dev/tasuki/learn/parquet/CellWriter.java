package dev.tasuki.learn.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.UUID;

/** Writes values as the cells of a CSV in UTF-8, in the words that pandas' to_csv has for them. For one thread. */
final class CellWriter {
    private static final long DAY = 86_400;
    private static final long NANOS = 1_000_000_000;
    /** The day of the old timestamps' calendar that is 1970-01-01. */
    private static final long EPOCH = 2_440_588;

    private final int longest;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final Slices.Slice slice = new Slices.Slice();
    private byte[] bytes = new byte[1 << 16];
    private int length;

    /** @param longest bytes of a cell of text */
    CellWriter(int longest) {
        this.longest = longest;
    }

    int length() {
        return length;
    }

    /** What was written, and forgets it. The array holds until something is written again. */
    Bytes taken() {
        Bytes all = new Bytes(bytes, 0, length);
        length = 0;
        return all;
    }

    void put(char one) {
        room(1);
        bytes[length++] = (byte) one;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    private void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** A text, in quotes if it needs them. */
    void text(String text) {
        byte[] utf = text.getBytes(StandardCharsets.UTF_8);
        quoted(utf, 0, utf.length);
    }

    /** The value of a column's row. */
    void value(ColumnValues values) throws ParquetException {
        Column column = values.column();
        if (column.numeric()) {
            number(column, values.number());
        } else {
            values.slice(slice);
            bytes(column);
        }
    }

    private void number(Column column, long value) throws ParquetException {
        switch (column.form()) {
            case BOOLEAN -> ascii(value == 0 ? "False" : "True");
            case FLOAT -> real(Float.intBitsToFloat((int) value), Float.toString(Float.intBitsToFloat((int) value)));
            case DOUBLE -> real(Double.longBitsToDouble(value), Double.toString(Double.longBitsToDouble(value)));
            case UNSIGNED_32 -> ascii(Long.toString(value & 0xFFFF_FFFFL));
            case UNSIGNED_64 -> ascii(Long.toUnsignedString(value));
            case DECIMAL -> ascii(BigDecimal.valueOf(value, column.digits()).toPlainString());
            case DATE -> ascii(LocalDate.ofEpochDay(value).toString());
            case TIME -> {
                long unit = power(column.digits());
                if (value < 0 || value / unit >= DAY) {
                    throw ParquetException.damaged("a time of column '" + column.name() + "' is not within a day");
                }
                long nanos = value / unit * NANOS + value % unit * (NANOS / unit);
                ascii(DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos)));
            }
            case TIMESTAMP -> {
                long unit = power(column.digits());
                int nanos = (int) (Math.floorMod(value, unit) * (NANOS / unit));
                moment(Math.floorDiv(value, unit), nanos, column.utc());
            }
            default -> ascii(Long.toString(value));
        }
    }

    /** What is no number is a missing value, as in pandas. */
    private void real(double value, String text) {
        if (Double.isInfinite(value)) {
            ascii(value > 0 ? "inf" : "-inf");
        } else if (!Double.isNaN(value)) {
            ascii(text);
        }
    }

    private static long power(int digits) {
        return switch (digits) {
            case 3 -> 1_000;
            case 6 -> 1_000_000;
            default -> NANOS;
        };
    }

    private void moment(long seconds, int nanos, boolean utc) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
        ascii(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at));
        if (utc) {
            put('Z');
        }
    }

    private void bytes(Column column) throws ParquetException {
        Bytes at = new Bytes(slice.array, slice.from, slice.from + slice.length);
        switch (column.form()) {
            case DECIMAL -> ascii(decimal(column));
            case HALF -> {
                float half = Float.float16ToFloat((short) (at.next() | at.next() << 8));
                real(half, Double.toString(half));
            }
            case UUID -> {
                long high = Long.reverseBytes(at.nextLong());
                ascii(new UUID(high, Long.reverseBytes(at.nextLong())).toString());
            }
            case OLD_TIMESTAMP -> {
                long nanos = at.nextLong();
                long days = (at.nextInt() & 0xFFFF_FFFFL) - EPOCH;
                if (nanos < 0 || nanos >= DAY * NANOS) {
                    throw ParquetException.damaged("a time of column '" + column.name() + "' is not within a day");
                }
                moment(days * DAY + nanos / NANOS, (int) (nanos % NANOS), false);
            }
            default -> text(column);
        }
    }

    private String decimal(Column column) throws ParquetException {
        if (slice.length == 0 || slice.length > 32) {
            throw ParquetException.damaged(
                    "a decimal of column '" + column.name() + "' has " + slice.length + " bytes");
        }
        return new BigDecimal(new BigInteger(slice.array, slice.from, slice.length), column.digits()).toPlainString();
    }

    private void text(Column column) throws ParquetException {
        if (slice.length > longest) {
            throw ParquetException.refused("a text of column '%s' has %,d bytes; at most %,d are taken"
                    .formatted(column.name(), slice.length, longest));
        }
        try {
            utf8.decode(ByteBuffer.wrap(slice.array, slice.from, slice.length));
        } catch (CharacterCodingException binary) {
            throw ParquetException.refused("column '" + column.name()
                    + "' holds bytes that are no text in UTF-8; write the file without it, or as text");
        }
        quoted(slice.array, slice.from, slice.length);
    }

    private void quoted(byte[] from, int at, int count) {
        boolean plain = true;
        for (int i = at; i < at + count; i++) {
            byte b = from[i];
            plain &= b != ',' && b != '"' && b != '\n' && b != '\r';
        }
        room(2 * count + 2);
        if (plain) {
            System.arraycopy(from, at, bytes, length, count);
            length += count;
            return;
        }
        bytes[length++] = '"';
        for (int i = at; i < at + count; i++) {
            if (from[i] == '"') {
                bytes[length++] = '"';
            }
            bytes[length++] = from[i];
        }
        bytes[length++] = '"';
    }
}
