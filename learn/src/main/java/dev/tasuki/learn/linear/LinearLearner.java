package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.ConfiguredLearner;
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
import java.util.Locale;
import java.util.Set;

/** What least squares with and without a penalty have in common. */
sealed interface LinearLearner extends Learner<LinearParameters> permits LinearRegression, Ridge {
    /** Whether there is an intercept; linear models of every kind have it. */
    Parameter<Boolean> FIT_INTERCEPT = Parameter.of(
            "fit_intercept", ParameterTypes.truth(), true, "Whether all predictions begin with a number of their own");

    /** Seconds of one multiplication and addition, with the memory that it waits for. */
    double PRODUCT = 1e-9;

    @Override
    default Kind kind() {
        return Kind.NUMBERS;
    }

    @Override
    default Set<Takes> takes() {
        return Set.of(Takes.ONE_HOT);
    }

    @Override
    default Equality equality() {
        return new Equality.Tolerance(1e-9);
    }

    @Override
    default Steps steps(LinearParameters parameters) {
        return new Steps(1, "pass", "");
    }

    @Override
    default Effort effort(LinearParameters parameters, FitSize size) {
        double features = Math.max(1, size.features());
        double smaller = Math.min(size.rows(), features);
        return effort(
                Double.BYTES * size.rows() * (2 * features + 4),
                Double.BYTES * smaller * Math.max(smaller, 2 * features),
                new FitSize(size.rows(), size.features(), 1, 1),
                (2 * size.rows() * features * smaller + smaller * smaller * smaller) * PRODUCT);
    }

    /** Of as many sums of weighed features as the size has classes. */
    static Effort effort(double besideRows, double underGrowth, FitSize size, double seconds) {
        long weights = size.classes() * (size.features() + 1L);
        return new Effort(
                besideRows,
                underGrowth,
                weights,
                Double.BYTES,
                1,
                1e-4 + seconds,
                String.format(Locale.ROOT, "%,d %s", weights, weights == 1 ? "weight" : "weights"),
                new Effort.Ways("", ""));
    }

    @Override
    default Fitted fit(Rows rows, Target target, LinearParameters parameters, FitContext context) {
        CancelCheck patience = new CancelCheck(context.listener()::cancelled);
        Weights weights = FitCancelled.orElse(1, () -> weights(rows, target.numbers(), parameters, patience));
        context.listener().advanced(1, 1, Double.NaN);
        return new LinearRegressor(new ConfiguredLearner<>(this, parameters), weights);
    }

    private static Weights weights(Rows rows, double[] target, LinearParameters parameters, CancelCheck patience) {
        double[] y = Columns.targets(target, rows.rows());
        Columns x = Columns.of(rows, parameters.fitIntercept(), patience);
        double intercept = parameters.fitIntercept() ? Columns.centre(y) : 0;
        double[] coefficients = parameters.alpha() == 0
                ? LeastSquares.solve(x.values(), y, patience)
                : RidgeSolver.solve(x.values(), y, parameters.alpha(), patience);
        for (int f = 0; f < coefficients.length; f++) {
            intercept -= x.means()[f] * coefficients[f];
        }
        return requireFinite(new Weights(rows.names(), new double[][] {coefficients}, new double[] {intercept}));
    }

    /** The same weights. @throws InvalidValueException when one is not finite */
    static Weights requireFinite(Weights weights) {
        for (int k = 0; k < weights.intercepts().length; k++) {
            boolean finite = Double.isFinite(weights.intercepts()[k]);
            for (double coefficient : weights.coefficients()[k]) {
                finite &= Double.isFinite(coefficient);
            }
            if (!finite) {
                throw InvalidValueException.because("the features or the target are so large that sums of their"
                        + " products are beyond a double; scale them, with preprocess.scale for instance");
            }
        }
        return weights;
    }

    @Override
    default Codec<LinearParameters> codec() {
        return new WeightsCodec<>((described, weights) ->
                new LinearRegressor(new ConfiguredLearner<>(this, described.parameters()), weights));
    }
}
