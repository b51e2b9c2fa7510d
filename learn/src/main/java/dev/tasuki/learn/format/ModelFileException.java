package dev.tasuki.learn.format;

/** Bytes that are not a readable model file. The message is fit for a client to see. */
public final class ModelFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is the matter with the bytes. */
    public enum Reason {
        /** They do not begin as a model file does. */
        NOT_A_MODEL,
        /** A model file of a version that this program does not know. */
        UNKNOWN_VERSION,
        /** A model file of a learner that is a plug-in's, which this program does not have, or not in that version. */
        NEEDS_PLUGIN,
        /** A model file that ends early, was altered or was badly written. */
        DAMAGED
    }

    private final Reason reason;

    public ModelFileException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public static ModelFileException damaged(String what) {
        return new ModelFileException(Reason.DAMAGED, "the model file is damaged: " + what);
    }

    /** What is the matter. */
    public Reason reason() {
        return reason;
    }
}
