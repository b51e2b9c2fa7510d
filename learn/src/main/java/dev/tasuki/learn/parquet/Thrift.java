package dev.tasuki.learn.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes apart what Thrift's compact protocol wrote, in which footers and page headers are. For one thread. */
final class Thrift {
    static final int TRUE = 1;
    static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    static final int I32 = 5;
    static final int I64 = 6;
    private static final int DOUBLE = 7;
    static final int BINARY = 8;
    static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    static final int STRUCT = 12;
    private static final int DEEPEST = 32;

    private final Bytes bytes;
    private int depth;

    Thrift(Bytes bytes) {
        this.bytes = bytes;
    }

    /** What is done with a field. */
    interface Field {
        /** Takes the field's value, or has it skipped: false. */
        boolean taken(int id, int type) throws ParquetException;
    }

    /** What is done with each element of a list. */
    interface Element {
        void take() throws ParquetException;
    }

    /** Goes through a struct; what nobody takes is gone over. */
    void struct(Field field) throws ParquetException {
        if (++depth > DEEPEST) {
            throw ParquetException.damaged("its metadata is nested deeper than " + DEEPEST + " levels");
        }
        int id = 0;
        for (int head = bytes.next(); head != 0; head = bytes.next()) {
            int type = head & 0xF;
            int step = head >>> 4;
            id = step == 0 ? (int) bytes.zigzag() : id + step;
            if (!field.taken(id, type)) {
                skip(type);
            }
        }
        depth--;
    }

    /** Goes through a list of structs; their number, which is known before the first. */
    void structs(Element element) throws ParquetException {
        int head = bytes.next();
        if ((head & 0xF) != STRUCT) {
            throw ParquetException.damaged("a list in its metadata is of another type than it should be");
        }
        int count = size(head);
        for (int i = 0; i < count; i++) {
            element.take();
        }
    }

    /** No element is smaller than a byte. */
    private int size(int head) throws ParquetException {
        int size = head >>> 4 == 15 ? bytes.count() : head >>> 4;
        if (size > bytes.left()) {
            throw ParquetException.damaged(
                    "a list in its metadata claims " + size + " elements, more than it has bytes");
        }
        return size;
    }

    int i32() throws ParquetException {
        long value = bytes.zigzag();
        if (value != (int) value) {
            throw ParquetException.damaged("a number in its metadata has more than 32 bits");
        }
        return (int) value;
    }

    long i64() throws ParquetException {
        return bytes.zigzag();
    }

    /** A number of eight bits, which is no variable one. */
    int i8() throws ParquetException {
        return (byte) bytes.next();
    }

    String text() throws ParquetException {
        int length = bytes.count();
        int from = bytes.skip(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.array, from, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw ParquetException.damaged("a name in it is not UTF-8");
        }
    }

    private void skip(int type) throws ParquetException {
        switch (type) {
            case TRUE, FALSE -> {}
            case BYTE -> bytes.skip(1);
            case I16, I32, I64 -> bytes.varint();
            case DOUBLE -> bytes.skip(Double.BYTES);
            case BINARY -> bytes.skip(bytes.count());
            case LIST, SET -> skipList();
            case MAP -> skipMap();
            case STRUCT -> struct((id, field) -> false);
            default -> throw ParquetException.damaged("its metadata has a field of type " + type);
        }
    }

    private void skipList() throws ParquetException {
        int head = bytes.next();
        int count = size(head);
        nested(() -> {
            for (int i = 0; i < count; i++) {
                skipElement(head & 0xF);
            }
        });
    }

    private void skipMap() throws ParquetException {
        int count = bytes.count();
        if (count == 0) {
            return;
        }
        if (count > bytes.left()) {
            throw ParquetException.damaged("a map in its metadata claims " + count + " entries");
        }
        int types = bytes.next();
        nested(() -> {
            for (int i = 0; i < count; i++) {
                skipElement(types >>> 4);
                skipElement(types & 0xF);
            }
        });
    }

    private void nested(Element within) throws ParquetException {
        if (++depth > DEEPEST) {
            throw ParquetException.damaged("its metadata is nested deeper than " + DEEPEST + " levels");
        }
        within.take();
        depth--;
    }

    /** In lists a boolean has a byte of its own. */
    private void skipElement(int type) throws ParquetException {
        if (type == TRUE || type == FALSE) {
            bytes.skip(1);
        } else {
            skip(type);
        }
    }
}
