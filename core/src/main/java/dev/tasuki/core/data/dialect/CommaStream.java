package dev.tasuki.core.data.dialect;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Makes a plain comma CSV of one whose fields are parted otherwise, while it is read. Lines stay lines, so that what is
 * wrong is found at the line at which the client has it. For one thread.
 */
final class CommaStream extends InputStream {
    private static final int BLOCK = 1 << 16;

    private enum State {
        PLAIN,
        QUOTED,
        QUOTE_WITHIN
    }

    private final InputStream in;
    private final char separator;
    private final DecimalCommas commas;
    private final Function<String, InvalidRequest> refusal;
    private final int longest = Limits.DATASET_FIELD.intValue();
    private final byte[] block = new byte[BLOCK];
    private final byte[] one = new byte[1];
    private byte[] cell = new byte[256];
    private int size;
    private byte[] out = new byte[2 * BLOCK];
    private int written;
    private int given;
    private State state = State.PLAIN;
    private boolean header = true;
    private boolean afterReturn;
    private boolean ended;
    private long line = 1;
    private int column;

    CommaStream(InputStream in, char separator, DecimalCommas commas, Function<String, InvalidRequest> refusal) {
        this.in = in;
        this.separator = separator;
        this.commas = commas;
        this.refusal = refusal;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (given == written && !ended) {
            given = 0;
            written = 0;
            fill();
        }
        if (given == written) {
            return -1;
        }
        int n = Math.min(length, written - given);
        System.arraycopy(out, given, into, offset, n);
        given += n;
        return n;
    }

    private void fill() throws IOException {
        int n = in.read(block, 0, block.length);
        if (n < 0) {
            // The CSV reader refuses a quote that is still open, with its line.
            endCell();
            ended = true;
            return;
        }
        for (int i = 0; i < n; i++) {
            take(block[i]);
        }
    }

    private void take(byte b) {
        if (state == State.QUOTED) {
            state = b == '"' ? State.QUOTE_WITHIN : State.QUOTED;
            line += b == '\n' ? 1 : 0;
            add(b);
        } else if (b == separator) {
            endCell();
            write((byte) ',');
            column++;
        } else if (b == '\n' || b == '\r') {
            endRow(b);
        } else if (state == State.QUOTE_WITHIN) {
            if (b != '"') {
                throw refusal.apply("line " + line + ": after a closing quote there must be the separator '"
                        + Dialect.name(separator) + "' or the end of the line; quotes inside are doubled");
            }
            state = State.QUOTED;
            add(b);
        } else {
            state = size == 0 && b == '"' ? State.QUOTED : State.PLAIN;
            add(b);
        }
    }

    private void endRow(byte b) {
        boolean blank = column == 0 && blank();
        boolean halfOfOne = b == '\n' && afterReturn && column == 0 && size == 0;
        endCell();
        write(b);
        header = header && blank;
        line += halfOfOne ? 0 : 1;
        afterReturn = b == '\r';
        column = 0;
    }

    private boolean blank() {
        for (int i = 0; i < size; i++) {
            if (cell[i] != ' ' && cell[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private void endCell() {
        boolean number = !header && commas.number(column, cell, 0, size);
        if (!number && !header && commas.broken(column, cell, 0, size)) {
            throw refusal.apply("line %d, column %d: the cells before were numbers with a decimal comma, \"%s\" is not;"
                            .formatted(line, column + 1, shown())
                    + " leave it empty if the value is missing, and save the file without thousands separators"
                    + " or with decimal points");
        }
        if (state == State.PLAIN && !number && has((byte) ',')) {
            write((byte) '"');
            for (int i = 0; i < size; i++) {
                if (cell[i] == '"') {
                    write((byte) '"');
                }
                write(cell[i]);
            }
            write((byte) '"');
        } else {
            for (int i = 0; i < size; i++) {
                write(number && cell[i] == ',' ? (byte) '.' : cell[i]);
            }
        }
        size = 0;
        state = State.PLAIN;
    }

    private String shown() {
        return Shown.of(new String(cell, 0, Math.min(size, 200), StandardCharsets.UTF_8));
    }

    private boolean has(byte wanted) {
        for (int i = 0; i < size; i++) {
            if (cell[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private void add(byte b) {
        // Quotes around and within a cell are no part of it. The CSV reader counts them.
        if (size > 2 * longest + 2 || state == State.PLAIN && size >= longest) {
            throw refusal.apply("line " + line + ": a field is longer than the " + longest + " bytes allowed");
        }
        if (size == cell.length) {
            cell = Arrays.copyOf(cell, 2 * cell.length);
        }
        cell[size++] = b;
    }

    private void write(byte b) {
        if (written == out.length) {
            out = Arrays.copyOf(out, 2 * out.length);
        }
        out[written++] = b;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
