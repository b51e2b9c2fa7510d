package dev.tasuki.learn.tree;

import dev.tasuki.learn.format.ModelFileException;

/** Whether nodes that were read form a tree. Stateless. */
public final class TreeShape {
    private TreeShape() {}

    /**
     * Throws unless children follow their parent, and every node but the root is the child of exactly one: no row can
     * go astray.
     *
     * @param left each node's left child, {@link Tree#NO_CHILD} for a leaf
     * @param right each node's right child, likewise
     * @throws ModelFileException when they do not
     */
    public static void require(int[] left, int[] right) throws ModelFileException {
        boolean[] reached = new boolean[left.length];
        reached[0] = true;
        for (int node = 0; node < left.length; node++) {
            boolean leaf = left[node] == Tree.NO_CHILD && right[node] == Tree.NO_CHILD;
            boolean inner = isFresh(left[node], node, reached)
                    && isFresh(right[node], node, reached)
                    && left[node] != right[node];
            if (!reached[node] || !(leaf || inner)) {
                throw ModelFileException.damaged("the nodes of a tree do not form a tree");
            }
            if (inner) {
                reached[left[node]] = true;
                reached[right[node]] = true;
            }
        }
    }

    private static boolean isFresh(int child, int parent, boolean[] reached) {
        return child > parent && child < reached.length && !reached[child];
    }
}
