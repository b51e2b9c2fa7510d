package dev.tasuki.learn.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of itself at its end.
 *
 * @param columns in their order
 * @param groups the row groups in theirs
 */
record Footer(List<Column> columns, List<Group> groups) {
    private static final int MAGIC = 0x31524150;
    private static final int MAGIC_ENCRYPTED = 0x45524150;
    private static final int TAIL = 8;
    private static final int ELEMENT_BYTES = 256;
    private static final int NAMES_SHOWN = 5;

    Footer {
        columns = List.copyOf(columns);
        groups = List.copyOf(groups);
    }

    /** A row group, with a chunk for each column. */
    record Group(long rows, List<Chunk> chunks) {
        Group {
            chunks = List.copyOf(chunks);
        }
    }

    /** Reads it. */
    static Footer read(StoredFile file, ParquetLimits limits, ParquetMemory memory)
            throws IOException, ParquetException {
        if (file.length() < 4 + TAIL) {
            throw ParquetException.damaged("it ends after " + file.length() + " bytes");
        }
        Bytes tail = new Bytes(file.read(file.length() - TAIL, TAIL), 0, TAIL);
        long length = tail.nextInt() & 0xFFFF_FFFFL;
        int magic = tail.nextInt();
        if (magic == MAGIC_ENCRYPTED) {
            throw ParquetException.refused("it is encrypted; send it as it is without");
        }
        if (magic != MAGIC) {
            throw ParquetException.damaged("it does not end as such a file does; it may have been cut off");
        }
        if (length > limits.footerBytes()) {
            throw ParquetException.refused(
                    "its metadata claims %,d bytes; at most %,d are read. Write it with fewer columns or larger row groups"
                            .formatted(length, limits.footerBytes()));
        }
        long end = file.length() - TAIL - length;
        if (end < 4) {
            throw ParquetException.damaged("its metadata claims more bytes than it has");
        }
        memory.take(length);
        byte[] bytes = file.read(end, (int) length);
        Footer footer = new FooterReader(bytes, end, limits, memory).read();
        memory.giveBack(length);
        return footer;
    }

    /** For one thread, used once. */
    private static final class FooterReader {
        private final Thrift thrift;
        private final long end;
        private final ParquetLimits limits;
        private final ParquetMemory memory;
        private final List<SchemaElement> schema = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();
        private @Nullable List<Column> columns;
        private long rows;
        private long stored;

        FooterReader(byte[] bytes, long end, ParquetLimits limits, ParquetMemory memory) {
            this.thrift = new Thrift(new Bytes(bytes, 0, bytes.length));
            this.end = end;
            this.limits = limits;
            this.memory = memory;
        }

        Footer read() throws ParquetException {
            thrift.struct(this::field);
            List<Column> known = columns;
            if (known == null) {
                throw ParquetException.damaged("its metadata has no columns");
            }
            return new Footer(known, groups);
        }

        private boolean field(int id, int kind) throws ParquetException {
            if (id == 2 && kind == Thrift.LIST && columns == null) {
                thrift.structs(this::element);
                columns = columns();
                return true;
            }
            if (id == 4 && kind == Thrift.LIST) {
                List<Column> known = columns;
                if (known == null) {
                    throw ParquetException.damaged("its row groups come before its columns");
                }
                thrift.structs(() -> groups.add(group(known)));
                return true;
            }
            return false;
        }

        private void element() throws ParquetException {
            memory.take(ELEMENT_BYTES);
            schema.add(SchemaElement.read(thrift));
        }

        private List<Column> columns() throws ParquetException {
            List<Column> read = new ArrayList<>();
            List<String> nested = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            int at = 1;
            while (at < schema.size()) {
                SchemaElement element = schema.get(at);
                if (element.children() != 0 || element.repeated()) {
                    nested.add(element.name());
                    at = behind(at);
                    continue;
                }
                Column column = element.column();
                if (column == null) {
                    unknown.add(element.name());
                } else {
                    read.add(column);
                }
                at++;
            }
            require(nested, "hold lists, maps or structs");
            require(unknown, "hold values that are neither numbers, text, dates nor times");
            if (read.isEmpty()) {
                throw ParquetException.damaged("it has no column");
            }
            if (read.size() > limits.columns()) {
                throw ParquetException.refused(
                        "it has %,d columns; at most %,d are read".formatted(read.size(), limits.columns()));
            }
            return read;
        }

        /** The place behind an element and all that is below it. */
        private int behind(int element) throws ParquetException {
            long open = 1;
            int at = element;
            while (open > 0) {
                if (at >= schema.size() || schema.get(at).children() < 0) {
                    throw ParquetException.damaged("its columns claim parts that are not there");
                }
                open += schema.get(at).children() - 1L;
                at++;
            }
            return at;
        }

        private static void require(List<String> refused, String why) throws ParquetException {
            if (!refused.isEmpty()) {
                String more = refused.size() > NAMES_SHOWN ? " and " + (refused.size() - NAMES_SHOWN) + " more" : "";
                String names = String.join(
                        ", ",
                        refused.stream()
                                .limit(NAMES_SHOWN)
                                .map(name -> "'" + name.substring(0, Math.min(60, name.length())) + "'")
                                .toList());
                throw ParquetException.refused((refused.size() == 1 ? "column " : "columns ") + names + more + " "
                        + (refused.size() == 1 ? why.replaceFirst("hold ", "holds ") : why)
                        + "; write the file without, or as columns of plain values");
            }
        }

        private Group group(List<Column> known) throws ParquetException {
            List<Chunk> chunks = new ArrayList<>();
            long[] count = {-1};
            thrift.struct((id, kind) -> {
                if (id == 1 && kind == Thrift.LIST) {
                    thrift.structs(() -> chunks.add(chunk(known, chunks.size())));
                    return true;
                }
                if (id == 3 && kind == Thrift.I64) {
                    count[0] = thrift.i64();
                    return true;
                }
                return false;
            });
            if (chunks.size() != known.size() || count[0] < 0) {
                throw ParquetException.damaged("a row group has " + chunks.size() + " columns and " + count[0]
                        + " rows, but the file has " + known.size() + " columns");
            }
            if (count[0] > limits.rows() - rows) {
                throw ParquetException.refused(
                        "it has more than %,d rows, the most that are read".formatted(limits.rows()));
            }
            rows += count[0];
            return new Group(count[0], chunks);
        }

        private Chunk chunk(List<Column> known, int at) throws ParquetException {
            if (at >= known.size()) {
                throw ParquetException.damaged("a row group has more columns than the file");
            }
            memory.take(Chunk.BYTES);
            Chunk chunk = Chunk.read(thrift, known.get(at).type(), end);
            stored += chunk.length();
            if (stored > end) {
                // Else a small file could have its bytes read once for each column of each row group.
                throw ParquetException.damaged("its columns have more bytes together than it has");
            }
            return chunk;
        }
    }
}
