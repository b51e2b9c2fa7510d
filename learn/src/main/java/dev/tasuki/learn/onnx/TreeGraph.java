package dev.tasuki.learn.onnx;

import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.SumTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Trees as one TreeEnsembleRegressor that compares doubles. Its lists are counted once and written straight from the
 * trees, so that they are nowhere in memory.
 */
final class TreeGraph {
    private static final byte[] INNER = "BRANCH_LEQ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAF = "LEAF".getBytes(StandardCharsets.US_ASCII);

    private final Formula.Trees trees;
    private final int[] places;
    private final CategoryCuts cuts;
    private final Runnable betweenTrees;
    private long nodes;
    private long leafValues;

    /** Is shown each node, or each value of each leaf. */
    @FunctionalInterface
    private interface Visitor {
        void visit(int number, Formula.Term term, int node, int value) throws IOException;
    }

    /** An integer of a node, or of a leaf's value. */
    @FunctionalInterface
    private interface Id {
        long of(int number, Formula.Term term, int node, int value);
    }

    private TreeGraph(Formula.Trees trees, int[] places, CategoryCuts cuts, Runnable betweenTrees) {
        this.trees = trees;
        this.places = places;
        this.cuts = cuts;
        this.betweenTrees = betweenTrees;
    }

    /**
     * The sums of each row, as doubles that were rounded to floats.
     *
     * @param betweenTrees called often; what it throws ends the work
     */
    static String of(Formula.Trees trees, EncoderGraph.Encoded encoded, OnnxGraph graph, Runnable betweenTrees) {
        requireFloats(trees, betweenTrees);
        CategoryCuts cuts = CategoryCuts.of(trees, encoded, graph, betweenTrees);
        String numbers = encoded.blocks().joined(graph);
        TreeGraph form = new TreeGraph(trees, encoded.places(), cuts, betweenTrees);
        return graph.cast(graph.ml("TreeEnsembleRegressor", form.attributes(), numbers), ElementType.DOUBLE);
    }

    /** The operator's result is of floats. */
    private static void requireFloats(Formula.Trees trees, Runnable betweenTrees) {
        double[] most = new double[trees.start().length];
        for (int k = 0; k < most.length; k++) {
            most[k] = Math.abs(trees.start()[k]);
        }
        for (Formula.Term term : trees.terms()) {
            betweenTrees.run();
            double[] ofTree = new double[term.tree().values()];
            double[] leaf = new double[ofTree.length];
            for (int node = 0; node < term.tree().nodes(); node++) {
                if (term.tree().isLeaf(node)) {
                    term.tree().values(node, leaf);
                    for (int k = 0; k < leaf.length; k++) {
                        ofTree[k] = Math.max(ofTree[k], Math.abs(leaf[k]));
                    }
                }
            }
            for (int k = 0; k < ofTree.length; k++) {
                most[term.sum() + k] += trees.mean() ? ofTree[k] / trees.terms().size() : ofTree[k];
            }
        }
        for (double sum : most) {
            if (!(sum <= Float.MAX_VALUE)) {
                throw OnnxRefusedException.unsaid(
                        ("predictions of the model may be as large as %.3g, beyond the 32-bit floats (up to 3.4e38) that"
                                        + " trees in ONNX give: train on a target of smaller numbers")
                                .formatted(sum));
            }
        }
    }

