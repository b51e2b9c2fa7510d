package dev.tasuki.learn.parquet;

/** What stands before a page. */
final class PageHeader {
    static final int DATA = 0;
    static final int INDEX = 1;
    static final int DICTIONARY = 2;
    static final int DATA_2 = 3;

    private int type = -1;
    private int unpacked = -1;
    private int packed = -1;
    private int values = -1;
    private int encoding = -1;
    private int levelEncoding = -1;
    private int levelBytes;
    private int repetitionBytes;
    private boolean isPacked = true;

    /** Reads it; whatever may be wrong with its numbers, none is negative. */
    static PageHeader read(Bytes bytes) throws ParquetException {
        PageHeader header = new PageHeader();
        Thrift thrift = new Thrift(bytes);
        thrift.struct((id, kind) -> header.field(thrift, id, kind));
        boolean whole = header.type >= 0 && header.unpacked >= 0 && header.packed >= 0;
        boolean counted = header.type == INDEX || header.values >= 0 && header.encoding >= 0;
        if (!whole || !counted || header.levelBytes < 0 || header.repetitionBytes < 0) {
            throw ParquetException.damaged("the head of a page lacks what it must say");
        }
        return header;
    }

    private boolean field(Thrift thrift, int id, int kind) throws ParquetException {
        if (kind == Thrift.I32 && id <= 3) {
            int value = thrift.i32();
            switch (id) {
                case 1 -> type = value;
                case 2 -> unpacked = value;
                default -> packed = value;
            }
            return true;
        }
        if (kind == Thrift.STRUCT && (id == 5 || id == 7 || id == 8)) {
            thrift.struct((field, of) -> id == 8 ? second(thrift, field, of) : first(thrift, field, of));
            return true;
        }
        return false;
    }

    private boolean first(Thrift thrift, int field, int kind) throws ParquetException {
        if (kind != Thrift.I32 || field > 3) {
            return false;
        }
        int value = thrift.i32();
        switch (field) {
            case 1 -> values = value;
            case 2 -> encoding = value;
            default -> levelEncoding = value;
        }
        return true;
    }

    private boolean second(Thrift thrift, int field, int kind) throws ParquetException {
        if (field == 7) {
            isPacked = kind == Thrift.TRUE;
            return false;
        }
        if (kind != Thrift.I32) {
            return false;
        }
        switch (field) {
            case 1 -> values = thrift.i32();
            case 4 -> encoding = thrift.i32();
            case 5 -> levelBytes = thrift.i32();
            case 6 -> repetitionBytes = thrift.i32();
            default -> {
                return false;
            }
        }
        return true;
    }

    int type() {
        return type;
    }

    /** Bytes once it is unpacked. */
    int unpacked() {
        return unpacked;
    }

    /** Bytes as it is stored. */
    int packed() {
        return packed;
    }

    /** Values, with those that are missing. */
    int values() {
        return values;
    }

    int encoding() {
        return encoding;
    }

    int levelEncoding() {
        return levelEncoding;
    }

    /** Bytes of what says which rows have no value; of the second version of pages, where they are never packed. */
    int levelBytes() {
        return levelBytes;
    }

    int repetitionBytes() {
        return repetitionBytes;
    }

    /** Whether the codec was used. */
    boolean isPacked() {
        return isPacked;
    }
}
