package dev.tasuki.core.predict;

import dev.tasuki.core.task.ModelId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tree of a model it is, and what its values are.
 *
 * @param model whose tree it is
 * @param algorithm what was fitted
 * @param tree its number, from 0
 * @param trees how many there are
 * @param size its nodes, leaves included
 * @param sums what the values of all trees become
 * @param ofClass the class to which the tree belongs; null if it belongs to all, or if there are none
 */
public record TreeHead(
        ModelId model,
        String algorithm,
        int tree,
        int trees,
        int size,
        Sums sums,
        @Nullable Object ofClass) {
    /**
     * What becomes of the values of the leaves into which a row falls.
     *
     * @param mean true: the sums are divided by the number of trees
     * @param base what the sums begin with
     * @param scale prediction; probability, of each class; raw_score, which a logistic function or softmax makes a
     *     probability; path_length, of an anomaly's score
     * @param classes in the order of the sums or, with a raw score of two, of the probabilities; empty if there are none
     */
    public record Sums(boolean mean, List<Double> base, String scale, List<Object> classes) {
        /** Copies. */
        public Sums {
            base = List.copyOf(base);
            classes = List.copyOf(classes);
        }
    }
}
