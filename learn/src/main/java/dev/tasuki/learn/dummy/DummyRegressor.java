package dev.tasuki.learn.dummy;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.explain.TreeShap;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.TargetChecks;
import dev.tasuki.learn.spi.WalkCounter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Fits what predicts the same number for every row, whatever its features say: the baseline of a regressor. Equal
 * to scikit-learn's {@code DummyRegressor} bit for bit.
 */
public final class DummyRegressor implements Learner<DummyRegressor.Strategy> {
    private static final Parameter<Strategy> STRATEGY = Parameter.of(
            "strategy",
            ParameterTypes.word(List.of(Strategy.values()), Strategy::label, ""),
            Strategy.MEAN,
            "What is predicted for every row");
    private static final Schema<Strategy> SCHEMA = CommonParameters.refusing(
            Schema.of(List.of(STRATEGY), values -> values.get(STRATEGY), of -> Values.NONE.with(STRATEGY, of)),
            List.of("constant", "quantile"));

    /** Which number. */
    public enum Strategy {
        /** The mean of the training targets. */
        MEAN,
        /** Their middle, or the mean of the two in the middle. */
        MEDIAN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String name() {
        return "DummyRegressor";
    }

    @Override
    public Kind kind() {
        return Kind.NUMBERS;
    }

    @Override
    public Schema<Strategy> parameters() {
        return SCHEMA;
    }

    /** Whatever the features are, they are not looked at. */
    @Override
    public Set<Takes> takes() {
        return Set.of(Takes.MISSING, Takes.CATEGORIES);
    }

    @Override
    public Equality equality() {
        return new Equality.Exact();
    }

    @Override
    public Steps steps(Strategy parameters) {
        return new Steps(1, "pass", "");
    }

    @Override
    public Effort effort(Strategy parameters, FitSize size) {
        String words = "the " + parameters.label() + " of the target";
        return new Effort(
                Double.BYTES * size.rows(), 0, 1, Double.BYTES, 1, 1e-8 * size.rows(), words, new Effort.Ways("", ""));
    }

    @Override
    public Fitted fit(Rows rows, Target target, Strategy parameters, FitContext context) {
        double[] y = target.numbers();
        TargetChecks.requireSameRows(rows.rows(), y.length);
        for (int row = 0; row < y.length; row++) {
            RowCounts.look(row, context.listener());
            if (!Double.isFinite(y[row])) {
                throw InvalidValueException.because(
                        "the target of row " + row + " (counted from 0) is " + y[row] + "; it must be finite");
            }
        }
        Constant fitted = new Constant(parameters, rows.names(), prediction(y, parameters));
        context.listener().advanced(1, 1, Double.NaN);
        return fitted;
    }

    /** The number that is predicted. @throws IllegalArgumentException when there is no row */
    static double prediction(double[] y, Strategy strategy) {
        if (y.length == 0) {
            throw new IllegalArgumentException("there is no row to learn from; at least 1 is needed");
        }
        return switch (strategy) {
            case MEAN -> PairwiseSum.of(y) / y.length;
            case MEDIAN -> median(y.clone());
        };
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
    }

    @Override
    public Codec<Strategy> codec() {
        return new ConstantCodec();
    }

    /** The same number for every row. */
    private record Constant(Strategy strategy, List<String> featureNames, double prediction)
            implements Fitted.Numbers, Explains, Portable {
        @Override
        public ConfiguredLearner<?> learner() {
            return new ConfiguredLearner<>(new DummyRegressor(), strategy);
        }

        /** A prediction costs no more than one walk. */
        @Override
        public int nTrees() {
            return 1;
        }

        @Override
        public long memory() {
            return Double.BYTES;
        }

        @Override
        public Optional<double[]> importances() {
            return Optional.empty();
        }

        @Override
        public Formula formula() {
            return Formula.Trees.constant(Link.Plain.NUMBER, prediction);
        }

        @Override
        public long explainedNodes() {
            return 0;
        }

        /** No feature contributes. */
        @Override
        public Explainer explainer(WalkCounter looks) {
            TreeShap.Sums sums = new TreeShap.Sums(Explainer.Scale.PREDICTION, new double[] {prediction});
            return TreeShap.of(sums, featureNames.size(), row -> row, List.of(), looks);
        }

        @Override
        public OptionalDouble oobScore() {
            return OptionalDouble.empty();
        }

        @Override
        public double predict(double[] row, WalkCounter walks) {
            RowCounts.requireValues(row.length, featureNames.size());
            walks.made(1);
            return prediction;
        }

        @Override
        public double[] predict(Rows rows, BooleanSupplier cancelled) {
            RowCounts.requireValues(rows.features(), featureNames.size());
            double[] predictions = new double[rows.rows()];
            Arrays.fill(predictions, prediction);
            return predictions;
        }
    }

    /** The number alone. */
    private static final class ConstantCodec implements Codec<Strategy> {
        private static final String PREDICTION = "prediction";

        @Override
        public String id() {
            return "constant";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public List<Section> sections(Fitted fitted) {
            if (!(fitted instanceof Constant constant)) {
                throw new IllegalArgumentException("only a constant can be written as one");
            }
            return List.of(new Section(PREDICTION, Double.BYTES, out -> out.putDouble(constant.prediction)));
        }

        @Override
        public Fitted read(Described<Strategy> described, SectionReader in) throws ModelFileException, IOException {
            double prediction = in.begin(PREDICTION).readDouble();
            in.end();
            if (!Double.isFinite(prediction)) {
                throw ModelFileException.damaged("its prediction is no finite number");
            }
            return new Constant(described.parameters(), described.features(), prediction);
        }
    }
}
