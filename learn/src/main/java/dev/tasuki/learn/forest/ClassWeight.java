package dev.tasuki.learn.forest;

/** How the classes are weighed against each other ({@code class_weight}). */
public enum ClassWeight {
    /** Every row counts 1. */
    NONE("none"),
    /** Rows count in inverse proportion to how often their class occurs in the training rows. */
    BALANCED("balanced"),
    /** The same, counted anew in each tree's bootstrap rows. */
    BALANCED_SUBSAMPLE("balanced_subsample");

    private final String label;

    ClassWeight(String label) {
        this.label = label;
    }

    /** scikit-learn's word, or {@code none} where scikit-learn writes {@code None}. */
    public String label() {
        return label;
    }
}
