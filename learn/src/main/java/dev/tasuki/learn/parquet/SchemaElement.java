package dev.tasuki.learn.parquet;

import dev.tasuki.learn.parquet.Column.Form;
import dev.tasuki.learn.parquet.Column.Physical;
import org.jspecify.annotations.Nullable;

/** One element of a schema as the footer has it. */
final class SchemaElement {
    static final int REPEATED = 2;
    private static final int OPTIONAL = 1;
    private static final int LONGEST_DECIMAL = 32;
    private static final int MOST_DIGITS = 76;
    private static final int NOTHING = -1;
    /** The first number of a converted type that stands for a logical one of the same meaning. */
    private static final int CONVERTED = 1_000;

    private int type = NOTHING;
    private int length;
    private int repetition;
    private int children;
    private int scale;
    private int unit;
    /** The logical type's number in its union, or the converted type's number behind {@link #CONVERTED}. */
    private int meaning = NOTHING;

    private boolean signed = true;
    private boolean utc = true;
    private String name = "";

    /** Reads it. */
    static SchemaElement read(Thrift thrift) throws ParquetException {
        SchemaElement element = new SchemaElement();
        thrift.struct((id, kind) -> element.field(thrift, id, kind));
        return element;
    }

    private boolean field(Thrift thrift, int id, int kind) throws ParquetException {
        if (kind == Thrift.I32) {
            switch (id) {
                case 1 -> type = thrift.i32();
                case 2 -> length = thrift.i32();
                case 3 -> repetition = thrift.i32();
                case 5 -> children = thrift.i32();
                case 6 -> convert(thrift.i32());
                case 7 -> scale = thrift.i32();
                default -> {
                    return false;
                }
            }
            return true;
        }
        if (id == 4 && kind == Thrift.BINARY) {
            name = thrift.text();
            return true;
        }
        if (id == 10 && kind == Thrift.STRUCT) {
            thrift.struct((logical, of) -> logical(thrift, logical, of));
            return true;
        }
        return false;
    }

    /** A logical type says more and counts, wherever it stands. */
    private void convert(int converted) {
        if (meaning < 0) {
            meaning = CONVERTED + converted;
        }
    }

    private boolean logical(Thrift thrift, int logical, int kind) throws ParquetException {
        meaning = logical;
        if (kind != Thrift.STRUCT) {
            return false;
        }
        thrift.struct((id, of) -> {
            switch (logical) {
                case 5 -> {
                    if (id == 1 && of == Thrift.I32) {
                        scale = thrift.i32();
                        return true;
                    }
                }
                case 7, 8 -> {
                    if (id == 1) {
                        utc = of == Thrift.TRUE;
                    } else if (id == 2 && of == Thrift.STRUCT) {
                        thrift.struct((chosen, none) -> {
                            unit = 3 * chosen;
                            return false;
                        });
                        return true;
                    }
                }
                case 10 -> {
                    if (id == 2) {
                        signed = of != Thrift.FALSE;
                    }
                }
                default -> {}
            }
            return false;
        });
        return true;
    }

    String name() {
        return name;
    }

    int children() {
        return children;
    }

    boolean repeated() {
        return repetition == REPEATED;
    }

    /** The column; null if its values are of a kind that is not read. */
    @Nullable
    Column column() throws ParquetException {
        if (type < 0 || type >= Physical.values().length) {
            throw ParquetException.damaged("a column is of type " + type + ", which there is not");
        }
        Physical physical = Physical.values()[type];
        Form form = form(physical);
        if (form == null || physical == Physical.FIXED && (length < 1 || length > 1 << 16)) {
            return null;
        }
        int digits = form == Form.DECIMAL ? scale : unit;
        if (form == Form.DECIMAL && (scale < 0 || scale > MOST_DIGITS || length > LONGEST_DECIMAL)) {
            return null;
        }
        return new Column(name, physical, length, repetition == OPTIONAL, form, digits, utc);
    }

    private @Nullable Form form(Physical physical) {
        return switch (physical) {
            case BOOLEAN -> Form.BOOLEAN;
            case FLOAT -> Form.FLOAT;
            case DOUBLE -> Form.DOUBLE;
            case INT96 -> Form.OLD_TIMESTAMP;
            case INT32 -> ofInt();
            case INT64 -> ofLong();
            case BYTE_ARRAY ->
                switch (meaning) {
                    case NOTHING, 1, 4, 11, 12, CONVERTED, CONVERTED + 4, CONVERTED + 19 -> Form.TEXT;
                    case 5, CONVERTED + 5 -> Form.DECIMAL;
                    default -> null;
                };
            case FIXED ->
                switch (meaning) {
                    case 5, CONVERTED + 5 -> Form.DECIMAL;
                    case 14 -> length == 16 ? Form.UUID : null;
                    case 15 -> length == 2 ? Form.HALF : null;
                    default -> null;
                };
        };
    }

    private @Nullable Form ofInt() {
        return switch (meaning) {
            case 5, CONVERTED + 5 -> Form.DECIMAL;
            case 6, CONVERTED + 6 -> Form.DATE;
            case 7 -> unit == 3 ? Form.TIME : null;
            case CONVERTED + 7 -> time(Form.TIME, 3);
            case 10 -> signed ? Form.INTEGER : Form.UNSIGNED_32;
            case CONVERTED + 11, CONVERTED + 12, CONVERTED + 13 -> Form.UNSIGNED_32;
            case NOTHING, 11, CONVERTED + 15, CONVERTED + 16, CONVERTED + 17 -> Form.INTEGER;
            default -> null;
        };
    }

    private @Nullable Form ofLong() {
        return switch (meaning) {
            case 5, CONVERTED + 5 -> Form.DECIMAL;
            case 7 -> unit == 6 || unit == 9 ? Form.TIME : null;
            case 8 -> unit == 3 || unit == 6 || unit == 9 ? Form.TIMESTAMP : null;
            case CONVERTED + 8 -> time(Form.TIME, 6);
            case CONVERTED + 9 -> time(Form.TIMESTAMP, 3);
            case CONVERTED + 10 -> time(Form.TIMESTAMP, 6);
            case 10 -> signed ? Form.INTEGER : Form.UNSIGNED_64;
            case CONVERTED + 14 -> Form.UNSIGNED_64;
            case NOTHING, 11, CONVERTED + 18 -> Form.INTEGER;
            default -> null;
        };
    }

    private Form time(Form form, int digits) {
        unit = digits;
        return form;
    }
}
