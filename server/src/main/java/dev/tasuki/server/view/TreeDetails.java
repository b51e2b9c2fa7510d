package dev.tasuki.server.view;

import dev.tasuki.core.predict.TreeHead;
import dev.tasuki.core.predict.TreeView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree of a model, or the part of it under a node.
 *
 * @param modelId whose it is
 * @param algorithm what was fitted
 * @param tree its number, from 0
 * @param trees how many there are
 * @param size its nodes, leaves included
 * @param ofClass the class to which the tree belongs; null if it belongs to all, or if there are none
 * @param sums what becomes of its values
 * @param root the node with which the list begins
 * @param nodes level by level
 * @param truncated whether nodes of the list have children that the list does not have
 */
@Schema(name = "Tree", description = "A tree of a model, or the part of it under a node")
public record TreeDetails(
        @Schema(example = Examples.MODEL) String modelId,
        @Schema(example = "RandomForestRegressor") String algorithm,
        @Schema(example = "0") int tree,
        @Schema(example = "100") int trees,

        @Schema(example = "15", description = "All nodes of the tree, leaves included")
        int size,

        @Schema(
                implementation = Object.class,
                nullable = true,
                description = "Where each tree belongs to one class: which")
        @Nullable
        Object ofClass,

        TreeSumsView sums,
        @Schema(example = "0") int root,

        @Schema(description = "Level by level, at most 1,000 and at most 100,000 values")
        List<TreeNodeView> nodes,

        @Schema(example = "false", description = "true: nodes have children that are not here; ask again with root")
        boolean truncated) {

    /** The tree as clients see it. */
    public static TreeDetails of(TreeView view) {
        TreeHead head = view.head();
        return new TreeDetails(
                head.model().value(),
                head.algorithm(),
                head.tree(),
                head.trees(),
                head.size(),
                head.ofClass(),
                TreeSumsView.of(head.sums()),
                view.root(),
                view.nodes().stream().map(TreeNodeView::of).toList(),
                view.truncated());
    }
}
