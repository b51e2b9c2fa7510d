package dev.tasuki.bench;

import dev.tasuki.learn.boost.HistGradientBoostingRegressor;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What `bench learn` learns from, in memory, the last column being the target.
 *
 * @param columns of the features
 */
record LearnData(List<double[]> columns, double[] target) {
    static LearnData read(Path csv) throws Exception {
        try (InputStream in = Files.newInputStream(csv)) {
            Table table = CsvReader.read(in, CsvLimits.DEFAULT);
            List<double[]> all = table.columns().stream()
                    .map(column -> ((NumericColumn) column).values())
                    .toList();
            return new LearnData(all.subList(0, all.size() - 1), all.getLast());
        }
    }

    /** The first of them. */
    Rows rows(int most) {
        List<String> names =
                IntStream.range(0, columns.size()).mapToObj(i -> "x" + i).toList();
        List<IntToDoubleFunction> values = columns.stream()
                .<IntToDoubleFunction>map(column -> row -> column[row])
                .toList();
        return Rows.of(names, Math.min(most, target.length), values);
    }

    /** The values, row by row. */
    double[] rowMajor(int most) {
        int rows = Math.min(most, target.length);
        int width = columns.size();
        double[] values = new double[rows * width];
        for (int f = 0; f < width; f++) {
            double[] column = columns.get(f);
            for (int row = 0; row < rows; row++) {
                values[row * width + f] = column[row];
            }
        }
        return values;
    }

    /** 100 rounds of boosting, or 20 trees of depth 12. */
    Fitted.Numbers fit(String kind, int threads) {
        ConfiguredLearner<?> learner = kind.equals("boosting")
                ? ConfiguredLearner.of(new HistGradientBoostingRegressor(), Map.of("early_stopping", false))
                : ConfiguredLearner.of(new RandomForestRegressor(), Map.of("n_estimators", 20, "max_depth", 12));
        return (Fitted.Numbers)
                learner.fit(rows(target.length), new Target.Numbers(target), FitContext.threads(threads));
    }
}
