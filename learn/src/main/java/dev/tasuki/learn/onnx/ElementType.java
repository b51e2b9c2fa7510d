package dev.tasuki.learn.onnx;

/** What a tensor's elements are (TensorProto.DataType). */
enum ElementType {
    INT64(7),
    STRING(8),
    BOOL(9),
    DOUBLE(11);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
