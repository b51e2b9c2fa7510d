package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The golden files that hold no setting of a forest: the published example, splits, metrics and
 * pandas' numbers.
 */
class GoldenFiguresTest {
    private static final List<String> FEATURES = List.of("age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6");

    @Test
    void growsThePublishedForest() throws Exception {
        Golden golden = Golden.named("article");
        Table table = diabetes();
        FeatureMatrix x = FeatureMatrix.of(table, FEATURES);
        double[] y = TargetColumns.numbers(table, "target");
        Split split = TrainTestSplit.of(table.rows(), 0.2, 42);
        RegressionForest forest = RandomForestRegressor.fit(
                x.select(split.train()),
                select(y, split.train()),
                ForestParameters.regressor().maxDepth(3).randomState(42).build(),
                FitContext.threads(2));

        GoldenTrees.assertEqual(forest, golden);
        assertThat(forest.featureImportances())
                .isEqualTo(golden.only("importances").doubles(0));
        double[] predicted = forest.predict(x.select(split.test()));
        assertThat(predicted).isEqualTo(golden.only("predict").doubles(0));
        assertThat(Metrics.rmse(select(y, split.test()), predicted))
                .isEqualTo(golden.only("rmse").number(0))
                .isEqualTo(53.03900735084424);
        double[] row = {0.038076, 0.061696, 0.021872, -0.044223, -0.034821, -0.043401, -0.002592, 0.019908, -0.017646};
        assertThat(forest.predict(row)).isEqualTo(golden.only("row").number(0)).isEqualTo(208.6445780005619);
    }

    @Test
    void splitsAsScikitLearnDoes() throws Exception {
        List<Line> lines = Golden.named("splits").lines();
        for (int i = 0; i < lines.size(); ) {
            Line asked = lines.get(i++);
            double share = Double.parseDouble(asked.values().get(1));
            long seed = Long.parseLong(asked.values().get(2));
            Split split = asked.key().equals("stratified")
                    ? TrainTestSplit.stratified(lines.get(i++).ints(0), share, seed)
                    : TrainTestSplit.of(asked.integer(0), share, seed);
            assertThat(split.train())
                    .as(asked.toString())
                    .isEqualTo(lines.get(i++).ints(0));
            assertThat(split.test())
                    .as(asked.toString())
                    .isEqualTo(lines.get(i++).ints(0));
        }
    }

    @Test
    void measuresAsScikitLearnDoes() throws Exception {
        for (Line line : Golden.named("metrics").lines()) {
            int rows = line.integer(0);
            double[][] u = GoldenData.uniform(rows, 2, rows);
            if (line.key().equals("numbers")) {
                double[] truth = Arrays.stream(u).mapToDouble(r -> r[0] * 300.0).toArray();
                double[] predicted =
                        Arrays.stream(u).mapToDouble(r -> r[1] * 300.0).toArray();
                assertThat(Metrics.mse(truth, predicted)).isEqualTo(line.number(1));
                assertThat(Metrics.rmse(truth, predicted)).isEqualTo(line.number(2));
                assertThat(Metrics.mae(truth, predicted)).isEqualTo(line.number(3));
                assertThat(Metrics.r2(truth, predicted)).isEqualTo(Double.valueOf(line.number(4)));
            } else {
                int[] truth = Arrays.stream(u).mapToInt(r -> (int) (r[0] * 3)).toArray();
                int[] predicted =
                        Arrays.stream(u).mapToInt(r -> (int) (r[1] * 3)).toArray();
                assertThat(Metrics.accuracy(truth, predicted)).isEqualTo(line.number(1));
            }
        }
    }

    @Test
    void readsNumbersAsPandasDoes() throws Exception {
        List<Line> lines = Golden.named("pandas-floats").lines();
        StringBuilder csv = new StringBuilder("x\n");
        for (Line line : lines) {
            csv.append('"').append(text(line)).append("\"\n");
        }
        Table table = CsvReader.read(
                new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), CsvLimits.DEFAULT);
        NumericColumn column = (NumericColumn) table.column("x").orElseThrow();
        for (int row = 0; row < lines.size(); row++) {
            String text = text(lines.get(row));
            assertThat(column.pandasValue(row))
                    .as(text)
                    .isEqualTo(lines.get(row).number(0) + 0.0);
            assertThat(column.value(row)).as(text).isEqualTo(Double.parseDouble(text) + 0.0);
        }
    }

    private static String text(Line line) {
        return String.join(" ", line.values().subList(1, line.values().size()));
    }

    private static Table diabetes() throws Exception {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/diabetes.csv"))) {
            return CsvReader.read(in, CsvLimits.DEFAULT);
        }
    }

    private static double[] select(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }
}
