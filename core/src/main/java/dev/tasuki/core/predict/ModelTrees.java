package dev.tasuki.core.predict;

import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.request.PredictRows;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.look.ReadableTree;
import dev.tasuki.learn.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows trees of models one at a time. The models are those that predictions ask: a model that is in memory for them is
 * looked at there, and one that is not is loaded into the same cache. Thread-safe; blocks while a model is loaded.
 *
 * <p>Example: {@code trees.view(id, new TreeView.Part(0, 0, 5)).nodes()}.
 */
public final class ModelTrees {
    private final Supplier<Source> source;
    private final @Nullable ComputePool loading;
    private final Bounds bounds;

    /**
     * How much one answer tells.
     *
     * @param nodes of a part of a tree
     * @param values of those nodes together; one node is told in any case
     * @param steps of a way
     * @param categories of one condition
     */
    record Bounds(int nodes, int values, int steps, int categories) {
        /** Those of the program. */
        static final Bounds STANDARD = new Bounds(
                Limits.TREE_NODES.intValue(),
                Limits.TREE_VALUES.intValue(),
                Limits.TREE_PATH.intValue(),
                Limits.TREE_CATEGORIES.intValue());

        /** At most {@code most} nodes, and fewer of a tree whose nodes have many values. */
        int nodesOf(ReadableTree tree, int most) {
            return Math.min(most, Math.max(1, values / tree.values()));
        }
    }

    /**
     * Where models come from.
     *
     * @param models which artifacts there are
     * @param cache what is loaded of them
     */
    public record Source(TrainedModels models, ModelCache cache) {}

    /**
     * Shows nothing yet.
     *
     * @param source asked at each look, so that a process of which nobody asks for a tree needs none
     * @param loading where models are loaded; null: on the calling thread
     */
    public ModelTrees(Supplier<Source> source, @Nullable ComputePool loading) {
        this(source, loading, Bounds.STANDARD);
    }

    ModelTrees(Supplier<Source> source, @Nullable ComputePool loading, Bounds bounds) {
        this.source = source;
        this.loading = loading;
        this.bounds = bounds;
    }

    /**
     * A part of a tree. Throws {@link NotFound} if there is no such model, tree or node; {@link NotReady} while the
     * model's training goes on, or if it is too large for the cache.
     */
    public TreeView view(ModelId id, TreeView.Part part) {
        Model model = model(id);
        ReadableTree tree = tree(id, model, part.tree());
        if (part.root() >= tree.nodes()) {
            throw new NotFound(
                    RefusalCode.TREE_NOT_FOUND,
                    "tree %d of model %s has %,d nodes, 0 to %d; there is no node %d to begin with"
                            .formatted(part.tree(), id, tree.nodes(), tree.nodes() - 1, part.root()));
        }
        int most = bounds.nodesOf(tree, bounds.nodes());
        List<TreeNode> nodes = new ArrayList<>();
        boolean truncated = false;
        List<Integer> level = List.of(part.root());
        for (int depth = 0; !level.isEmpty(); depth++) {
            List<Integer> below = new ArrayList<>();
            for (int node : level) {
                if (nodes.size() == most || depth > part.depth()) {
                    truncated = true;
                    break;
                }
                nodes.add(TreeWords.node(tree, node));
                if (!tree.isLeaf(node)) {
                    below.add(tree.left(node));
                    below.add(tree.right(node));
                }
            }
            level = truncated ? List.of() : below;
        }
        return new TreeView(head(id, model, tree, part.tree()), part.root(), nodes, truncated);
    }

    /**
     * The way of one row through a tree. Throws as {@link #view}, and {@link InvalidRequest} if the body has not one
     * row that the model takes.
     *
     * @param body an object that has the row as its {@code input_data}
     */
    public TreePath path(ModelId id, int number, byte[] body) {
        PredictRequest request = PredictRequest.ofRow(body, id);
        Model model = model(id);
        ReadableTree tree = tree(id, model, number);
        double[] row;
        List<String> warnings;
        try (PredictRows rows = new PredictRows(body, request, model.info().encoder())) {
            row = rows.next();
            warnings = rows.warnings();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
        int most = bounds.nodesOf(tree, bounds.steps());
        List<TreePath.Step> steps = new ArrayList<>();
        int node = 0;
        int made = 0;
        for (; !tree.isLeaf(node); made++) {
            boolean left = tree.goesLeft(node, row);
            if (made < most) {
                steps.add(new TreePath.Step(TreeWords.node(tree, node), left));
            }
            node = left ? tree.left(node) : tree.right(node);
        }
        return new TreePath(head(id, model, tree, number), steps, TreeWords.node(tree, node), made > most, warnings);
    }

    private Model model(ModelId id) {
        Source from = source.get();
        ModelCache cache = from.cache();
        Artifact artifact = from.models().artifact(id);
        Model ready = cache.ready(artifact);
        if (ready != null) {
            return ready;
        }
        return loading == null ? cache.get(id, artifact) : loading.call(() -> cache.get(id, artifact), 0);
    }

    private ReadableTree tree(ModelId id, Model model, int number) {
        int trees = ReadableTree.count(model);
        if (number < trees) {
            return ReadableTree.of(model, number, bounds.categories());
        }
        throw new NotFound(
                RefusalCode.TREE_NOT_FOUND,
                trees == 0
                        ? "model " + id + " is of " + model.info().algorithm() + ", which has no trees"
                        : "model %s has %,d trees, 0 to %d; there is no tree %d"
                                .formatted(id, trees, trees - 1, number));
    }

    private static TreeHead head(ModelId id, Model model, ReadableTree tree, int number) {
        List<Object> classes =
                new ArrayList<>(model.info().classes().map(ClassLabels::values).orElse(List.of()));
        OptionalInt sum = tree.link() == Link.Plain.LOGISTIC ? OptionalInt.of(1) : tree.sum();
        return new TreeHead(
                id,
                model.info().algorithm(),
                number,
                ReadableTree.count(model),
                tree.nodes(),
                new TreeHead.Sums(tree.mean(), TreeWords.finite(tree.start()), TreeWords.scale(tree.link()), classes),
                sum.isPresent() ? classes.get(sum.getAsInt()) : null);
    }
}
