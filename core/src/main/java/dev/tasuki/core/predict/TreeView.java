package dev.tasuki.core.predict;

import java.util.List;

/**
 * A tree of a model, or the part of it under a node.
 *
 * @param head which tree it is
 * @param root the node with which the list begins
 * @param nodes level by level, the left one before the right one
 * @param truncated whether a node of the list has children that the list does not have
 */
public record TreeView(TreeHead head, int root, List<TreeNode> nodes, boolean truncated) {
    /** Copies. */
    public TreeView {
        nodes = List.copyOf(nodes);
    }

    /**
     * Which part of which tree is asked for.
     *
     * @param tree its number, from 0
     * @param root the node to begin with
     * @param depth how many levels below it
     */
    public record Part(int tree, int root, int depth) {}
}
