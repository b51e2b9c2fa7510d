package dev.tasuki.learn.dummy;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.explain.TreeShap;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
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
 * Fits what predicts the most frequent class of the training rows for every row, the first of several: the baseline
 * of a classifier. Equal to scikit-learn's {@code DummyClassifier} bit for bit.
 */
public final class DummyClassifier implements Learner<DummyClassifier.Strategy> {
    private static final Parameter<Strategy> STRATEGY = Parameter.of(
            "strategy",
            ParameterTypes.word(List.of(Strategy.values()), Strategy::label, ""),
            Strategy.PRIOR,
            "What is predicted for every row");
    private static final Schema<Strategy> SCHEMA = CommonParameters.refusing(
            Schema.of(List.of(STRATEGY), values -> values.get(STRATEGY), of -> Values.NONE.with(STRATEGY, of)),
            List.of("constant"));

    /** What probabilities say; the predicted class is the same. */
    public enum Strategy {
        /** How often each class occurred. */
        PRIOR,
        /** 1 for the most frequent class. */
        MOST_FREQUENT;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String name() {
        return "DummyClassifier";
    }

    @Override
    public Kind kind() {
        return Kind.CLASSES;
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
        long bytes = Double.BYTES * Math.max(1, size.classes());
        String words = "the shares of the classes";
        return new Effort(bytes, 0, 1, bytes, 1, 1e-8 * size.rows(), words, new Effort.Ways("", ""));
    }

    @Override
    public Fitted fit(Rows rows, Target target, Strategy parameters, FitContext context) {
        ClassTarget y = target.classes();
        TargetChecks.requireSameRows(rows.rows(), y.rows());
        int[] counts = new int[y.labels().size()];
        for (int row = 0; row < y.rows(); row++) {
            RowCounts.look(row, context.listener());
            counts[y.code(row)]++;
        }
        Shares fitted = new Shares(parameters, rows.names(), y.labels(), shares(counts, parameters));
        context.listener().advanced(1, 1, Double.NaN);
        return fitted;
    }

    /** The probability of each class. @throws IllegalArgumentException when there is no row */
    static double[] shares(int[] counts, Strategy strategy) {
        int rows = Arrays.stream(counts).sum();
        if (rows == 0) {
            throw new IllegalArgumentException("there is no row to learn from; at least 1 is needed");
        }
        double[] shares = new double[counts.length];
        Arrays.setAll(shares, k -> (double) counts[k] / rows);
        return switch (strategy) {
            case PRIOR -> shares;
            case MOST_FREQUENT -> {
                int most = Fitted.Classes.likeliest(shares);
                Arrays.fill(shares, 0);
                shares[most] = 1;
                yield shares;
            }
        };
    }

    @Override
    public Codec<Strategy> codec() {
        return new SharesCodec();
    }

    /** The same probabilities for every row. */
    private record Shares(Strategy strategy, List<String> featureNames, ClassLabels labels, double[] shares)
            implements Fitted.Classes, Explains, Portable {
        @Override
        public ConfiguredLearner<?> learner() {
            return new ConfiguredLearner<>(new DummyClassifier(), strategy);
        }

        /** A prediction costs no more than one walk. */
        @Override
        public int nTrees() {
            return 1;
        }

        @Override
        public long memory() {
            return (long) Double.BYTES * shares.length;
        }

        @Override
        public Optional<double[]> importances() {
            return Optional.empty();
        }

        @Override
        public Formula formula() {
            return Formula.Trees.constant(Link.Plain.SHARES, shares);
        }

        @Override
        public long explainedNodes() {
            return 0;
        }

        /** No feature contributes. */
        @Override
        public Explainer explainer(WalkCounter looks) {
            TreeShap.Sums sums = new TreeShap.Sums(Explainer.Scale.PROBABILITY, shares);
            return TreeShap.of(sums, featureNames.size(), row -> row, List.of(), looks);
        }

        @Override
        public OptionalDouble oobScore() {
            return OptionalDouble.empty();
        }

        @Override
        public double[] predictProbabilities(double[] row, WalkCounter walks) {
            RowCounts.requireValues(row.length, featureNames.size());
            walks.made(1);
            return shares.clone();
        }

        @Override
        public double[][] predictProbabilities(Rows rows, BooleanSupplier cancelled) {
            RowCounts.requireValues(rows.features(), featureNames.size());
            double[][] probabilities = new double[rows.rows()][];
            Arrays.setAll(probabilities, row -> shares.clone());
            return probabilities;
        }
    }

    /** The shares in the order of the classes. */
    private static final class SharesCodec implements Codec<Strategy> {
        private static final String SHARES = "shares";

        @Override
        public String id() {
            return SHARES;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public List<Section> sections(Fitted fitted) {
            if (!(fitted instanceof Shares of)) {
                throw new IllegalArgumentException("only shares can be written as such");
            }
            return List.of(new Section(SHARES, of.memory(), out -> {
                for (double share : of.shares) {
                    out.putDouble(share);
                }
            }));
        }

        @Override
        public Fitted read(Described<Strategy> described, SectionReader in) throws ModelFileException, IOException {
            ClassLabels labels = described
                    .classes()
                    .orElseThrow(() -> ModelFileException.damaged("a classifier has classes and a regressor has none"));
            double[] shares = in.begin(SHARES).readDoubles(labels.size());
            in.end();
            for (double share : shares) {
                if (!(share >= 0 && share <= 1)) {
                    throw ModelFileException.damaged("a share of a class is not between 0 and 1");
                }
            }
            return new Shares(described.parameters(), described.features(), labels, shares);
        }
    }
}
