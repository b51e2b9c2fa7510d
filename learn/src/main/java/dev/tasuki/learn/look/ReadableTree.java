package dev.tasuki.learn.look;

import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.formula.SumTree;
import dev.tasuki.learn.model.Model;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One tree of a model, to be read by people: its nodes ask of the columns that a client knows, and its values add up to
 * the model's prediction. Node 0 is the root. Refers to the model and copies nothing of it. Immutable and safe to share.
 *
 * <p>Example: {@code ReadableTree tree = ReadableTree.of(model, 0, 20); int leaf = tree.leafOf(row)}.
 */
public final class ReadableTree {
    private final Formula.Trees all;
    private final Formula.Term term;
    private final Conditions conditions;

    private ReadableTree(Formula.Trees all, Formula.Term term, Conditions conditions) {
        this.all = all;
        this.term = term;
        this.conditions = conditions;
    }

    /** How many trees a model has that can be read: of boosting with three and more classes one for each in a round. */
    public static int count(Model model) {
        return trees(model).map(trees -> trees.terms().size()).orElse(0);
    }

    /**
     * A tree of a model.
     *
     * @param number from 0 on, below {@link #count}, in the order in which the trees were fitted
     * @param mostCategories that a condition names
     * @throws IndexOutOfBoundsException when there is none
     */
    public static ReadableTree of(Model model, int number, int mostCategories) {
        Formula.Trees all = trees(model)
                .orElseThrow(() -> new IndexOutOfBoundsException(model.info().algorithm() + " has no trees"));
        Formula.Term term = all.terms().get(number);
        Encoder encoder = model.info().encoder();
        return new ReadableTree(all, term, new Conditions(encoder, term.tree(), mostCategories));
    }

    /** None for what gives every row the same, whose formula is a leaf. */
    private static Optional<Formula.Trees> trees(Model model) {
        return model.fitted() instanceof Portable portable
                        && portable.formula() instanceof Formula.Trees trees
                        && !trees.constant()
                ? Optional.of(trees)
                : Optional.empty();
    }

    /** Number of nodes, leaves included; at least 1. */
    public int nodes() {
        return tree().nodes();
    }

    /** Whether a node is a leaf. */
    public boolean isLeaf(int node) {
        return tree().isLeaf(node);
    }

    /** Where rows go for which the condition of a node holds that is no leaf. */
    public int left(int node) {
        return tree().left(node);
    }

    /** Where its other rows go. */
    public int right(int node) {
        return tree().right(node);
    }

    /** What a node that is no leaf asks. */
    public Condition condition(int node) {
        return conditions.of(node);
    }

    /** Training rows in a node, each counted once. */
    public int rows(int node) {
        return tree().rows(node);
    }

    /** Whether nodes that are no leaves have values too. */
    public boolean innerValues() {
        return tree().innerValues() && !(all.link() instanceof Link.Anomaly);
    }

    /** How many values a leaf has: one, or one for each class. */
    public int values() {
        return tree().values();
    }

    /**
     * What a leaf adds to the model's sums: of a forest what this tree alone predicts, of boosting its share of the sum,
     * the learning rate included.
     */
    public double[] value(int node) {
        double[] values = new double[tree().values()];
        tree().values(node, values);
        return values;
    }

    /** The sum to which a single value is added, where the model has several; empty if it has one. */
    public OptionalInt sum() {
        return values() == 1 && all.start().length > 1 ? OptionalInt.of(term.sum()) : OptionalInt.empty();
    }

    /** What the model's sums begin with. */
    public double[] start() {
        return all.start().clone();
    }

    /** Whether the model's sums are divided by the number of trees. */
    public boolean mean() {
        return all.mean();
    }

    /** What becomes of the model's sums. */
    public Link link() {
        return all.link();
    }

    /** Whether a row goes left at a node that is no leaf. @param row as the model's encoder makes it */
    public boolean goesLeft(int node, double[] row) {
        return tree().takesLeft(node, row[tree().feature(node)]);
    }

    /** The leaf into which a row falls. */
    public int leafOf(double[] row) {
        int node = 0;
        while (!isLeaf(node)) {
            node = goesLeft(node, row) ? left(node) : right(node);
        }
        return node;
    }

    private SumTree tree() {
        return term.tree();
    }
}
