package dev.tasuki.core.predict;

import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.look.Condition;
import dev.tasuki.learn.look.ReadableTree;
import dev.tasuki.learn.spi.Explainer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of a tree's nodes what an answer says of them. */
final class TreeWords {
    private static final String LEFT = "left";
    private static final String RIGHT = "right";

    private TreeWords() {}

    static TreeNode node(ReadableTree tree, int node) {
        boolean leaf = tree.isLeaf(node);
        List<Double> value = leaf || tree.innerValues() ? finite(tree.value(node)) : List.of();
        return new TreeNode(node, tree.rows(node), value, leaf ? null : split(tree, node));
    }

    private static TreeNode.Split split(ReadableTree tree, int node) {
        Condition asked = tree.condition(node);
        boolean number = asked.test() == Condition.Test.AT_MOST;
        boolean category = asked.test() == Condition.Test.IN || asked.test() == Condition.Test.NOT_IN;
        return new TreeNode.Split(
                asked.column(),
                asked.part(),
                asked.test().text(),
                number ? asked.threshold() : null,
                category ? asked.categories().stream().map(Shown::of).toList() : null,
                asked.more(),
                way(asked.missingLeft()),
                tree.left(node),
                tree.right(node));
    }

    /** Left or right; null for null. */
    static @Nullable String way(@Nullable Boolean left) {
        if (left == null) {
            return null;
        }
        return left ? LEFT : RIGHT;
    }

    /** JSON has no infinite numbers; the largest one stands for what is beyond it. */
    static List<Double> finite(double[] numbers) {
        return Arrays.stream(numbers)
                .map(number -> Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE))
                .boxed()
                .toList();
    }

    /** What the sums are. */
    static String scale(Link link) {
        return switch (link) {
            case Link.Plain plain ->
                switch (plain) {
                    case NUMBER -> Explainer.Scale.PREDICTION.text();
                    case SHARES -> Explainer.Scale.PROBABILITY.text();
                    case LOGISTIC, SOFTMAX -> Explainer.Scale.RAW_SCORE.text();
                };
            case Link.Anomaly anomaly -> "path_length";
        };
    }
}
