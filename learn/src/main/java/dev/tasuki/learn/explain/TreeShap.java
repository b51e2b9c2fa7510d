package dev.tasuki.learn.explain;

import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The path-dependent Shapley values of Lundberg's TreeSHAP, of a sum of trees: a feature that is not known sends a row
 * both ways, with the shares of the training rows that went there.
 *
 * <p>A leaf is a product game: with the features on its path, each known feature {@code j} multiplies its value by
 * {@code o} (1 if the row goes that way, else 0), each unknown one by {@code z}, the share of the training rows. The
 * weight that Shapley gives to a set of {@code s} of the other {@code n-1} features is the integral from 0 to 1 of
 * {@code t^s (1-t)^(n-1-s)}. So the contribution of feature {@code i} is the integral of
 * {@code (o_i - z_i)} times the product over the others of {@code t o_j + (1-t) z_j}: a polynomial, which
 * {@link GaussLegendre} integrates exactly with half as many points as features are on the path. All its terms are
 * positive, so nothing cancels out, however deep the tree; taking features back out of Lundberg's sums loses digits
 * there. And the leaves below an edge can be summed first, so that a row costs nodes × points instead of
 * leaves × depth².
 *
 * <p>Immutable and safe to share.
 */
public final class TreeShap implements Explainer {
    /** Up to here each tree has exactly the points that it needs; above, powers of two, as rules take time to make. */
    private static final int EXACT_POINTS = 16;

    private static final int STEPS_PER_VISIT = 16;

    private final Scale scale;
    private final double[] base;
    private final int features;
    private final UnaryOperator<double[]> form;
    private final List<Sized> trees = new ArrayList<>();
    private long steps;
    private long memory;

    /**
     * A tree of the sum.
     *
     * @param first the first of the sums that it adds to
     * @param values how many values its leaves have, for as many sums
     * @param weight by which they are multiplied
     */
    public record Part(ShapTree tree, int first, int values, double weight) {}

    /** A tree, and how many points its polynomials need. */
    record Sized(Part part, int depth, int points) {}

    /**
     * Of a sum of trees.
     *
     * @param start of each sum, before any tree
     * @param features how many values a row has
     * @param form checks a row and gives it the form in which trees take it
     * @param looks counts the nodes
     */
    public static TreeShap of(
            Sums sums, int features, UnaryOperator<double[]> form, List<Part> parts, WalkCounter looks) {
        TreeShap shap = new TreeShap(sums, features, form);
        parts.forEach(part -> shap.add(part, looks));
        return shap;
    }

    /** What sums are of, and what each begins with. */
    public record Sums(Scale scale, double[] start) {}

    private TreeShap(Sums sums, int features, UnaryOperator<double[]> form) {
        this.scale = sums.scale();
        this.base = sums.start().clone();
        this.features = features;
        this.form = form;
        this.memory = features * 2L * Double.BYTES;
    }

    private void add(Part part, WalkCounter looks) {
        double[] mean = new double[part.values];
        int depth = TreeExtent.depth(part.tree, mean, looks);
        for (int k = 0; k < mean.length; k++) {
            base[part.first + k] += part.weight * mean[k];
        }
        int points = points(Math.min(depth, features));
        trees.add(new Sized(part, depth, points));
        steps += (long) part.tree.nodes() * stepsPerNode(points, part.values);
        memory = Math.max(
                memory, (depth + 1L) * points * (1 + part.values) * Double.BYTES + features * 2L * Double.BYTES);
    }

    /** How many points the polynomials of a tree need that has so many features on a path at most. */
    private static int points(int onPath) {
        int exact = Math.max(1, (onPath + 1) / 2);
        return exact <= EXACT_POINTS ? exact : Integer.highestOneBit(exact - 1) << 1;
    }

    /** What a visit to a node takes, and what it takes for each point. */
    static int stepsPerNode(int points, int values) {
        return STEPS_PER_VISIT + points * (2 + values);
    }

    List<Sized> trees() {
        return trees;
    }

    int features() {
        return features;
    }

    double[] form(double[] row) {
        return form.apply(row);
    }

    @Override
    public Scale scale() {
        return scale;
    }

    @Override
    public double[] base() {
        return base.clone();
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public long memory() {
        return memory;
    }

    @Override
    public Walk walk() {
        return new ShapWalk(this);
    }
}
