package dev.tasuki.bench;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.EncoderLearner;
import dev.tasuki.learn.encode.EncodingBounds;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.metric.Probabilities;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import dev.tasuki.learn.table.Table;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** LightGBM with its defaults: 100 rounds of 31 leaves; missing values and categories as they are. */
final class LightGbmDefaults {
    private static final int ROUNDS = 100;
    private static final EncodingBounds ANY = new EncodingBounds(100_000, 100_000, Long.MAX_VALUE);

    private LightGbmDefaults() {}

    /** RMSE or log loss on the rows that are held out; the last column is the target. */
    static double measured(Table table, boolean classes, int seed, int threads) throws LGBMException {
        List<String> columns =
                table.columns().stream().map(column -> column.name()).toList();
        String target = columns.getLast();
        List<String> features = columns.subList(0, columns.size() - 1);
        return classes
                ? logLoss(table, features, TargetColumns.classes(table, target), seed, threads)
                : rmse(table, features, TargetColumns.numbers(table, target), seed, threads);
    }

    private static double rmse(Table table, List<String> features, double[] target, int seed, int threads)
            throws LGBMException {
        Split split = TrainTestSplit.of(table.rows(), 0.2, seed);
        double[] predicted =
                predicted(rows(table, features, split), split, target, "objective=regression num_threads=" + threads);
        double[] truth =
                Arrays.stream(split.test()).mapToDouble(row -> target[row]).toArray();
        return Metrics.rmse(truth, predicted);
    }

    private static double logLoss(Table table, List<String> features, ClassTarget target, int seed, int threads)
            throws LGBMException {
        Split split = TrainTestSplit.stratified(target.codes(), 0.2, seed);
        int classes = target.labels().size();
        double[] codes = Arrays.stream(target.codes()).asDoubleStream().toArray();
        String objective = classes == 2 ? "binary" : "multiclass num_class=" + classes;
        double[] predicted = predicted(
                rows(table, features, split), split, codes, "objective=" + objective + " num_threads=" + threads);
        int[] truth =
                Arrays.stream(split.test()).map(row -> target.codes()[row]).toArray();
        double[][] probabilities = new double[truth.length][];
        for (int i = 0; i < truth.length; i++) {
            probabilities[i] = classes == 2
                    ? new double[] {1 - predicted[i], predicted[i]}
                    : ofRow(predicted, i, truth.length);
        }
        return Probabilities.logLoss(truth, probabilities);
    }

    /** Predictions stand class by class. */
    private static double[] ofRow(double[] predicted, int row, int rows) {
        return IntStream.range(0, predicted.length / rows)
                .mapToDouble(k -> predicted[k * rows + row])
                .toArray();
    }

    private static Rows rows(Table table, List<String> features, Split split) {
        EncoderLearner learner =
                new EncoderLearner(Preparation.AUTO, new EncoderLearner.Abilities(true, true, false), ANY);
        Encoder encoder = learner.learn(table, features, split.train());
        return encoder.rows(table);
    }

    private static double[] predicted(Rows rows, Split split, double[] target, String objective) throws LGBMException {
        String categories = IntStream.range(0, rows.names().size())
                .filter(rows::categorical)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
        String parameters =
                objective + " verbosity=-1" + (categories.isEmpty() ? "" : " categorical_feature=" + categories);
        int width = rows.names().size();
        int[] train = split.train();
        float[] labels = new float[train.length];
        for (int i = 0; i < train.length; i++) {
            labels[i] = (float) target[train[i]];
        }
        float[] none = new float[split.test().length];
        try (LGBMDataset data =
                        LGBMDataset.createFromMat(flat(rows, train), train.length, width, true, parameters, null);
                LGBMDataset asked = LGBMDataset.createFromMat(
                        flat(rows, split.test()), none.length, width, true, parameters, data)) {
            data.setField("label", labels);
            // The rows are asked as validation data, since other predictions have no room for more than two classes.
            asked.setField("label", none);
            try (LGBMBooster booster = LGBMBooster.create(data, parameters)) {
                booster.addValidData(asked);
                for (int round = 0; round < ROUNDS; round++) {
                    booster.updateOneIter();
                }
                return booster.getPredict(1);
            }
        }
    }

    private static double[] flat(Rows rows, int[] some) {
        int width = rows.names().size();
        double[] flat = new double[some.length * width];
        for (int i = 0; i < some.length; i++) {
            System.arraycopy(rows.row(some[i]), 0, flat, i * width, width);
        }
        return flat;
    }
}
