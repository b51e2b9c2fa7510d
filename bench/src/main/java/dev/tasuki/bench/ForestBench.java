package dev.tasuki.bench;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fits forests on two threads, in turn with scikit-learn's {@code n_jobs=2} on the same file. */
final class ForestBench {
    private ForestBench() {}

    static void run(Path folder) throws Exception {
        System.out.println("| fit, two threads | ours | scikit-learn | ours / scikit-learn |");
        System.out.println("|---|---|---|---|");
        for (ForestCase setting : ForestCase.all()) {
            Path csv = folder.resolve("friedman.csv");
            setting.data().write(csv);
            Paired figures = measure(csv, setting);
            System.out.println(figures.row(setting.name(), "s"));
        }
    }

    private static Paired measure(Path csv, ForestCase setting) throws Exception {
        Table table = read(csv);
        List<String> features = table.names().subList(0, table.names().size() - 1);
        FeatureMatrix x = FeatureMatrix.of(table, features);
        double[] y = ((NumericColumn) table.columns().getLast()).values();
        var builder = ForestParameters.regressor().nEstimators(setting.trees()).randomState(42);
        ForestParameters parameters = setting.maxDepth() == 0
                ? builder.build()
                : builder.maxDepth(setting.maxDepth()).build();
        Paired.Measurement ours = () -> {
            long begin = System.nanoTime();
            RandomForestRegressor.fit(x, y, parameters, FitContext.threads(2));
            return (System.nanoTime() - begin) / 1e9;
        };
        try (ForestPeer peer = ForestPeer.start(csv, setting)) {
            // A trainer process lives for many fits; the first ones, which compile it, are not counted.
            Paired.run(2, ours, peer::fit);
            return Paired.run(setting.pairs(), ours, peer::fit);
        }
    }

    private static Table read(Path csv) throws Exception {
        try (InputStream in = Files.newInputStream(csv)) {
            return CsvReader.read(in, CsvLimits.DEFAULT);
        }
    }
}
