package dev.tasuki.learn.onnx;

/** A model is not written as ONNX. The message says why and what to do, for clients. */
public final class OnnxRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private OnnxRefusedException(boolean tooLarge, String message) {
        super(message);
        this.tooLarge = tooLarge;
    }

    static OnnxRefusedException unsaid(String message) {
        return new OnnxRefusedException(false, message);
    }

    static OnnxRefusedException tooLarge(long size, long most) {
        return new OnnxRefusedException(
                true,
                ("as ONNX the model would have %,d bytes; at most %,d are written: train fewer or shallower trees, or"
                                + " take its own file")
                        .formatted(size, most));
    }

    /** Whether a smaller model would have been written; else ONNX cannot say what the model does. */
    public boolean tooLarge() {
        return tooLarge;
    }
}
