package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.grow.OrderedVariance.Outcome;
import dev.tasuki.learn.grow.OrderedVariance.Sums;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeBuilder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Grows a regression tree on targets whose sums depend on the order in which they are added, and
 * therefore follows the order of scikit-learn's rows step by step ({@link RowOrder}).
 */
final class OrderedGrower {
    private final TreeLimits limits;
    private final TreeRows rows;
    private final OrderedVariance criterion;
    private final SortedLists lists;
    private final RowOrder order;
    private final FeatureDraw draw;
    private final CancelCheck patience;
    private final BestSplit best = new BestSplit();
    private final Deque<Pending<Sums>> stack = new ArrayDeque<>();
    private final TreeBuilder tree;

    OrderedGrower(TreeStart start, OrderedVariance criterion, SortedLists lists, RowOrder order) {
        this.limits = start.limits();
        this.rows = start.rows();
        this.criterion = criterion;
        this.lists = lists;
        this.order = order;
        this.draw = start.draw();
        this.patience = start.patience();
        this.tree = new TreeBuilder(1, start.expectedNodes(1), limits.budget());
    }

    Tree grow() {
        Sums all = criterion.sums(order.current(), 0, rows.count());
        stack.push(Pending.root(rows.count(), all.impurity(), all));
        while (!stack.isEmpty()) {
            add(stack.pop());
        }
        return tree.build();
    }

    private void add(Pending<Sums> node) {
        double weight = node.sums().weight();
        int id = tree.addLeaf(node.impurity(), node.end() - node.start(), weight);
        if (node.parent() != Pending.NO_PARENT) {
            tree.setChild(node.parent(), node.isLeft(), id);
        }
        tree.setValue(id, 0, node.sums().sum() / weight);
        if (!node.mustBeLeaf(limits, weight, rows.minWeightLeaf())) {
            split(node, id);
        }
    }

    private void split(Pending<Sums> node, int id) {
        int start = node.start();
        int end = node.end();
        int constants = search(node);
        if (!best.found()) {
            return;
        }
        int middle = best.position();
        lists.choose(best.feature(), start, middle, end);
        order.settle(start, end);
        Sums left = criterion.sums(order.current(), start, middle);
        Outcome outcome = criterion.outcome(node, left, order.current(), middle);
        if (outcome.improvement() + Pending.EPSILON < limits.minImpurityDecrease()) {
            return;
        }
        Sums right = criterion.sums(order.current(), middle, end);
        tree.split(id, best.feature(), best.threshold());
        int depth = node.depth() + 1;
        if (depth < limits.maxDepth()) {
            lists.part(draw, constants, start, end);
        }
        stack.push(new Pending<>(middle, end, depth, constants, outcome.right(), right, id, false));
        stack.push(new Pending<>(start, middle, depth, constants, outcome.left(), left, id, true));
    }

    /** Finds the best split and says how many features are known to be constant afterwards. */
    private int search(Pending<Sums> node) {
        int start = node.start();
        int end = node.end();
        NodeRange range = node.range(limits, rows.minWeightLeaf());
        best.clear();
        draw.begin(node.constants());
        order.begin();
        for (int feature = draw.next(); feature != FeatureDraw.NONE; feature = draw.next()) {
            patience.spend(end - start);
            long[] list = lists.list(feature);
            order.sortBy(feature, start, end);
            if (Packed.value(list[end - 1]) <= Packed.value(list[start]) + Packed.FEATURE_THRESHOLD) {
                draw.constant();
            } else {
                draw.varying();
                criterion.scan(node.sums(), range, feature, order.current(), best);
            }
        }
        return draw.end();
    }
}
