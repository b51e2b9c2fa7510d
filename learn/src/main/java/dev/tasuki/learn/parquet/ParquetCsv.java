package dev.tasuki.learn.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a Parquet file as a comma CSV in UTF-8, with a header. In memory are one page of each column and its
 * dictionary. For one thread.
 *
 * <p>Example: {@code new ParquetCsv(channel, limits, ParquetMemory.of(64 << 20)).transferTo(out)}.
 */
public final class ParquetCsv extends InputStream {
    private static final int PART = 48 << 10;

    private final Footer footer;
    private final List<ColumnValues> columns = new ArrayList<>();
    private final CellWriter cells;
    private final byte[] one = new byte[1];
    private Bytes part = new Bytes(new byte[0], 0, 0);
    private boolean header;
    private int group = -1;
    private long rows;
    private int column;

    /** The file is not a Parquet file that can be read; an {@link IOException}, as a stream has no others. */
    public static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(ParquetException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Reads what the file says of itself.
     *
     * @param channel not closed
     * @throws ParquetException when it is no file that can be read
     * @throws IOException when the channel fails
     */
    public ParquetCsv(SeekableByteChannel channel, ParquetLimits limits, ParquetMemory memory)
            throws ParquetException, IOException {
        StoredFile file = new StoredFile(channel);
        footer = Footer.read(file, limits, memory);
        for (Column of : footer.columns()) {
            columns.add(new ColumnValues(of, file, limits, memory));
        }
        cells = new CellWriter(limits.cellBytes());
    }

    /** The names of its columns in their order. */
    public List<String> names() {
        return footer.columns().stream().map(Column::name).toList();
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** @throws Unreadable when the file is damaged or holds what is not read */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            if (length == 0) {
                return 0;
            }
            if (part.left() == 0) {
                fill();
            }
            int count = Math.min(length, part.left());
            if (count == 0) {
                return -1;
            }
            System.arraycopy(part.array, part.skip(count), into, offset, count);
            return count;
        } catch (ParquetException wrong) {
            throw new Unreadable(wrong);
        }
    }

    private void fill() throws IOException, ParquetException {
        if (!header) {
            header = true;
            for (int i = 0; i < columns.size(); i++) {
                cells.text(columns.get(i).column().name());
                cells.put(i == columns.size() - 1 ? '\n' : ',');
            }
        }
        while (cells.length() < PART && (rows > 0 || begin())) {
            cell();
        }
        part = cells.taken();
    }

    private void cell() throws IOException, ParquetException {
        ColumnValues values = columns.get(column);
        if (values.next()) {
            cells.value(values);
        } else if (columns.size() == 1) {
            // A line with nothing in it would be no row.
            cells.put('"');
            cells.put('"');
        }
        column++;
        cells.put(column == columns.size() ? '\n' : ',');
        if (column == columns.size()) {
            column = 0;
            rows--;
        }
    }

    /** Goes to the next row group that has rows; false if there is none. */
    private boolean begin() throws ParquetException {
        while (rows == 0 && group < footer.groups().size()) {
            group++;
            boolean more = group < footer.groups().size();
            for (int i = 0; i < columns.size(); i++) {
                if (more) {
                    columns.get(i).begin(footer.groups().get(group).chunks().get(i));
                } else {
                    columns.get(i).end();
                }
            }
            rows = more ? footer.groups().get(group).rows() : 0;
        }
        return rows > 0;
    }
}
