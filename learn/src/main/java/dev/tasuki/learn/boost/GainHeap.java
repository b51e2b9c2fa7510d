package dev.tasuki.learn.boost;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Nodes to be split, greatest gain first; nodes of equal gain come in the order of Python's
 * {@code heapq}, which this follows step by step.
 */
final class GainHeap {
    private final List<GrowingNode> nodes = new ArrayList<>();

    int size() {
        return nodes.size();
    }

    /** The nodes in any order. */
    List<GrowingNode> all() {
        return nodes;
    }

    void push(GrowingNode node) {
        nodes.add(node);
        siftUp(0, nodes.size() - 1);
    }

    /** Takes the node of the greatest gain. */
    GrowingNode pop() {
        GrowingNode last = nodes.removeLast();
        if (nodes.isEmpty()) {
            return last;
        }
        GrowingNode first = nodes.getFirst();
        nodes.set(0, last);
        int end = nodes.size();
        int at = 0;
        for (int child = 1; child < end; child = 2 * at + 1) {
            int other = child + 1;
            if (other < end && !before(nodes.get(child), nodes.get(other))) {
                child = other;
            }
            nodes.set(at, nodes.get(child));
            at = child;
        }
        nodes.set(at, last);
        siftUp(0, at);
        return first;
    }

    private void siftUp(int top, int from) {
        GrowingNode node = nodes.get(from);
        int at = from;
        while (at > top) {
            int parent = (at - 1) >> 1;
            if (!before(node, nodes.get(parent))) {
                break;
            }
            nodes.set(at, nodes.get(parent));
            at = parent;
        }
        nodes.set(at, node);
    }

    private static boolean before(GrowingNode node, GrowingNode other) {
        return gain(node) > gain(other);
    }

    private static double gain(GrowingNode node) {
        return Objects.requireNonNull(node.split).gain();
    }
}
