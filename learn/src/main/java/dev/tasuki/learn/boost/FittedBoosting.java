package dev.tasuki.learn.boost;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitListener;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** Boosting on the interfaces of learners, as far as both kinds have it in common. */
final class FittedBoosting {
    /** Nodes are kept twice: as they were fitted, and in the form for fast predictions. */
    private static final long BYTES_PER_NODE = 2 * BoostTree.BYTES_PER_NODE;

    /** Seconds of looking at one value on one level, and of one round, on a small machine. */
    private static final double SEEN_VALUE = 2e-9;

    private static final double ROUND = 2e-4;

    private FittedBoosting() {}

    /** A regressor. */
    record Numbers(BoostedRegressor model) implements Fitted.Numbers, Explains, Portable {
        @Override
        public ConfiguredLearner<?> learner() {
            return new ConfiguredLearner<>(new HistGradientBoostingRegressor(), model.parameters());
        }

        @Override
        public List<String> featureNames() {
            return model.featureNames();
        }

        @Override
        public int nTrees() {
            return trees(model);
        }

        @Override
        public long memory() {
            return bytes(model);
        }

        @Override
        public Optional<double[]> importances() {
            return Optional.empty();
        }

        @Override
        public Optional<double[]> gains() {
            return Optional.of(model.gains());
        }

        @Override
        public OptionalDouble oobScore() {
            return OptionalDouble.empty();
        }

        @Override
        public double predict(double[] row, WalkCounter walks) {
            return model.predict(row, walks);
        }

        @Override
        public double[] predict(Rows rows, BooleanSupplier cancelled) {
            return model.predict(boostRows(rows), cancelled);
        }

        @Override
        public Formula formula() {
            return BoostSums.formula(model, Link.Plain.NUMBER);
        }

        @Override
        public long explainedNodes() {
            return BoostShap.nodes(model);
        }

        @Override
        public Explainer explainer(WalkCounter looks) {
            return BoostShap.explainer(model, Explainer.Scale.PREDICTION, looks);
        }
    }

    /** A classifier. */
    record Classes(BoostedClassifier model) implements Fitted.Classes, Explains, Portable {
        @Override
        public ConfiguredLearner<?> learner() {
            return new ConfiguredLearner<>(new HistGradientBoostingClassifier(), model.parameters());
        }

        @Override
        public List<String> featureNames() {
            return model.featureNames();
        }

        @Override
        public int nTrees() {
            return trees(model);
        }

        @Override
        public long memory() {
            return bytes(model);
        }

        @Override
        public Optional<double[]> importances() {
            return Optional.empty();
        }

        @Override
        public Optional<double[]> gains() {
            return Optional.of(model.gains());
        }

        @Override
        public OptionalDouble oobScore() {
            return OptionalDouble.empty();
        }

        @Override
        public ClassLabels labels() {
            return model.labels();
        }

        @Override
        public double[] predictProbabilities(double[] row, WalkCounter walks) {
            return model.predictProbabilities(row, walks);
        }

        @Override
        public double[][] predictProbabilities(Rows rows, BooleanSupplier cancelled) {
            return model.predictProbabilities(boostRows(rows), cancelled);
        }

        @Override
        public Formula formula() {
            return switch (model.labels().size()) {
                case 1 -> Formula.Trees.constant(Link.Plain.SHARES, 1);
                case 2 -> BoostSums.formula(model, Link.Plain.LOGISTIC);
                default -> BoostSums.formula(model, Link.Plain.SOFTMAX);
            };
        }

        @Override
        public long explainedNodes() {
            return BoostShap.nodes(model);
        }

        @Override
        public Explainer explainer(WalkCounter looks) {
            return BoostShap.explainer(model, Explainer.Scale.RAW_SCORE, looks);
        }
    }

    private static int trees(Boosted model) {
        return model.rounds().size() * model.start().length;
    }

    private static long bytes(Boosted model) {
        return model.rounds().stream()
                .flatMap(List::stream)
                .mapToLong(tree -> tree.nodes() * BYTES_PER_NODE)
                .sum();
    }

    /** All columns, those of codes without an order marked as such. */
    static BoostRows boostRows(Rows rows) {
        double[][] columns = new double[rows.features()][];
        for (int f = 0; f < columns.length; f++) {
            columns[f] = rows.column(f);
        }
        boolean[] categorical = new boolean[columns.length];
        for (int f = 0; f < columns.length; f++) {
            categorical[f] = rows.categorical(f);
        }
        return BoostRows.of(rows.names(), columns, categorical);
    }

    static Steps steps(BoostParameters parameters) {
        return new Steps(parameters.maxIter(), "round", BoostSchema.MAX_ITER.name());
    }

    static Effort effort(BoostParameters parameters, FitSize size) {
        long rows = Math.max(1, (long) Math.min(size.rows(), Integer.MAX_VALUE));
        int classes = (int) Math.clamp(size.classes(), 1, Integer.MAX_VALUE / 4);
        int perRound = classes <= 2 ? 1 : classes;
        BoostSize most = BoostSize.of(rows, size.features(), classes, parameters);
        long trees = (long) perRound * parameters.maxIter();
        String leaves = parameters.maxLeafNodes().isPresent()
                ? "up to " + parameters.maxLeafNodes().getAsInt() + " leaves"
                : "any number of leaves";
        return new Effort(
                most.rowBytes() + (double) size.features() * Double.BYTES * rows,
                Math.max(most.histogramBytes(), LeafMasks.bytes(rows)),
                Math.max(1, most.nodes() / trees),
                BYTES_PER_NODE,
                (int) Math.min(trees, Integer.MAX_VALUE),
                most.work() * SEEN_VALUE + trees * ROUND,
                "%,d trees with %s".formatted(trees, leaves),
                new Effort.Ways(BoostSchema.MAX_ITER.name(), BoostSchema.MAX_LEAF_NODES.name()));
    }

    /** The context of a fit as boosting knows it. */
    static BoostContext context(FitContext context, Rows rows, int perRound) {
        FitListener listener = context.listener();
        BoostProgress progress = new BoostProgress() {
            @Override
            public void roundDone(int done, int total, double score) {
                if (!Double.isNaN(score)) {
                    listener.scored(done, score);
                }
                listener.advanced(done, total, Double.NaN);
            }

            @Override
            public boolean cancelled() {
                return listener.cancelled();
            }

            @Override
            public boolean enough() {
                return listener.enough();
            }
        };
        FinishedParts<List<BoostTree>> kept =
                context.keeping().of(new RoundFormat(rows.features(), perRound, rows.anyCategorical()));
        FinishedRounds rounds = new FinishedRounds() {
            @Override
            public Optional<List<BoostTree>> find(int round) {
                return kept.find(round);
            }

            @Override
            public void finished(int round, List<BoostTree> trees) {
                kept.finished(round, trees);
            }
        };
        return new BoostContext(context.threads(), context.executor(), progress, rounds, context.budget());
    }
}
