package dev.tasuki.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelFile;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippet of the README: it compiles, runs and says what the README says. */
class ReadmeTest {
    @Test
    void doesWhatTheReadmeSays(@TempDir Path folder) throws Exception {
        Path csv = Path.of("src/test/resources/diabetes.csv");
        Path file = folder.resolve("diabetes.tasuki");
        // begin snippet
        Table table;
        try (InputStream in = Files.newInputStream(csv)) {
            table = CsvReader.read(in, CsvLimits.DEFAULT);
        }
        List<String> features = List.of("age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6");
        FeatureMatrix x = FeatureMatrix.of(table, features);
        double[] y = TargetColumns.numbers(table, "target");
        Split split = TrainTestSplit.of(table.rows(), 0.2, 42);

        RegressionForest forest = RandomForestRegressor.fit(
                x.select(split.train()),
                Arrays.stream(split.train()).mapToDouble(row -> y[row]).toArray(),
                ForestParameters.regressor().maxDepth(3).randomState(42).build(),
                FitContext.threads(2));
        double rmse = Metrics.rmse(
                Arrays.stream(split.test()).mapToDouble(row -> y[row]).toArray(),
                forest.predict(x.select(split.test()))); // 53.03900735084424

        List<FeatureRange> ranges = new ArrayList<>();
        for (String name : features) {
            NumericColumn column = (NumericColumn) table.column(name).orElseThrow();
            ranges.add(FeatureRange.of(column, split.train()));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            ModelFile.write(Model.of(forest, ranges, "target", Map.of("rmse", "" + rmse)), out);
        }
        // end snippet
        assertThat(rmse).isEqualTo(53.03900735084424);
        try (InputStream in = Files.newInputStream(file)) {
            assertThat(ModelFile.read(in).fitted().importances()).contains(forest.featureImportances());
        }
    }

    @Test
    void isQuotedByTheReadmeWordForWord() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/tasuki/learn/ReadmeTest.java"));
        int from = source.indexOf("// begin snippet\n") + "// begin snippet\n".length();
        String snippet = source.substring(from, source.indexOf("// end snippet"))
                .stripTrailing()
                .stripIndent();

        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + snippet + "\n```\n");
    }
}
