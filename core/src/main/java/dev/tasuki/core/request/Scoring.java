package dev.tasuki.core.request;

import dev.tasuki.learn.spi.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A metric by which models are compared, by the name that reports have for it. */
public enum Scoring {
    R2(Kind.NUMBERS, true),
    RMSE(Kind.NUMBERS, false),
    MAE(Kind.NUMBERS, false),
    MSE(Kind.NUMBERS, false),
    MEDIAN_ABSOLUTE_ERROR(Kind.NUMBERS, false),
    MAX_ERROR(Kind.NUMBERS, false),
    ACCURACY(Kind.CLASSES, true),
    LOG_LOSS(Kind.CLASSES, false),
    BALANCED_ACCURACY(Kind.CLASSES, true),
    PRECISION_MACRO(Kind.CLASSES, true),
    PRECISION_WEIGHTED(Kind.CLASSES, true),
    RECALL_MACRO(Kind.CLASSES, true),
    RECALL_WEIGHTED(Kind.CLASSES, true),
    F1_MACRO(Kind.CLASSES, true),
    F1_WEIGHTED(Kind.CLASSES, true),
    ROC_AUC(Kind.CLASSES, true),
    AVERAGE_PRECISION(Kind.CLASSES, true),
    BRIER(Kind.CLASSES, false),
    ROC_AUC_OVR(Kind.CLASSES, true);

    private final Kind kind;
    private final boolean greaterIsBetter;

    Scoring(Kind kind, boolean greaterIsBetter) {
        this.kind = kind;
        this.greaterIsBetter = greaterIsBetter;
    }

    /** What is predicted by models that it measures. */
    public Kind kind() {
        return kind;
    }

    /** Whether the best has the greatest. */
    public boolean greaterIsBetter() {
        return greaterIsBetter;
    }

    /** As requests and reports write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The metric that reports call so; empty: it is none that says which model is better. */
    public static Optional<Scoring> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }

    /** The names of those that measure models of a kind. */
    public static List<String> names(Kind kind) {
        return Arrays.stream(values())
                .filter(one -> one.kind == kind)
                .map(Scoring::text)
                .toList();
    }
}
