package dev.tasuki.core.fit;

import dev.tasuki.learn.forest.FinishedTrees;
import dev.tasuki.learn.model.CheckpointFile.Fit;

/** Where the finished trees of one training are kept for another attempt at it. */
@FunctionalInterface
public interface TreeKeeping {
    /** Keeps none. */
    TreeKeeping NONE = fit -> FinishedTrees.NONE;

    /** The trees of former attempts at this fit, and a place for those that come. Called once a training. */
    FinishedTrees of(Fit fit);
}
