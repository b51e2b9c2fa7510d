package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
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
import dev.tasuki.learn.spi.TargetChecks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Fits logistic regressions to their optimum. On features of like scale scikit-learn's {@code LogisticRegression} comes
 * so near to it that probabilities differ by less than 1e-4; on others it may stop far from it, and this does not.
 */
public final class LogisticRegression implements Learner<LogisticParameters> {
    private static final String NAME = "LogisticRegression";

    private static final Parameter<Boolean> PENALTY = Parameter.of(
            "penalty",
            ParameterTypes.wordOrNull(List.of(true), of -> "l2", false),
            true,
            "What is penalised: \"l2\" the squares of the coefficients; null nothing");
    static final Parameter<Double> C = Parameter.of(
            "C",
            ParameterTypes.number(Double.MIN_NORMAL, Double.MAX_VALUE, "a number above 0"),
            1.0,
            "The inverse of the penalty: the smaller, the stronger it is");
    private static final Parameter<Boolean> CLASS_WEIGHT = Parameter.of(
            "class_weight",
            ParameterTypes.wordOrNull(List.of(true), weighed -> "balanced", false),
            false,
            "How the classes are weighed against each other");

    private static final Schema<LogisticParameters> SCHEMA = CommonParameters.refusing(
            Schema.of(
                    List.of(PENALTY, C, LinearLearner.FIT_INTERCEPT, CLASS_WEIGHT),
                    values -> new LogisticParameters(
                            values.get(PENALTY),
                            values.get(C),
                            values.get(LinearLearner.FIT_INTERCEPT),
                            values.get(CLASS_WEIGHT)),
                    of -> Values.NONE
                            .with(PENALTY, of.penalised())
                            .with(C, of.c())
                            .with(LinearLearner.FIT_INTERCEPT, of.fitIntercept())
                            .with(CLASS_WEIGHT, of.balanced())),
            List.of(
                    "dual",
                    "tol",
                    "intercept_scaling",
                    "random_state",
                    "solver",
                    "max_iter",
                    "multi_class",
                    "verbose",
                    "warm_start",
                    "n_jobs",
                    "l1_ratio"));

    /** Steps of Newton's method that most fits take. */
    private static final double USUAL_STEPS = 12;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kind kind() {
        return Kind.CLASSES;
    }

    @Override
    public Schema<LogisticParameters> parameters() {
        return SCHEMA;
    }

    @Override
    public Set<Takes> takes() {
        return Set.of(Takes.ONE_HOT);
    }

    @Override
    public Equality equality() {
        return new Equality.Tolerance(1e-4);
    }

    @Override
    public Steps steps(LogisticParameters parameters) {
        return new Steps(1, "pass", "");
    }

    @Override
    public Effort effort(LogisticParameters parameters, FitSize size) {
        double sums = size.classes() <= 2 ? 1 : size.classes();
        double unknowns = sums * (size.features() + 1);
        boolean newton = unknowns <= LogisticSolver.MOST_BY_NEWTON;
        double perStep = newton
                ? size.rows() * unknowns * unknowns / 2 + unknowns * unknowns * unknowns / 6
                : 50 * size.rows() * unknowns;
        return LinearLearner.effort(
                Double.BYTES * size.rows() * (size.features() + 4.0),
                Double.BYTES * unknowns * (newton ? unknowns / 2 : 30),
                new FitSize(size.rows(), size.features(), (long) sums, 1),
                USUAL_STEPS * perStep * LinearLearner.PRODUCT);
    }

    @Override
    public void requireClasses(LogisticParameters parameters, long classes) {
        if (classes < 2) {
            throw new ParameterException(
                    "algorithm", NAME, "DummyClassifier for a target of 1 class: this one needs at least 2");
        }
    }

    @Override
    public Fitted fit(Rows rows, Target target, LogisticParameters parameters, FitContext context) {
        ClassTarget y = target.classes();
        TargetChecks.requireSameRows(rows.rows(), y.rows());
        requireClasses(parameters, y.labels().size());
        CancelCheck patience = new CancelCheck(context.listener()::cancelled);
        Weights weights = FitCancelled.orElse(1, () -> weights(rows, y, parameters, patience));
        context.listener().advanced(1, 1, Double.NaN);
        return new LogisticClassifier(parameters, weights, y.labels());
    }

    private static Weights weights(Rows rows, ClassTarget y, LogisticParameters parameters, CancelCheck patience) {
        Columns columns = Columns.of(rows, false, patience);
        int features = rows.features();
        int width = features + (parameters.fitIntercept() ? 1 : 0);
        double[][] x = new double[rows.rows()][width];
        for (int row = 0; row < x.length; row++) {
            patience.spend(width);
            Arrays.fill(x[row], 1);
            for (int f = 0; f < features; f++) {
                x[row][f] = columns.values()[f][row];
            }
        }
        int classes = y.labels().size();
        LogisticObjective.Data data =
                new LogisticObjective.Data(x, y.codes(), rowWeights(y.codes(), classes, parameters), classes);
        LogisticObjective objective = new LogisticObjective(data, parameters, patience);
        double[] theta = new LogisticSolver(objective, patience).solve();
        double[][] coefficients = new double[objective.sums()][];
        double[] intercepts = new double[objective.sums()];
        for (int k = 0; k < intercepts.length; k++) {
            coefficients[k] = Arrays.copyOfRange(theta, k * width, k * width + features);
            intercepts[k] = parameters.fitIntercept() ? theta[k * width + features] : 0;
        }
        return LinearLearner.requireFinite(new Weights(rows.names(), coefficients, intercepts));
    }

    /** 1 for each row; balanced: rows over (classes times rows of its class). */
    private static double[] rowWeights(int[] codes, int classes, LogisticParameters parameters) {
        double[] weights = new double[codes.length];
        Arrays.fill(weights, 1);
        if (parameters.balanced()) {
            int[] counts = new int[classes];
            for (int code : codes) {
                counts[code]++;
            }
            for (int row = 0; row < codes.length; row++) {
                weights[row] = codes.length / ((double) classes * counts[codes[row]]);
            }
        }
        return weights;
    }

    @Override
    public Codec<LogisticParameters> codec() {
        return new WeightsCodec<>((described, weights) -> new LogisticClassifier(
                described.parameters(), weights, described.classes().orElseThrow()));
    }
}
