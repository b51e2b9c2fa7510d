package dev.tasuki.learn.gradient;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.forest.DecisionTreeRegressor;
import dev.tasuki.learn.forest.TreeSchema;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.Takes;
import java.util.Locale;
import java.util.Set;

/** What both learners that boost stage by stage have in common: they differ by their loss. */
sealed interface GradientLearner extends Learner<GradientParameters>
        permits GradientBoostingRegressor, GradientBoostingClassifier {
    /** Bytes of a feature's value while trees grow: its order for all trees and for one, and its key. */
    double GROWING_VALUE = 20;
    /** Bytes of a row while trees grow: what is predicted, what that leaves, its weight, its terms, its leaf. */
    double GROWING_ROW = 96;

    @Override
    default Set<Takes> takes() {
        return Set.of(Takes.CHECKPOINTS);
    }

    @Override
    default Steps steps(GradientParameters parameters) {
        return new Steps(parameters.nEstimators(), "tree", GradientSchema.N_ESTIMATORS.name());
    }

    /** Trees grow one after the other, whatever the number of threads. */
    @Override
    default Effort effort(GradientParameters parameters, FitSize size) {
        Effort ofTree =
                new DecisionTreeRegressor().effort(parameters.tree(), new FitSize(size.rows(), size.features(), 0, 1));
        int trees = parameters.nEstimators();
        String depth = parameters.tree().maxDepth().isPresent()
                ? "depth up to " + parameters.tree().maxDepth().getAsInt()
                : "unlimited depth";
        return new Effort(
                size.rows() * (size.features() * GROWING_VALUE + GROWING_ROW),
                ofTree.underGrowth(),
                ofTree.nodesPerTree(),
                ofTree.bytesPerNode(),
                trees,
                ofTree.seconds() * trees,
                String.format(Locale.ROOT, "%,d %s of %s", trees, trees == 1 ? "tree" : "trees", depth),
                new Effort.Ways(GradientSchema.N_ESTIMATORS.name(), TreeSchema.MAX_DEPTH.name()));
    }

    @Override
    default void requireFeatures(GradientParameters parameters, int features) {
        parameters.tree().maxFeatures().among(features);
    }

    @Override
    default void requireRows(GradientParameters parameters, int rows) {
        if (parameters.nIterNoChange().isPresent()) {
            try {
                TrainTestSplit.testRows(rows, parameters.validationFraction());
            } catch (ParameterException tooFew) {
                throw new ParameterException(
                        GradientSchema.VALIDATION_FRACTION.name(), tooFew.valueSeen(), tooFew.allowed());
            }
        }
    }

    @Override
    default Codec<GradientParameters> codec() {
        return StagesCodec.OF_BOTH;
    }
}
