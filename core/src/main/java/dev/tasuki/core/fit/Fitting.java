package dev.tasuki.core.fit;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.forest.FitContext;
import dev.tasuki.learn.model.CheckpointFile.Fit;

/**
 * By whom a forest is grown, and where its trees are kept meanwhile.
 *
 * @param fingerprint SHA-256 of all that determines the forest
 */
record Fitting(FitContext context, TreeKeeping keeping, String fingerprint) {
    /** To be called once it is known how many values a node has. */
    FitContext resuming(TrainRequest request, int valuesPerNode) {
        return context.resuming(
                keeping.of(new Fit(fingerprint, request.features().size(), valuesPerNode)));
    }
}
