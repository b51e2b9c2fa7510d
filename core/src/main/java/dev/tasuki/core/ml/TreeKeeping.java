package dev.tasuki.core.ml;

import dev.tasuki.forest.FinishedTrees;
import dev.tasuki.forest.model.CheckpointFile.Fit;

/** Where the finished trees of one training are kept for another attempt at it. */
@FunctionalInterface
public interface TreeKeeping {
    /** Keeps none. */
    TreeKeeping NONE = fit -> FinishedTrees.NONE;

    /** The trees of former attempts at this fit, and a place for those that come. Called once a training. */
    FinishedTrees of(Fit fit);
}
