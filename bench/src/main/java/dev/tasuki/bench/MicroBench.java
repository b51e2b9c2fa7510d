package dev.tasuki.bench;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** {@code bench micro}: one prediction, and reading a CSV, under JMH. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MicroBench {
    private static final double[] ROW = {0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.4, 0.6, 0.5, 0.5};

    private byte[] csv = new byte[0];
    private RegressionForest forest = fit(new double[][] {ROW}, new double[] {0});

    static void run() throws Exception {
        new Runner(new OptionsBuilder().include(MicroBench.class.getName()).build()).run();
    }

    /** 20,000 rows of 11 columns, about 4 MB; a forest of 100 trees of depth 3 on them. */
    @Setup
    public void prepare() throws Exception {
        Path file = Files.createTempFile("bench", ".csv");
        new Friedman(20_000, false).write(file);
        csv = Files.readAllBytes(file);
        Files.delete(file);
        Table table = readCsv();
        double[] y = ((NumericColumn) table.columns().getLast()).values();
        FeatureMatrix x = FeatureMatrix.of(table, table.names().subList(0, 10));
        forest = RandomForestRegressor.fit(x, y, published(), FitContext.threads(2));
    }

    /** A row through 100 trees of depth 3. */
    @Benchmark
    public double predictOneRow() {
        return forest.predict(ROW);
    }

    /** CSV to table. */
    @Benchmark
    public Table readCsv() throws Exception {
        return CsvReader.read(new ByteArrayInputStream(csv), CsvLimits.DEFAULT);
    }

    private static RegressionForest fit(double[][] rows, double[] y) {
        return RandomForestRegressor.fit(FeatureMatrix.ofRows(rows), y, published(), FitContext.alone());
    }

    private static ForestParameters published() {
        return ForestParameters.regressor().maxDepth(3).randomState(42).build();
    }
}
