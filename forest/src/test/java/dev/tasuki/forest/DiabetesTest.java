package dev.tasuki.forest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.forest.TrainTestSplit.Split;
import dev.tasuki.forest.table.CsvLimits;
import dev.tasuki.forest.table.CsvReader;
import dev.tasuki.forest.table.Table;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The published figures, to the last digit. */
class DiabetesTest {
    static final List<String> FEATURES = List.of("age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6");

    @Test
    void givesThePublishedErrorAndPrediction() throws Exception {
        Table table = diabetes();
        Split split = TrainTestSplit.of(table.rows(), 0.2, 42);
        FeatureMatrix x = FeatureMatrix.of(table, FEATURES);
        double[] y = TargetColumns.numbers(table, "target");
        ForestParameters parameters =
                ForestParameters.regressor().maxDepth(3).randomState(42).build();

        RegressionForest forest = RandomForestRegressor.fit(
                x.select(split.train()), select(y, split.train()), parameters, FitContext.threads(2));

        double[] predicted = forest.predict(x.select(split.test()));
        assertThat(Metrics.rmse(select(y, split.test()), predicted)).isEqualTo(53.03900735084424);
        double[] row = {0.038076, 0.061696, 0.021872, -0.044223, -0.034821, -0.043401, -0.002592, 0.019908, -0.017646};
        assertThat(forest.predict(row)).isEqualTo(208.6445780005619);
    }

    static Table diabetes() throws Exception {
        try (InputStream in = Objects.requireNonNull(DiabetesTest.class.getResourceAsStream("/diabetes.csv"))) {
            return CsvReader.read(in, CsvLimits.DEFAULT);
        }
    }

    static double[] select(double[] values, int[] rows) {
        double[] selected = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = values[rows[i]];
        }
        return selected;
    }
}
