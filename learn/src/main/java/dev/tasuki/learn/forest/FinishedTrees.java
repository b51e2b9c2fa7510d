package dev.tasuki.learn.forest;

import dev.tasuki.learn.tree.Tree;
import java.util.Optional;

/**
 * Finished trees kept outside a fit, so that a fit that was interrupted can go on where it was. A tree
 * depends on the rows, the parameters and its number only; so a forest with kept trees has the same
 * bytes as one grown in one go, as long as they come from a fit of the very same rows and parameters.
 */
public interface FinishedTrees {
    /** Keeps none. */
    FinishedTrees NONE = new FinishedTrees() {
        @Override
        public Optional<Tree> find(int number) {
            return Optional.empty();
        }

        @Override
        public void finished(int number, Tree tree) {
            // Nobody goes on from here.
        }
    };

    /** The kept tree with this number, counted from 0; asked once for each, by several threads at once. */
    Optional<Tree> find(int number);

    /** A tree that was not kept is finished. Calls come one at a time, in any order of numbers; keep it short. */
    void finished(int number, Tree tree);
}
