package dev.tasuki.learn.boost;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Grows one tree after the other on the same binned rows: always the leaf of the greatest gain is split
 * next. Threads share the features of a node, which changes no bit. Not thread-safe.
 */
final class BoostTreeGrower {
    /** Looking at a bin costs about as much as so many rows, with its divisions. */
    private static final int ROWS_PER_BIN = 8;

    private final BinnedRows rows;
    private final BoostParameters parameters;
    private final SharedLoops loops;
    private final BooleanSupplier cancelled;
    private final CancelCheck patience;
    private final NodeBudget budget;
    private final RowPartition partition;
    private final NodeRows nodeRows;
    private final Histograms histograms;
    private final SplitSearch search;
    private final CodeSet[] known;
    private final @Nullable SplitPoint[] ofLeft;
    private final @Nullable SplitPoint[] ofRight;
    private final List<GrowingNode> leaves = new ArrayList<>();
    private GainHeap heap = new GainHeap();

    BoostTreeGrower(BinnedRows rows, boolean constantHessian, BoostParameters parameters, Surroundings with) {
        this.rows = rows;
        this.parameters = parameters;
        this.loops = with.loops;
        this.cancelled = with.cancelled;
        this.patience = new CancelCheck(cancelled);
        this.budget = with.budget;
        this.partition = new RowPartition(rows, loops);
        this.nodeRows = new NodeRows(rows.rows(), constantHessian);
        this.histograms = new Histograms(rows, constantHessian, budget);
        this.search = new SplitSearch(rows, histograms, parameters);
        this.known = new CodeSet[rows.features()];
        for (int f = 0; f < known.length; f++) {
            known[f] = knownCodes(f);
        }
        this.ofLeft = new SplitPoint[rows.features()];
        this.ofRight = new SplitPoint[rows.features()];
    }

    /** Threads, an ear for cancellation, and the memory that may be taken. */
    record Surroundings(SharedLoops loops, BooleanSupplier cancelled, NodeBudget budget) {}

    /** Grows a tree. @throws CancellationException when cancelled meanwhile */
    BoostTree grow(Gradients gradients) {
        partition.reset();
        leaves.clear();
        heap = new GainHeap();
        nodeRows.begin(gradients);
        GrowingNode root = root(gradients);
        if (root.rows() < 2L * parameters.minSamplesLeaf() || root.hessians < SplitSearch.LEAST_HESSIAN) {
            leaves.add(root);
        } else {
            searchRoot(root);
        }
        while (heap.size() > 0) {
            split(heap.pop());
        }
        for (GrowingNode leaf : leaves) {
            leaf.value *= parameters.learningRate();
        }
        return tree(root);
    }

    /** Adds what the leaves of the tree grown last say to the predictions of its rows. */
    void addTo(double[] raw) {
        int[] order = partition.order();
        loops.each(leaves.size(), rows.rows(), l -> {
            GrowingNode leaf = leaves.get(l);
            for (int i = leaf.start; i < leaf.end; i++) {
                raw[order[i]] += leaf.value;
            }
        });
    }

    private GrowingNode root(Gradients gradients) {
        double sum = 0;
        for (float gradient : gradients.gradient) {
            sum += gradient;
        }
        double hessians = gradients.constantHessian() ? rows.rows() : 0;
        for (float hessian : gradients.hessian) {
            hessians += hessian;
        }
        return new GrowingNode(0, 0, rows.rows(), new GrowingNode.Sums(sum, hessians, 0));
    }

    private void searchRoot(GrowingNode root) {
        patience.spend(work(root));
        nodeRows.of(partition.order(), root, loops);
        double[] histogram = histograms.take();
        root.histogram = histogram;
        loops.each(rows.features(), work(root), f -> {
            requireWanted(root);
            histograms.build(histogram, f, nodeRows);
            ofLeft[f] = search.best(root, histogram, f);
        });
        settle(root, ofLeft);
    }

