package dev.tasuki.learn.gradient;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.TargetChecks;

/**
 * Fits boosted models that tell two classes apart, equal to scikit-learn's {@code GradientBoostingClassifier} with log
 * loss: trees and probabilities bit for bit, apart from a start value that is a unit in the last place off in about
 * one fit of a thousand, as logarithms differ there. Three and more classes take a logarithm for each row and tree,
 * which would not be the same; {@code HistGradientBoostingClassifier} takes them.
 */
public final class GradientBoostingClassifier implements GradientLearner {
    private static final String NAME = "GradientBoostingClassifier";
    private static final Schema<GradientParameters> SCHEMA = GradientSchema.of(NAME, "log_loss");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kind kind() {
        return Kind.CLASSES;
    }

    @Override
    public Schema<GradientParameters> parameters() {
        return SCHEMA;
    }

    @Override
    public Equality equality() {
        return new Equality.Tolerance(1e-12);
    }

    @Override
    public void requireClasses(GradientParameters parameters, long classes) {
        if (classes != 2) {
            throw new ParameterException(
                    "algorithm",
                    NAME,
                    "for a target of " + classes + (classes == 1 ? " class" : " classes")
                            + " HistGradientBoostingClassifier or another classifier: this one takes 2 classes");
        }
    }

    @Override
    public Fitted fit(Rows rows, Target target, GradientParameters parameters, FitContext context) {
        FeatureMatrix x = rows.asFloats();
        ClassTarget y = target.classes();
        TargetChecks.requireSameRows(x.rows(), y.rows());
        requireClasses(parameters, y.labels().size());
        requireRows(parameters, y.rows());
        return new StagedClassifier(Stages.fit(x, new LogLoss(y.codes()), parameters, context), y.labels());
    }
}
