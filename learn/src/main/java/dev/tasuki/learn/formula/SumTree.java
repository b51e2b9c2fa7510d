package dev.tasuki.learn.formula;

/** A tree that compares doubles. Immutable and safe to share. */
public interface SumTree {
    /** Nodes, leaves included; at least 1. Node 0 is the root, children have higher numbers than their parent. */
    int nodes();

    /** Whether a node is a leaf. */
    boolean isLeaf(int node);

    /** The left child of a node that is no leaf. */
    int left(int node);

    /** The right child of a node that is no leaf. */
    int right(int node);

    /** The number that a node looks at; any for a leaf. */
    int feature(int node);

    /** Doubles up to it go left; may be infinite. Any for a leaf and for a node that splits by categories. */
    double threshold(int node);

    /** The threshold as the learner found it, of which {@link #threshold} is the form for doubles. */
    default double split(int node) {
        return threshold(node);
    }

    /** Whether NaN goes left. */
    boolean missingLeft(int node);

    /** Whether a node splits by codes without an order, as {@link #goesLeft} tells. */
    boolean byCategories(int node);

    /** Whether a code, or NaN, goes left at a node that splits by categories. */
    boolean goesLeft(int node, double code);

    /** Whether a value of the number that an inner node looks at goes left; NaN is a missing one. */
    default boolean takesLeft(int node, double value) {
        if (byCategories(node)) {
            return goesLeft(node, value);
        }
        return Double.isNaN(value) ? missingLeft(node) : value <= threshold(node);
    }

    /** Training rows in a node; 0 where there is nothing to part. */
    int rows(int node);

    /** Whether {@link #values} tells those of inner nodes, too. */
    default boolean innerValues() {
        return false;
    }

    /** How many values a leaf has. */
    int values();

    /** Writes a leaf's values over what was there. */
    void values(int leaf, double[] into);
}