    private void split(GrowingNode node) {
        SplitPoint by = Objects.requireNonNull(node.split);
        patience.spend(node.rows());
        int middle = partition.split(node, by);
        GrowingNode left = new GrowingNode(node.depth + 1, node.start, middle, by.left());
        GrowingNode right = new GrowingNode(node.depth + 1, middle, node.end, by.right());
        node.left = left;
        node.right = right;
        budget.take(2 * BoostTree.BYTES_PER_NODE);
        if (!rows.missing(by.feature())) {
            node.split = by.withMissingLeft(left.rows() > right.rows());
        }
        int leavesNow = leaves.size() + heap.size() + 2;
        if (leavesNow == parameters.maxLeafNodes().orElse(-1)) {
            end(node);
            leaves.add(left);
            leaves.add(right);
            heap.all().forEach(this::end);
            leaves.addAll(heap.all());
            heap = new GainHeap();
        } else if (left.depth == parameters.maxDepth().orElse(-1) || !(splittable(left) || splittable(right))) {
            end(node);
            leaves.add(left);
            leaves.add(right);
        } else {
            searchChildren(node, left, right);
        }
    }

    private void searchChildren(GrowingNode node, GrowingNode left, GrowingNode right) {
        GrowingNode smaller = left.rows() < right.rows() ? left : right;
        GrowingNode larger = smaller == left ? right : left;
        double[] whole = Objects.requireNonNull(node.histogram);
        double[] part = histograms.take();
        node.histogram = null;
        smaller.histogram = part;
        larger.histogram = whole;
        double[] ofLeftRows = smaller == left ? part : whole;
        double[] ofRightRows = smaller == left ? whole : part;
        patience.spend(work(smaller));
        nodeRows.of(partition.order(), smaller, loops);
        loops.each(rows.features(), work(smaller), f -> {
            requireWanted(smaller);
            histograms.build(part, f, nodeRows);
            histograms.subtract(whole, part, f);
            ofLeft[f] = splittable(left) ? search.best(left, ofLeftRows, f) : null;
            ofRight[f] = splittable(right) ? search.best(right, ofRightRows, f) : null;
        });
        settle(left, ofLeft);
        settle(right, ofRight);
    }

    /** Chooses among the features the first of the greatest gain; without any the node is a leaf. */
    private void settle(GrowingNode node, @Nullable SplitPoint[] perFeature) {
        SplitPoint best = null;
        for (SplitPoint point : perFeature) {
            if (point != null && (best == null || point.gain() > best.gain())) {
                best = point;
            }
        }
        if (best == null) {
            end(node);
            leaves.add(node);
        } else {
            node.split = best;
            heap.push(node);
        }
    }

    private boolean splittable(GrowingNode node) {
        return node.rows() >= 2L * parameters.minSamplesLeaf();
    }

    private long work(GrowingNode node) {
        return (long) node.rows() * rows.features() + (long) ROWS_PER_BIN * rows.allBins();
    }

    private void requireWanted(GrowingNode node) {
        if (node.rows() > RowPartition.PART && cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled meanwhile");
        }
    }

    private void end(GrowingNode node) {
        if (node.histogram != null) {
            histograms.giveBack(node.histogram);
            node.histogram = null;
        }
    }

    private BoostTree tree(GrowingNode root) {
        BoostTreeBuilder builder = new BoostTreeBuilder(2 * leaves.size() - 1);
        List<Placed> open = new ArrayList<>();
        open.add(new Placed(root, -1, false));
        while (!open.isEmpty()) {
            Placed next = open.removeLast();
            GrowingNode node = next.node;
            int id = builder.add(node.rows(), node.value);
            if (next.parent >= 0) {
                builder.setChild(next.parent, next.isLeft, id);
            }
            if (node.left != null && node.right != null) {
                place(builder, id, Objects.requireNonNull(node.split));
                open.add(new Placed(node.right, id, false));
                open.add(new Placed(node.left, id, true));
            }
        }
        return builder.build();
    }

    private record Placed(GrowingNode node, int parent, boolean isLeft) {}

    private void place(BoostTreeBuilder builder, int id, SplitPoint by) {
        int feature = by.feature();
        if (!by.byCategories()) {
            builder.split(id, feature, rows.bins().end(feature, by.bin()), by.gain(), by.missingLeft());
            return;
        }
        builder.split(id, feature, 0, by.gain(), by.missingLeft());
        CodeSet left = CodeSet.EMPTY;
        double[] codes = rows.bins().codes(feature);
        for (int bin = 0; bin < codes.length; bin++) {
            left = by.categories().contains(bin) ? left.with((int) codes[bin]) : left;
        }
        builder.categories(id, new CategorySplit(left, known[feature]));
    }

    private CodeSet knownCodes(int feature) {
        CodeSet codes = CodeSet.EMPTY;
        if (rows.bins().categorical(feature)) {
            for (double code : rows.bins().codes(feature)) {
                codes = codes.with((int) code);
            }
        }
        return codes;
    }
}
