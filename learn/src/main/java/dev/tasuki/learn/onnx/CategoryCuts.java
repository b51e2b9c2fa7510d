package dev.tasuki.learn.onnx;

import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.SumTree;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Splits by categories, of which trees in ONNX know nothing: each way in which nodes divide the codes of a column
 * becomes a column of 0 and 1, looked up by the category, which a tree splits at one half. Not thread-safe.
 */
final class CategoryCuts {
    /** Between 0, which goes left, and 1. */
    static final double HALF = 0.5;

    /** By the number of the column; in their order, so that equal models give equal bytes. */
    private final Map<Integer, Ways> columns = new TreeMap<>();

    /** The ways in which the codes of one column are divided. */
    private static final class Ways {
        private final EncoderGraph.Codes codes;
        /** The table rows that go right, each with its number. */
        private final Map<BitSet, Integer> numbers = new LinkedHashMap<>();

        private int first;

        Ways(EncoderGraph.Codes codes) {
            this.codes = codes;
        }

        private BitSet right(SumTree tree, int node) {
            BitSet right = new BitSet();
            for (int row = 0; row < codes.numbers().length; row++) {
                right.set(row, !tree.goesLeft(node, codes.numbers()[row]));
            }
            return right;
        }

        void look(SumTree tree, int node) {
            numbers.putIfAbsent(right(tree, node), numbers.size());
        }

        void add(Blocks blocks, OnnxGraph graph) {
            List<BitSet> all = List.copyOf(numbers.keySet());
            String table = graph.table(codes.numbers().length, all.size(), out -> {
                for (int row = 0; row < codes.numbers().length; row++) {
                    for (BitSet right : all) {
                        out.fixed(right.get(row) ? 1.0 : 0.0);
                    }
                }
            });
            first = blocks.add(graph.op("Gather", table, codes.index()), all.size());
        }

        int place(SumTree tree, int node) {
            return first + Objects.requireNonNull(numbers.get(right(tree, node)));
        }
    }

    private CategoryCuts(Map<Integer, EncoderGraph.Codes> codes) {
        codes.forEach((column, of) -> columns.put(column, new Ways(of)));
    }

    /** Adds the columns that the trees need. */
    static CategoryCuts of(Formula.Trees trees, EncoderGraph.Encoded encoded, OnnxGraph graph, Runnable betweenTrees) {
        CategoryCuts cuts = new CategoryCuts(encoded.codes());
        for (Formula.Term term : trees.terms()) {
            betweenTrees.run();
            cuts.look(term.tree());
        }
        for (Ways ways : cuts.columns.values()) {
            if (!ways.numbers.isEmpty()) {
                ways.add(encoded.blocks(), graph);
            }
        }
        return cuts;
    }

    private void look(SumTree tree) {
        for (int node = 0; node < tree.nodes(); node++) {
            if (!tree.isLeaf(node) && tree.byCategories(node)) {
                ways(tree, node).look(tree, node);
            }
        }
    }

    private Ways ways(SumTree tree, int node) {
        Ways ways = columns.get(tree.feature(node));
        if (ways == null) {
            throw new IllegalStateException("a tree splits number " + tree.feature(node) + " by codes that it has not");
        }
        return ways;
    }

    /** The column that a node looks at. */
    int place(SumTree tree, int node) {
        return ways(tree, node).place(tree, node);
    }
}
