package dev.tasuki.learn.onnx;

import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.SumTree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits by categories, of which trees in ONNX know nothing: each way in which nodes divide the codes of a column
 * becomes a column of 0 and 1, looked up by the category, which a tree splits at one half. Not thread-safe.
 */
final class CategoryCuts {
    /** Between 0, which goes left, and 1. */
    static final double HALF = 0.5;

    private final Map<Integer, EncoderGraph.Codes> codes;
    private final Map<Integer, Map<BitSet, Integer>> ways = new HashMap<>();
    private final Map<Integer, Integer> first = new HashMap<>();

    private CategoryCuts(Map<Integer, EncoderGraph.Codes> codes) {
        this.codes = codes;
    }

    /** Adds the columns that the trees need. */
    static CategoryCuts of(
            Formula.Trees trees, EncoderGraph.Encoded encoded, OnnxGraph graph, Runnable betweenTrees) {
        CategoryCuts cuts = new CategoryCuts(encoded.codes());
        for (Formula.Term term : trees.terms()) {
            betweenTrees.run();
            cuts.look(term.tree());
        }
        // In the order of the columns, so that equal models give equal bytes.
        cuts.ways.keySet().stream().sorted().forEach(feature -> cuts.add(feature, encoded.blocks(), graph));
        return cuts;
    }

    private void look(SumTree tree) {
        for (int node = 0; node < tree.nodes(); node++) {
            if (!tree.isLeaf(node) && tree.byCategories(node)) {
                Map<BitSet, Integer> known = ways.computeIfAbsent(tree.feature(node), f -> new LinkedHashMap<>());
                BitSet right = right(tree, node);
                if (!known.containsKey(right)) {
                    known.put(right, known.size());
                }
            }
        }
    }

    /** The table rows that go right at a node. */
    private BitSet right(SumTree tree, int node) {
        EncoderGraph.Codes of = codes.get(tree.feature(node));
        if (of == null) {
            throw new IllegalStateException("a tree splits number " + tree.feature(node) + " by codes that it has not");
        }
        BitSet right = new BitSet();
        for (int row = 0; row < of.numbers().length; row++) {
            right.set(row, !tree.goesLeft(node, of.numbers()[row]));
        }
        return right;
    }

    private void add(int feature, Blocks blocks, OnnxGraph graph) {
        EncoderGraph.Codes of = codes.get(feature);
        List<BitSet> columns = new ArrayList<>(ways.get(feature).keySet());
        String table = graph.table(of.numbers().length, columns.size(), out -> {
            for (int row = 0; row < of.numbers().length; row++) {
                for (BitSet right : columns) {
                    out.fixed(right.get(row) ? 1.0 : 0.0);
                }
            }
        });
        first.put(feature, blocks.add(graph.op("Gather", table, of.index()), columns.size()));
    }

    /** The column that a node looks at. */
    int place(SumTree tree, int node) {
        int feature = tree.feature(node);
        return first.get(feature) + ways.get(feature).get(right(tree, node));
    }
}
