package dev.tasuki.learn.boost;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.spi.Target;
import java.util.Set;

/**
 * Fits boosted models that predict classes, equal to scikit-learn's
 * {@code HistGradientBoostingClassifier} with log loss: trees and probabilities bit for bit, apart from
 * a start value that is a unit in the last place off in about one fit of a thousand, as logarithms
 * differ there.
 */
public final class HistGradientBoostingClassifier implements Learner<BoostParameters> {
    private static final Schema<BoostParameters> SCHEMA = BoostSchema.of(true);

    @Override
    public String name() {
        return "HistGradientBoostingClassifier";
    }

    @Override
    public Kind kind() {
        return Kind.CLASSES;
    }

    @Override
    public Schema<BoostParameters> parameters() {
        return SCHEMA;
    }

    @Override
    public Set<Takes> takes() {
        return Set.of(Takes.MISSING, Takes.CATEGORIES, Takes.CHECKPOINTS);
    }

    @Override
    public Equality equality() {
        return new Equality.Tolerance(1e-14);
    }

    @Override
    public Steps steps(BoostParameters parameters) {
        return FittedBoosting.steps(parameters);
    }

    @Override
    public Effort effort(BoostParameters parameters, FitSize size) {
        return FittedBoosting.effort(parameters, size);
    }

    @Override
    public Fitted fit(Rows rows, Target target, BoostParameters parameters, FitContext context) {
        int classes = target.classes().labels().size();
        return new FittedBoosting.Classes(fit(
                FittedBoosting.boostRows(rows),
                target.classes(),
                parameters,
                FittedBoosting.context(context, rows, classes <= 2 ? 1 : classes)));
    }

    @Override
    public Codec<BoostParameters> codec() {
        return BoostCodec.OF_BOTH;
    }

    /** Fits rows that all weigh the same; see {@link #fit(BoostRows, ClassTarget, double[], BoostParameters, BoostContext)}. */
    public static BoostedClassifier fit(BoostRows x, ClassTarget y, BoostParameters parameters, BoostContext context) {
        return fit(x, y, new double[0], parameters, context);
    }

    /**
     * Fits.
     *
     * @param x the rows' features
     * @param y the rows' classes
     * @param weights the rows' weights, at least 0 and not all 0; empty for equal weights
     * @param parameters how to boost
     * @param context by whom and under whose eyes; no influence on the model
     * @throws ParameterException when the parameters do not fit the rows
     * @throws InvalidValueException when a weight or a code of a category is not allowed
     * @throws IllegalArgumentException when there are not as many classes or weights as rows
     * @throws dev.tasuki.learn.tree.ForestTooLargeException when the context's budget is spent
     * @throws FitCancelled when the context's listener cancels
     */
    public static BoostedClassifier fit(
            BoostRows x, ClassTarget y, double[] weights, BoostParameters parameters, BoostContext context) {
        BoostChecks.requireSameRows(x.rows(), y.rows(), weights);
        int[] codes = y.codes();
        int classes = y.labels().size();
        double[] all = parameters.balanced() ? balanced(codes, classes, weights) : weights.clone();
        Loss loss = classes <= 2 ? new BinaryLoss(codes, all) : new ClassesLoss(codes, classes, all);
        return new BoostedClassifier(Boosting.fit(x, loss, parameters, context), y.labels());
    }

    /** Each row weighs rows over (classes times rows of its class), times its own weight. */
    private static double[] balanced(int[] codes, int classes, double[] weights) {
        long[] count = new long[classes];
        for (int code : codes) {
            count[code]++;
        }
        double[] all = new double[codes.length];
        for (int row = 0; row < all.length; row++) {
            double ofClass = (double) codes.length / ((double) classes * count[codes[row]]);
            all[row] = weights.length == 0 ? ofClass : weights[row] * ofClass;
        }
        return all;
    }
}
