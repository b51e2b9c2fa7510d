package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeBuilder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Grows a tree by a criterion whose sums do not depend on the order of rows. Then ties may be
 * ordered at will, and sorting once for all nodes gives scikit-learn's very tree.
 *
 * @param <S> the criterion's sums
 */
final class OrderFreeGrower<S> {
    private final TreeLimits limits;
    private final TreeRows rows;
    private final OrderFreeCriterion<S> criterion;
    private final NodeLists lists;
    private final FeatureDraw draw;
    private final CancelCheck patience;
    private final BestSplit best = new BestSplit();
    private final Deque<Pending<S>> stack = new ArrayDeque<>();
    private final TreeBuilder tree;

    OrderFreeGrower(TreeStart start, OrderFreeCriterion<S> criterion) {
        this.limits = start.limits();
        this.rows = start.rows();
        this.criterion = criterion;
        this.lists = start.lists();
        this.draw = start.draw();
        this.patience = start.patience();
        this.tree = new TreeBuilder(
                criterion.valuesPerNode(), start.expectedNodes(criterion.valuesPerNode()), limits.budget());
    }

    Tree grow() {
        S all = criterion.sums(lists.sorted(0, 0, rows.count()), 0, rows.count());
        stack.push(Pending.root(rows.count(), criterion.impurity(all), all));
        while (!stack.isEmpty()) {
            add(stack.pop());
        }
        return tree.build();
    }

    private void add(Pending<S> node) {
        double weight = criterion.weight(node.sums());
        int id = tree.addLeaf(node.impurity(), node.end() - node.start(), weight);
        if (node.parent() != Pending.NO_PARENT) {
            tree.setChild(node.parent(), node.isLeft(), id);
        }
        criterion.storeValue(node.sums(), tree, id);
        if (!node.mustBeLeaf(limits, weight, rows.minWeightLeaf())) {
            split(node, id);
        }
    }

    private void split(Pending<S> node, int id) {
        int start = node.start();
        int end = node.end();
        NodeRange range = node.range(limits, rows.minWeightLeaf());
        best.clear();
        draw.begin(node.constants());
        for (int feature = draw.next(); feature != FeatureDraw.NONE; feature = draw.next()) {
            patience.spend(end - start);
            long[] list = lists.sorted(feature, start, end);
            if (Packed.value(list[end - 1]) <= Packed.value(list[start]) + Packed.FEATURE_THRESHOLD) {
                draw.constant();
            } else {
                draw.varying();
                criterion.scan(node.sums(), range, feature, list, best);
            }
        }
        int constants = draw.end();
        if (!best.found()) {
            return;
        }
        int middle = best.position();
        long[] list = lists.sorted(best.feature(), start, end);
        boolean leftIsSmaller = middle - start <= end - middle;
        S smaller = leftIsSmaller ? criterion.sums(list, start, middle) : criterion.sums(list, middle, end);
        S larger = criterion.without(node.sums(), smaller);
        S left = leftIsSmaller ? smaller : larger;
        S right = leftIsSmaller ? larger : smaller;
        double improvement = criterion.improvement(node.sums(), node.impurity(), left, right, rows.allWeight());
        if (improvement + Pending.EPSILON < limits.minImpurityDecrease()) {
            return;
        }
        tree.split(id, best.feature(), best.threshold());
        int depth = node.depth() + 1;
        if (depth < limits.maxDepth()) {
            lists.part(best, draw, constants, range);
        }
        stack.push(new Pending<>(middle, end, depth, constants, criterion.impurity(right), right, id, false));
        stack.push(new Pending<>(start, middle, depth, constants, criterion.impurity(left), left, id, true));
    }
}
