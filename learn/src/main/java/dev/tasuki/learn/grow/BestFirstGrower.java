package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Grows a tree of a limited number of leaves ({@code max_leaf_nodes}): of all leaves, the one whose
 * split improves most is split next. Both children are looked at when their parent is split, the
 * left one first.
 */
final class BestFirstGrower {
    private record Candidate(PlainNode node, int id) {
        double improvement() {
            return node.split().improvement();
        }
    }

    private final PlainSplitter splitter;
    private final TreeBuilder tree;
    private final Frontier frontier = new Frontier();
    private int splitsLeft;

    BestFirstGrower(PlainSplitter splitter, int maxLeafNodes) {
        this.splitter = splitter;
        this.tree = splitter.newTree();
        this.splitsLeft = maxLeafNodes - 1;
    }

    Tree grow() {
        frontier.push(candidate(splitter.root()));
        while (!frontier.isEmpty() && splitsLeft > 0) {
            Candidate best = frontier.pop();
            if (best.node.isLeaf()) {
                continue;
            }
            splitsLeft--;
            tree.split(best.id, best.node.split().feature(), best.node.split().threshold());
            // Constant features are found anew in every node here.
            Candidate left = candidate(splitter.left(best.node, 0));
            tree.setChild(best.id, true, left.id);
            Candidate right = candidate(splitter.right(best.node, 0));
            tree.setChild(best.id, false, right.id);
            frontier.push(left);
            frontier.push(right);
        }
        return tree.build();
    }

    private Candidate candidate(PlainNode node) {
        return new Candidate(node, splitter.addTo(tree, node));
    }

    /**
     * A binary heap whose largest improvement comes first. Among equal improvements the order is
     * that of the C++ library's heap, which scikit-learn uses: to take one, the hole at the top
     * sinks to the bottom along the larger children, and the last element rises from there.
     */
    private static final class Frontier {
        private final List<Candidate> heap = new ArrayList<>();

        boolean isEmpty() {
            return heap.isEmpty();
        }

        void push(Candidate candidate) {
            heap.add(candidate);
            rise(heap.size() - 1, candidate);
        }

        Candidate pop() {
            Candidate top = heap.getFirst();
            Candidate last = heap.removeLast();
            int size = heap.size();
            if (size > 0) {
                int hole = 0;
                int right = 2;
                while (right < size) {
                    int larger = improvement(right) < improvement(right - 1) ? right - 1 : right;
                    heap.set(hole, heap.get(larger));
                    hole = larger;
                    right = 2 * (hole + 1);
                }
                if (right == size) {
                    heap.set(hole, heap.get(right - 1));
                    hole = right - 1;
                }
                rise(hole, last);
            }
            return top;
        }

        private void rise(int from, Candidate candidate) {
            int hole = from;
            int parent = (hole - 1) / 2;
            while (hole > 0 && improvement(parent) < candidate.improvement()) {
                heap.set(hole, heap.get(parent));
                hole = parent;
                parent = (hole - 1) / 2;
            }
            heap.set(hole, candidate);
        }

        private double improvement(int at) {
            return heap.get(at).improvement();
        }
    }
}
