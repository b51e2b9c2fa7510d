package dev.tasuki.learn.boost;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.selection.TrainTestSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Fits rounds of trees, each to the derivatives of the loss that those before it leave. */
final class Boosting {
    /** Rows that one thread takes at once where each costs an exponential. */
    private static final int PART = 1 << 12;

    /** Rows that go down the trees of a round together. */
    private static final int VALIDATED = 1 << 8;

    private final BoostParameters parameters;
    private final BoostContext context;
    private final SharedLoops loops;
    private final BooleanSupplier cancelled;
    private final List<List<BoostTree>> rounds = new ArrayList<>();
    private final List<Double> scores = new ArrayList<>();
    /** Whether somebody had enough before the last round. */
    private boolean cutShort;

    private Boosting(BoostParameters parameters, BoostContext context, SharedLoops loops) {
        this.parameters = parameters;
        this.context = context;
        this.loops = loops;
        this.cancelled = context.progress()::cancelled;
    }

    /** Fits. @throws FitCancelled when the context's listener cancels */
    static BoostedTrees fit(BoostRows rows, Loss loss, BoostParameters parameters, BoostContext context) {
        try (SharedLoops loops = new SharedLoops(context)) {
            Boosting boosting = new Boosting(parameters, context, loops);
            try {
                return boosting.fit(rows, loss);
            } catch (CancellationException cancelled) {
                int total = Math.multiplyExact(parameters.maxIter(), loss.trees());
                throw new FitCancelled(boosting.rounds.size() * loss.trees(), total);
            }
        }
    }

    private BoostedTrees fit(BoostRows rows, Loss loss) {
        long seed = seed(parameters.randomState());
        double[] @Nullable [] categories = Bins.categories(rows, parameters.maxBins());
        BoostRows train = rows;
        Loss trainLoss = loss;
        Validation validation = null;
        boolean stopsEarly = parameters.earlyStopping().appliesTo(rows.rows());
        if (stopsEarly && parameters.validationFraction().isPresent()) {
            TrainTestSplit.Split split =
                    loss.split(parameters.validationFraction().getAsDouble(), seed);
            train = rows.select(split.train());
            trainLoss = loss.select(split.train());
            validation = new Validation(rows.select(split.test()), loss.select(split.test()));
        }
        Bins.Making making = new Bins.Making(loops, seed, cancelled);
        Bins bins = Bins.of(train, categories, parameters.maxBins(), making);
        BinnedRows binned = new BinnedRows(bins, bins.binned(train, making));
        double[] start = trainLoss.start();
        Training training = new Training(train, binned, trainLoss, filled(start, train.rows()));
        if (validation != null) {
            validation.start(start);
        }
        if (stopsEarly) {
            scores.add(score(training, validation));
        }
        run(training, validation, stopsEarly);
        BoostParameters fitted = cutShort ? parameters.withMaxIter(rounds.size()) : parameters;
        return new BoostedTrees(fitted, rows.names(), new BoostedTrees.Rounds(start, rounds, scores));
    }

    private void run(Training training, @Nullable Validation validation, boolean stopsEarly) {
        BoostTreeGrower grower = new BoostTreeGrower(
                training.binned,
                training.loss.constantHessian(),
                parameters,
                new BoostTreeGrower.Surroundings(loops, cancelled, context.budget()));
        Gradients[] gradients = new Gradients[training.loss.trees()];
        Arrays.setAll(gradients, k -> new Gradients(training.binned.rows(), training.loss.constantHessian()));
        boolean keeps = true;
        boolean goesOn = true;
        while (goesOn && rounds.size() < parameters.maxIter()) {
            Optional<List<BoostTree>> kept = keeps ? context.kept().find(rounds.size()) : Optional.empty();
            keeps = kept.isPresent();
            cutShort = !keeps && !rounds.isEmpty() && context.progress().enough();
            if (cutShort) {
                return;
            }
            List<BoostTree> trees = keeps ? kept.get() : grow(training, grower, gradients);
            if (keeps) {
                add(trees, training.rows, training.raw);
            } else {
                context.kept().finished(rounds.size(), trees);
            }
            rounds.add(trees);
            double score = Double.NaN;
            if (validation != null) {
                add(trees, validation.rows, validation.raw);
            }
            if (stopsEarly) {
                score = score(training, validation);
                scores.add(score);
            }
            context.progress().roundDone(rounds.size(), parameters.maxIter(), score);
            goesOn = !(stopsEarly && isStuck());
        }
    }

    private List<BoostTree> grow(Training training, BoostTreeGrower grower, Gradients[] gradients) {
        int rows = training.binned.rows();
        loops.each((rows + PART - 1) / PART, part -> {
            training.loss.derive(training.raw, gradients, part * PART, Math.min(rows, (part + 1) * PART));
        });
        List<BoostTree> trees = new ArrayList<>();
        for (int k = 0; k < gradients.length; k++) {
            trees.add(grower.grow(gradients[k]));
            grower.addTo(training.raw[k]);
        }
        return List.copyOf(trees);
    }

    /** Adds what trees say to predictions. */
    private void add(List<BoostTree> trees, BoostRows rows, double[][] raw) {
        loops.each((rows.rows() + VALIDATED - 1) / VALIDATED, part -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled meanwhile");
            }
            int from = part * VALIDATED;
            int end = Math.min(rows.rows(), from + VALIDATED);
            double[] block = new double[(end - from) * rows.features()];
            rows.copyRows(from, end, block);
            for (int k = 0; k < raw.length; k++) {
                trees.get(k).add(block, rows.features(), raw[k], from, end);
            }
        });
    }

    private static double score(Training training, @Nullable Validation validation) {
        return -(validation == null ? training.loss.mean(training.raw) : validation.loss.mean(validation.raw));
    }

    /** Whether none of the last rounds was better than the score before them. */
    private boolean isStuck() {
        int last = parameters.nIterNoChange();
        if (scores.size() < last + 1) {
            return false;
        }
        double reference = scores.get(scores.size() - last - 1) + parameters.tol();
        return scores.subList(scores.size() - last, scores.size()).stream().noneMatch(score -> score > reference);
    }

    private static long seed(long randomState) {
        MersenneTwister random = new MersenneTwister(randomState);
        long word = Integer.toUnsignedLong(random.nextWord());
        while (word == MersenneTwister.MAX_SEED) {
            word = Integer.toUnsignedLong(random.nextWord());
        }
        return word;
    }

    private static double[][] filled(double[] start, int rows) {
        double[][] raw = new double[start.length][rows];
        for (int k = 0; k < start.length; k++) {
            Arrays.fill(raw[k], start[k]);
        }
        return raw;
    }

    private record Training(BoostRows rows, BinnedRows binned, Loss loss, double[][] raw) {}

    private static final class Validation {
        private final BoostRows rows;
        private final Loss loss;
        private double[][] raw = new double[0][];

        Validation(BoostRows rows, Loss loss) {
            this.rows = rows;
            this.loss = loss;
        }

        void start(double[] predictions) {
            raw = filled(predictions, rows.rows());
        }
    }
}
