package dev.tasuki.learn.boost;

/** Whether boosting ends before {@code max_iter} rounds when they no longer help ({@code early_stopping}). */
public enum EarlyStopping {
    /** With more than 10,000 rows. */
    AUTO("auto"),
    /** Always. */
    ON("true"),
    /** Never. */
    OFF("false");

    private static final int MANY_ROWS = 10_000;

    private final String label;

    EarlyStopping(String label) {
        this.label = label;
    }

    /** scikit-learn's word; {@code true} and {@code false} are booleans there. */
    public String label() {
        return label;
    }

    boolean appliesTo(int rows) {
        return switch (this) {
            case AUTO -> rows > MANY_ROWS;
            case ON -> true;
            case OFF -> false;
        };
    }
}
