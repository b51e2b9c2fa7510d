package dev.tasuki.learn.boost;

import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.SumTree;
import java.util.ArrayList;
import java.util.List;

/** A boosted model as sums of its trees. */
final class BoostSums {
    private BoostSums() {}

    static Formula formula(Boosted model, Link link) {
        List<Formula.Term> terms = new ArrayList<>();
        for (List<BoostTree> round : model.rounds()) {
            for (int k = 0; k < round.size(); k++) {
                terms.add(new Formula.Term(new OneValue(round.get(k)), k));
            }
        }
        return new Formula.Trees(terms, model.start(), false, link);
    }

    /** A tree whose leaves have one value. */
    private record OneValue(BoostTree tree) implements SumTree {
        @Override
        public int nodes() {
            return tree.nodes();
        }

        @Override
        public boolean isLeaf(int node) {
            return tree.isLeaf(node);
        }

        @Override
        public int left(int node) {
            return tree.left(node);
        }

        @Override
        public int right(int node) {
            return tree.right(node);
        }

        @Override
        public int feature(int node) {
            return tree.feature(node);
        }

        @Override
        public double threshold(int node) {
            return tree.threshold(node);
        }

        @Override
        public boolean missingLeft(int node) {
            return tree.missingLeft(node);
        }

        @Override
        public boolean byCategories(int node) {
            return tree.categories(node).isPresent();
        }

        @Override
        public boolean goesLeft(int node, double code) {
            return tree.goesLeft(node, code);
        }

        @Override
        public int values() {
            return 1;
        }

        @Override
        public void values(int leaf, double[] into) {
            into[0] = tree.value(leaf);
        }
    }
}
