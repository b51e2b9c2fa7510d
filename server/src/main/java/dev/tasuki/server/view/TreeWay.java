package dev.tasuki.server.view;

import dev.tasuki.core.predict.TreeHead;
import dev.tasuki.core.predict.TreePath;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a row through a tree of a model.
 *
 * @param modelId whose tree it is
 * @param algorithm what was fitted
 * @param tree its number, from 0
 * @param trees how many there are
 * @param ofClass the class to which the tree belongs; null if it belongs to all, or if there are none
 * @param sums what becomes of its values
 * @param path the nodes on the way that split, from the root on
 * @param leaf where it ends
 * @param truncated whether there are more nodes on the way
 * @param warnings what the client should know of its row
 */
@Schema(name = "TreeWay", description = "The way of a row through a tree of a model")
public record TreeWay(
        @Schema(example = Examples.MODEL) String modelId,
        @Schema(example = "RandomForestRegressor") String algorithm,
        @Schema(example = "0") int tree,
        @Schema(example = "100") int trees,

        @Schema(
                implementation = Object.class,
                nullable = true,
                description = "Where each tree belongs to one class: which")
        @Nullable
        Object ofClass,

        TreeSumsView sums,

        @Schema(description = "From the root on, at most 1,000")
        List<Step> path,

        @Schema(description = "Where the way ends; its value is what this tree says of the row")
        TreeNodeView leaf,

        @Schema(example = "false", description = "true: there are more nodes on the way")
        boolean truncated,

        @Schema(example = "[]", description = "What was missing or unknown in the row")
        List<String> warnings) {

    /**
     * A node on the way.
     *
     * @param node which
     * @param goes where the row goes from there
     */
    @Schema(name = "TreeStep", description = "A node on the way of a row, and where the row goes from there")
    public record Step(
            TreeNodeView node,

            @Schema(
                    example = "right",
                    allowableValues = {"left", "right"})
            String goes) {}

    /** The way as clients see it. */
    public static TreeWay of(TreePath path) {
        TreeHead head = path.head();
        return new TreeWay(
                head.model().value(),
                head.algorithm(),
                head.tree(),
                head.trees(),
                head.ofClass(),
                TreeSumsView.of(head.sums()),
                path.steps().stream()
                        .map(step -> new Step(TreeNodeView.of(step.node()), step.left() ? "left" : "right"))
                        .toList(),
                TreeNodeView.of(path.leaf()),
                path.truncated(),
                path.warnings());
    }
}
