package dev.tasuki.learn.tree;

/** The nodes of a growing forest need more memory than it was given. */
public final class ForestTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long allowed;

    /** Of a forest that was allowed so many bytes. */
    public ForestTooLargeException(long allowed) {
        super("the trees need more than the " + allowed + " bytes they were given");
        this.allowed = allowed;
    }

    /** Bytes that its nodes were allowed. */
    public long allowed() {
        return allowed;
    }
}
