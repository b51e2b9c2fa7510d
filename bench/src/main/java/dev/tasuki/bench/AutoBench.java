package dev.tasuki.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.fit.Learned;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.fit.PartKeeping;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code algorithm: "auto"} on 30 small tables, beside LightGBM with its defaults and a Dummy. Each is learned on the
 * same four fifths of the rows and measured on the others; of small tables for several splits, whose means are shown.
 * What differs by less than its own error over the splits is a draw of these splits.
 */
final class AutoBench {
    /** A table is split until this many rows were held out, at least twice, at most {@link #MOST_SPLITS} times. */
    private static final int HELD_OUT = 1_000;

    private static final int MOST_SPLITS = 20;
    private static final double SHARE = 0.2;
    private static final int THREADS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AutoBench() {}

    /** A file that the script wrote. @param classes whether its target is one of several classes */
    record Named(String name, String origin, boolean classes, Path csv) {}

    /** What is to be small, split by split. */
    private record Measured(double[] auto, double[] light, double[] dummy) {
        /** By how many standard errors of the splits the mean of auto is above the Dummy's; 0 if they are the same. */
        double errorsAboveDummy() {
            double[] above = IntStream.range(0, auto.length)
                    .mapToDouble(i -> auto[i] - dummy[i])
                    .toArray();
            double mean = mean(above);
            double squares =
                    Arrays.stream(above).map(a -> (a - mean) * (a - mean)).sum();
            return mean == 0 ? 0 : mean / Math.sqrt(squares / (above.length - 1) / above.length);
        }
    }

    /** Means over the splits of what is to be small, and what was chosen how often. */
    private record Line(Named table, int rows, Measured measured, String chosen, double seconds) {
        double auto() {
            return mean(measured.auto());
        }

        double light() {
            return mean(measured.light());
        }

        double dummy() {
            return mean(measured.dummy());
        }
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    static void run(Path folder) throws Exception {
        List<Line> lines = new ArrayList<>();
        System.out.println(
                "| Table | Of | Rows | Splits | Measured by | auto | LightGBM | Dummy | What auto chose | s |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Named table : tables(folder)) {
            Line line = measured(table);
            lines.add(line);
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %s | %,d | %d | %s | %.4g | %.4g | %.4g | %s | %.1f |%n",
                    table.name(),
                    table.origin(),
                    line.rows(),
                    line.measured().auto().length,
                    table.classes() ? "log loss" : "RMSE",
                    line.auto(),
                    line.light(),
                    line.dummy(),
                    line.chosen(),
                    line.seconds());
        }
        System.out.printf(
                Locale.ROOT,
                "%nMean rank on %d tables: auto %.2f, LightGBM %.2f, Dummy %.2f. Better than LightGBM on %d, worse on"
                        + " %d; worse than the Dummy on %d, by more than two standard errors of the splits on %d.%n",
                lines.size(),
                rank(lines, 0),
                rank(lines, 1),
                rank(lines, 2),
                lines.stream().filter(line -> line.auto() < line.light()).count(),
                lines.stream().filter(line -> line.auto() > line.light()).count(),
                lines.stream().filter(line -> line.auto() > line.dummy()).count(),
                lines.stream()
                        .filter(line -> line.measured().errorsAboveDummy() > 2)
                        .count());
    }

    /** Of one of the three; equals share the better one. */
    private static double rank(List<Line> lines, int which) {
        double sum = 0;
        for (Line line : lines) {
            double[] all = {line.auto(), line.light(), line.dummy()};
            sum++;
            for (double other : all) {
                sum += other < all[which] ? 1 : 0;
            }
        }
        return sum / lines.size();
    }

    private static List<Named> tables(Path folder) throws Exception {
        Path script = folder.resolve("tables.py");
        try (InputStream in = AutoBench.class.getResourceAsStream("tables.py")) {
            if (in == null) {
                throw new IllegalStateException("tables.py is not on the class path");
            }
            Files.copy(in, script);
        }
        String python = System.getProperty("bench.python", "/usr/bin/python3");
        Process process = new ProcessBuilder(python, "-W", "ignore", script.toString(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Named> tables = new ArrayList<>();
        for (String line : process.inputReader().lines().toList()) {
            String[] parts = line.split(" ");
            tables.add(new Named(parts[0], parts[1], parts[2].equals("class"), folder.resolve(parts[0] + ".csv")));
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("tables.py failed");
        }
        return tables;
    }

    private static Line measured(Named named) throws Exception {
        Table table;
        try (InputStream in = Files.newInputStream(named.csv())) {
            table = CsvReader.read(in, CsvLimits.DEFAULT);
        }
        List<String> columns =
                table.columns().stream().map(column -> column.name()).toList();
        Map<String, Integer> chosen = new LinkedHashMap<>();
        String metric = named.classes() ? "log_loss" : "rmse";
        int splits = (int) Math.clamp(Math.ceil(HELD_OUT / (SHARE * table.rows())), 2, MOST_SPLITS);
        Measured measured = new Measured(new double[splits], new double[splits], new double[splits]);
        double seconds = 0;
        for (int seed = 0; seed < splits; seed++) {
            JsonNode report = learn(named, columns, seed).report();
            measured.auto()[seed] = report.at("/metrics/" + metric).doubleValue();
            measured.dummy()[seed] =
                    report.at("/evaluation/baseline/metrics/" + metric).doubleValue();
            measured.light()[seed] = LightGbmDefaults.measured(table, named.classes(), seed, THREADS);
            seconds += report.at("/search/seconds").doubleValue() / splits;
            chosen.merge(report.path("algorithm").asText(), 1, Integer::sum);
        }
        StringBuilder words = new StringBuilder();
        chosen.forEach((name, times) -> words.append(words.isEmpty() ? "" : ", ")
                .append(name)
                .append(" ")
                .append(times)
                .append("×"));
        return new Line(named, table.rows(), measured, words.toString(), seconds);
    }

    private static Learned learn(Named named, List<String> columns, int seed) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.put("dataset_id", named.name());
        columns.subList(0, columns.size() - 1).forEach(body.putArray("features")::add);
        body.put("target", columns.getLast());
        body.put("algorithm", "auto");
        body.put("split_random_state", seed);
        body.put("stratify", named.classes());
        try (InputStream csv = Files.newInputStream(named.csv())) {
            return LocalFitter.alone(THREADS)
                    .learn(
                            new LocalFitter.Source(new DatasetId(named.name()), "", csv),
                            TrainRequest.parse(JSON.writeValueAsBytes(body)),
                            RunControl.NONE,
                            PartKeeping.NONE)
                    .orElseThrow();
        }
    }
}
