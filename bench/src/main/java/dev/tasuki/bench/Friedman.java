package dev.tasuki.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Friedman's first regression problem (J. Friedman, "Multivariate adaptive regression splines",
 * Annals of Statistics 19, 1991): uniform features, ten unless said otherwise, of which five matter, and unit noise.
 *
 * @param rows number of rows
 * @param features at least five
 * @param integerTarget true rounds the target to a whole number
 */
record Friedman(int rows, int features, boolean integerTarget) {
    Friedman(int rows, boolean integerTarget) {
        this(rows, 10, integerTarget);
    }

    /** Writes the table as CSV, the target in the last column {@code y}; the same bytes every time. */
    void write(Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < features; i++) {
                out.write("x" + i + ",");
            }
            out.write("y\n");
            double[] x = new double[features];
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < features; i++) {
                    x[i] = random.nextDouble();
                    out.write(Double.toString(x[i]));
                    out.write(',');
                }
                double y = target(x) + random.nextGaussian();
                out.write(integerTarget ? Long.toString(Math.round(y)) : Double.toString(y));
                out.write('\n');
            }
        }
    }

    private static double target(double[] x) {
        double centred = x[2] - 0.5;
        return 10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * centred * centred + 10 * x[3] + 5 * x[4];
    }
}
