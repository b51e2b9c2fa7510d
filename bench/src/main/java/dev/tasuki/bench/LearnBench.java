package dev.tasuki.bench;

import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Boosting and forests, fitted and asked in turn with scikit-learn and, for boosting, LightGBM, on the same file. Of
 * each round of turns the ratios are taken; medians are shown.
 */
final class LearnBench {
    /** Rows unless told otherwise. */
    static final int ROWS = 200_000;

    private static final int FEATURES = 20;
    private static final int ASKED = 100_000;
    private static final int TIMES = 2_000;
    private static final int ROUNDS = 5;
    /** Of the heap, for what is not data. */
    private static final int OTHERS_MIB = 24;

    private LearnBench() {}

    static void run(Path folder, int rows) throws Exception {
        Path csv = folder.resolve("friedman.csv");
        new Friedman(rows, FEATURES, false).write(csv);
        LearnData data = LearnData.read(csv);
        System.out.printf(
                Locale.ROOT,
                "| %,d rows × %d | ours | scikit-learn | ours / it | LightGBM | ours / it |%n",
                rows,
                FEATURES);
        System.out.println("|---|---|---|---|---|---|");
        try (LightGbm light = new LightGbm(data)) {
            for (int threads : new int[] {1, 2}) {
                fits(csv, data, light, threads);
            }
            asks(csv, data, light);
        }
        for (int threads : new int[] {1, 2}) {
            forests(csv, data, threads);
        }
        memory(csv, rows);
    }

    private static void fits(Path csv, LearnData data, LightGbm light, int threads) throws Exception {
        try (LearnPeer peer = LearnPeer.python(csv, "boosting", threads)) {
            double[][] seen = turns(
                    () -> seconds(() -> data.fit("boosting", threads)),
                    () -> peer.tell("fit"),
                    () -> light.fit(threads));
            row("boosting, 100 rounds, bins included, " + threads(threads), "s", seen);
        }
    }

    private static void asks(Path csv, LearnData data, LightGbm light) throws Exception {
        Fitted.Numbers fitted = data.fit("boosting", 2);
        double[] row = data.rows(1).row(0);
        var rows = data.rows(ASKED);
        double[] flat = data.rowMajor(ASKED);
        light.fit(2);
        try (LearnPeer peer = LearnPeer.python(csv, "boosting", 1)) {
            peer.tell("fit");
            row(
                    "one row through 100 trees",
                    "µs",
                    turns(() -> one(fitted, row), () -> peer.tell("one " + TIMES / 10), () -> light.one(TIMES)));
            row(
                    String.format(Locale.ROOT, "%,d rows through 100 trees, 1 thread", rows.rows()),
                    "s",
                    turns(
                            () -> seconds(() -> fitted.predict(rows, () -> false)),
                            () -> peer.tell("many " + ASKED),
                            () -> light.many(flat)));
        }
    }

    private static void forests(Path csv, LearnData data, int threads) throws Exception {
        try (LearnPeer peer = LearnPeer.python(csv, "forest", threads)) {
            double[][] seen = turns(() -> seconds(() -> data.fit("forest", threads)), () -> peer.tell("fit"));
            row("forest, 20 trees of depth 12, " + threads(threads), "s", seen);
        }
    }

    /**
     * Each in a process of its own, which reads the file, fits and predicts. Ours has a heap that is a few times its
     * data, with which it is as fast as with more; left alone, a JVM cleans up late and takes what it may.
     */
    private static void memory(Path csv, int rows) throws Exception {
        long data = (FEATURES + 1L) * Double.BYTES * rows;
        for (String kind : new String[] {"boosting", "forest"}) {
            long heap = (kind.equals("boosting") ? 8 : 11) * data / 2 / 1_048_576 + OTHERS_MIB;
            try (LearnPeer ours = LearnPeer.java(csv, kind, 2, heap);
                    LearnPeer peer = LearnPeer.python(csv, kind, 2)) {
                double[][] seen = new double[2][1];
                int next = 0;
                for (LearnPeer each : new LearnPeer[] {ours, peer}) {
                    each.tell("fit");
                    each.tell("many " + Math.min(rows, ASKED));
                    seen[next++][0] = each.tell("peak");
                }
                row(kind + ", the process at its largest, -Xmx" + heap + "m", "MiB", seen);
            }
        }
    }

    private static String threads(int threads) {
        return threads == 1 ? "1 thread" : threads + " threads";
    }

    private static double one(Fitted.Numbers fitted, double[] row) {
        WalkCounter walks = new WalkCounter(Integer.MAX_VALUE, () -> false);
        double sum = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < 100 * TIMES; i++) {
            sum += fitted.predict(row, walks);
        }
        double took = (System.nanoTime() - begin) / 1e3 / (100 * TIMES);
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("a prediction is no number");
        }
        return took;
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** A round that is not counted, since it compiles; then each in turn. */
    private static double[][] turns(Paired.Measurement... each) throws Exception {
        double[][] seen = new double[each.length][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < each.length; i++) {
                double figure = each[i].measure();
                if (round >= 0) {
                    seen[i][round] = figure;
                }
            }
        }
        return seen;
    }

    private static void row(String what, String unit, double[][] seen) {
        StringBuilder row = new StringBuilder("| " + what + " | " + figure(seen[0], unit));
        for (int i = 1; i < 3; i++) {
            row.append(" | ");
            if (i < seen.length) {
                Paired pair = new Paired(seen[0], seen[i]);
                row.append(figure(seen[i], unit)).append(String.format(Locale.ROOT, " | %.2f", pair.medianRatio()));
            } else {
                row.append(" | ");
            }
        }
        System.out.println(row + " |");
    }

    private static String figure(double[] values, String unit) {
        return Paired.figure(Paired.median(Arrays.copyOf(values, values.length))) + " " + unit;
    }
}
