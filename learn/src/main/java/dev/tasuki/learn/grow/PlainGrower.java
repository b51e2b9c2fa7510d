package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeBuilder;
import java.util.ArrayDeque;
import java.util.Deque;

/** Grows a tree depth first, left before right, splitting each node the straightforward way. */
final class PlainGrower {
    private record Child(PlainNode parent, int parentId, boolean isLeft) {}

    private final PlainSplitter splitter;
    private final TreeBuilder tree;
    private final Deque<Child> stack = new ArrayDeque<>();

    PlainGrower(PlainSplitter splitter) {
        this.splitter = splitter;
        this.tree = splitter.newTree();
    }

    Tree grow() {
        add(splitter.root());
        while (!stack.isEmpty()) {
            Child child = stack.pop();
            PlainNode parent = child.parent;
            PlainNode node = child.isLeft
                    ? splitter.left(parent, parent.constants())
                    : splitter.right(parent, parent.constants());
            tree.setChild(child.parentId, child.isLeft, add(node));
        }
        return tree.build();
    }

    private int add(PlainNode node) {
        int id = splitter.addTo(tree, node);
        if (!node.isLeaf()) {
            tree.split(id, node.split().feature(), node.split().threshold());
            stack.push(new Child(node, id, false));
            stack.push(new Child(node, id, true));
        }
        return id;
    }
}