    private Attributes attributes() {
        each(false, (number, term, node, value) -> nodes++);
        each(true, (number, term, leaf, value) -> leafValues++);
        int sums = trees.start().length;
        Attributes all = Attributes.none()
                .number("n_targets", sums)
                .text("aggregate_function", trees.mean() ? "AVERAGE" : "SUM")
                .text("post_transform", "NONE");
        if (!trees.mean()) {
            all.tensor("base_values_as_tensor", Tensors.doubles("base_values", trees.start(), sums));
        }
        ids(all, "nodes_treeids", false, (number, term, node, value) -> number);
        ids(all, "nodes_nodeids", false, (number, term, node, value) -> node);
        ids(all, "nodes_featureids", false, (number, term, node, value) -> feature(term.tree(), node));
        ids(
                all,
                "nodes_truenodeids",
                false,
                (number, term, node, value) ->
                        term.tree().isLeaf(node) ? 0 : term.tree().left(node));
        ids(
                all,
                "nodes_falsenodeids",
                false,
                (number, term, node, value) ->
                        term.tree().isLeaf(node) ? 0 : term.tree().right(node));
        ids(
                all,
                "nodes_missing_value_tracks_true",
                false,
                (number, term, node, value) -> missingLeft(term.tree(), node) ? 1 : 0);
        modes(all);
        all.tensor(
                "nodes_values_as_tensor",
                doubles(
                        nodes,
                        "nodes_values",
                        out -> write(false, (number, term, node, value) -> out.fixed(threshold(term.tree(), node)))));
        ids(all, "target_treeids", true, (number, term, leaf, value) -> number);
        ids(all, "target_nodeids", true, (number, term, leaf, value) -> leaf);
        ids(all, "target_ids", true, (number, term, leaf, value) -> term.sum() + value);
        return all.tensor("target_weights_as_tensor", doubles(leafValues, "target_weights", this::weights));
    }

    private static ProtoMessage doubles(long count, String name, ProtoMessage.Body body) {
        return Tensors.run(name, ElementType.DOUBLE, count, body, count);
    }

    private int feature(SumTree tree, int node) {
        if (tree.isLeaf(node)) {
            return 0;
        }
        return tree.byCategories(node) ? cuts.place(tree, node) : places[tree.feature(node)];
    }

    private static double threshold(SumTree tree, int node) {
        if (tree.isLeaf(node)) {
            return 0;
        }
        return tree.byCategories(node) ? CategoryCuts.HALF : tree.threshold(node);
    }

    private static boolean missingLeft(SumTree tree, int node) {
        return !tree.isLeaf(node) && !tree.byCategories(node) && tree.missingLeft(node);
    }

    private void ids(Attributes into, String name, boolean leaves, Id id) {
        long[] bytes = new long[1];
        each(leaves, (number, term, node, value) -> bytes[0] += ProtoOut.varintSize(id.of(number, term, node, value)));
        into.numbers(
                name,
                bytes[0],
                out -> write(leaves, (number, term, node, value) -> out.varint(id.of(number, term, node, value))));
    }

    private void modes(Attributes into) {
        long[] bytes = new long[1];
        each(false, (number, term, node, value) -> bytes[0] += Attributes.textSize(mode(term.tree(), node)));
        into.texts(
                "nodes_modes",
                bytes[0],
                out -> write(false, (number, term, node, value) -> Attributes.writeText(mode(term.tree(), node), out)));
    }

    private static byte[] mode(SumTree tree, int node) {
        return tree.isLeaf(node) ? LEAF : INNER;
    }

    private void weights(ProtoOut out) throws IOException {
        for (Formula.Term term : trees.terms()) {
            double[] leaf = new double[term.tree().values()];
            for (int node = 0; node < term.tree().nodes(); node++) {
                if (term.tree().isLeaf(node)) {
                    term.tree().values(node, leaf);
                    for (double value : leaf) {
                        out.fixed(value);
                    }
                }
            }
        }
    }

    private void each(boolean leaves, Visitor visitor) {
        try {
            for (int number = 0; number < trees.terms().size(); number++) {
                betweenTrees.run();
                visit(number, leaves, visitor);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("counting cannot fail", e);
        }
    }

    private void write(boolean leaves, Visitor visitor) throws IOException {
        for (int number = 0; number < trees.terms().size(); number++) {
            visit(number, leaves, visitor);
        }
    }

    private void visit(int number, boolean leaves, Visitor visitor) throws IOException {
        Formula.Term term = trees.terms().get(number);
        SumTree tree = term.tree();
        for (int node = 0; node < tree.nodes(); node++) {
            if (!leaves) {
                visitor.visit(number, term, node, 0);
            } else if (tree.isLeaf(node)) {
                for (int value = 0; value < tree.values(); value++) {
                    visitor.visit(number, term, node, value);
                }
            }
        }
    }
}
