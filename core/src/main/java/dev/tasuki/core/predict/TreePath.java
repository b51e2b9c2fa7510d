package dev.tasuki.core.predict;

import java.util.List;

/**
 * The way of a row through a tree of a model.
 *
 * @param head which tree it is
 * @param steps from the root on: each node that splits, and whether the row goes left there
 * @param leaf where it ends
 * @param truncated whether there are more steps
 * @param warnings what the client should know of its row
 */
public record TreePath(TreeHead head, List<Step> steps, TreeNode leaf, boolean truncated, List<String> warnings) {
    /** Copies. */
    public TreePath {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** One node of the way. */
    public record Step(TreeNode node, boolean left) {}
}
