package dev.tasuki.core.cost;

import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.Locale;

/**
 * What one training may cost.
 *
 * @param memory most bytes at its peak, as estimated; {@link Long#MAX_VALUE}: not known, or as many as there are
 * @param classes most classes of a classifier's target
 * @param threads that grow its trees at once
 */
public record FitBounds(long memory, int classes, int threads) {
    /** Any memory; the standard number of classes. */
    public static FitBounds anyMemory(int threads) {
        return new FitBounds(Long.MAX_VALUE, Limits.CLASSES.intValue(), threads);
    }

    /** Throws {@link InvalidRequest} with {@code too_costly}, the figure, the bound and what would fit. */
    public void require(FitCost cost, FitShape shape, TrainRequest request) {
        if (cost.total() <= memory) {
            return;
        }
        throw tooCostly("the training would need about " + FitCost.size(cost.total()) + " of memory for "
                + cost.words() + " over " + counted(shape.rows(), "row") + " and "
                + counted(
                        shape.features(), shape.features() == request.features().size() ? "feature" : "encoded feature")
                + (shape.classes() > 1 ? " with " + counted(shape.classes(), "class") : "") + "; allowed are "
                + FitCost.size(memory) + " (--max-fit-memory): " + remedy(cost)
                + (cost.folds().number() > 0 ? "; or leave out cv" : "")
                + (request.search() != null ? "; or leave the largest candidates out of search" : ""));
    }

    private String remedy(FitCost cost) {
        long trees = cost.ways().trees().isEmpty() ? 0 : rounded(cost.treesWithin(memory));
        int depth = cost.ways().depth().isEmpty() ? 0 : cost.depthWithin(memory);
        if (trees == 0 && depth == 0) {
            return "use fewer rows, or a dataset with fewer columns, or raise --max-fit-memory";
        }
        String fewer = trees == 0 ? "" : "up to " + cost.ways().trees() + "=" + trees;
        String shallower = depth == 0
                ? ""
                : (fewer.isEmpty() ? "up to " : " or ") + cost.ways().depth() + "=" + depth;
        return fewer + shallower + " would fit; or raise --max-fit-memory";
    }

    /** Down to two digits: the estimate is no more exact. */
    private static long rounded(long trees) {
        long unit = 1;
        while (trees / unit >= 100) {
            unit *= 10;
        }
        return trees / unit * unit;
    }

    /** Throws {@link InvalidRequest} with {@code too_costly} if a classifier's target has too many classes. */
    public void requireClasses(TrainRequest request, long found, boolean exact) {
        // Whatever is estimated is more than what is counted exactly; beyond that it may be a few percent
        // off, and near the bound the consumer counts.
        boolean counted = exact || classes <= Limits.DISTINCT_COUNTED.value();
        long near = classes + classes / 8L;
        if (found > (counted ? classes : near)) {
            String number = String.format(Locale.ROOT, "%,d", found);
            throw tooCostly(String.format(
                    Locale.ROOT,
                    "target \"%s\" has %s classes; a classifier takes at most %,d (--max-classes):"
                            + " choose a target with fewer different values, or a %s if it is measured",
                    ShownValue.shortened(request.target()),
                    found <= near
                            ? String.format(Locale.ROOT, "more than %,d", classes)
                            : exact ? number : "about " + number,
                    classes,
                    regressor(request)));
        }
    }

    /** Throws {@link InvalidRequest} with {@code too_costly} if the permutation importance takes too many walks. */
    public void requireImportance(FitCost cost, FitShape shape, TrainRequest request) {
        double walks = importanceWalks(cost, shape, request);
        if (walks > Limits.IMPORTANCE_WALKS.value()) {
            throw tooCostly(String.format(
                    Locale.ROOT,
                    "permutation_importance %d would take %,.0f walks down trees (%s, %s, %s, %d shuffles);"
                            + " allowed are %,d: use a smaller permutation_importance or test_size, or fewer trees",
                    request.importanceRepeats(),
                    walks,
                    counted((long) heldOut(shape, request), "held-out row"),
                    counted(request.features().size(), "feature"),
                    counted(cost.trees(), "tree"),
                    request.importanceRepeats(),
                    Limits.IMPORTANCE_WALKS.value()));
        }
    }

    /** Walks down trees that the permutation importance takes, roughly. */
    static double importanceWalks(FitCost cost, FitShape shape, TrainRequest request) {
        return heldOut(shape, request)
                * request.features().size()
                * request.importanceRepeats()
                * Math.max(1, cost.trees());
    }

    private static double heldOut(FitShape shape, TrainRequest request) {
        return Math.ceil(shape.rows() * request.testSize());
    }

    private static String regressor(TrainRequest request) {
        Learner<?> asked = request.algorithm();
        return (asked == null || asked.kind() == Kind.NUMBERS
                        ? Learners.usual(Kind.NUMBERS)
                        : Learners.counterpart(asked))
                .name();
    }

    private static String counted(long number, String what) {
        String plural = what.endsWith("s") ? "es" : "s";
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? what : what + plural);
    }

    public static InvalidRequest tooCostly(String detail) {
        return InvalidRequest.content(RefusalCode.TOO_COSTLY, detail);
    }
}
