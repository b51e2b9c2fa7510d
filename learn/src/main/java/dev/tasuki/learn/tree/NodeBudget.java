package dev.tasuki.learn.tree;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the nodes of one forest may take, counted while its trees grow: a forest whose
 * size was misjudged ends with {@link ForestTooLargeException} and not with an
 * {@link OutOfMemoryError}. Thread-safe; one instance serves one fit.
 */
public final class NodeBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** At most so many bytes. @throws IllegalArgumentException when below 1 */
    public NodeBudget(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("a budget of " + most + " bytes lets no tree grow");
        }
        this.most = most;
    }

    /** As much as there is. */
    public static NodeBudget unlimited() {
        return new NodeBudget(Long.MAX_VALUE);
    }

    /** Bytes of a node with so many values. */
    public static long bytesPerNode(int values) {
        return 4L * Integer.BYTES + (3L + values) * Double.BYTES;
    }

    /** Accounts for so many bytes more. @throws ForestTooLargeException when that is too much */
    public void take(long bytes) {
        if (taken.addAndGet(bytes) > most) {
            throw new ForestTooLargeException(most);
        }
    }

    /** Bytes accounted for so far. */
    public long taken() {
        return taken.get();
    }
}
