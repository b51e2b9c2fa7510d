package dev.tasuki.learn.golden;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.numpy.MersenneTwister;
import java.util.Arrays;
import java.util.List;

/** The data of the golden files, made anew step by step as {@code golden.py} makes it. */
final class GoldenData {
    private static final List<String> TEXTS =
            List.of("zeta", "alpha", "Beta", "été", "\uD83C\uDF32 tree", "～wave", "beta", "", "1", "10", "9");

    private final double[][] rows;
    private final double[] response;

    private GoldenData(double[][] rows, double[] response) {
        this.rows = rows;
        this.response = response;
    }

    /**
     * The data of a line such as {@code plain 300 8 1}; the killer column is only read for that
     * kind.
     */
    static GoldenData of(String kind, int count, int features, long seed, double[] killer) {
        double[][] u = uniform(count, features + 1, seed);
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            double[] x = u[i];
            y[i] = 10.0 * x[0] * x[1] + 20.0 * (x[2] - 0.5) * (x[2] - 0.5) + 10.0 * x[3] + 5.0 * x[4] + x[features];
        }
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = changed(kind, u, i, features);
            if (kind.equals("wide")) {
                y[i] = y[i] * 1e100;
            }
            if (kind.equals("killer")) {
                rows[i][0] = killer[i];
            }
        }
        return new GoldenData(rows, y);
    }

    static double[][] uniform(int rows, int features, long seed) {
        MersenneTwister random = new MersenneTwister(seed);
        double[][] u = new double[rows][features];
        for (double[] row : u) {
            for (int f = 0; f < features; f++) {
                long high = random.nextWord() >>> 5;
                long low = random.nextWord() >>> 6;
                row[f] = (high * 67108864.0 + low) / 9007199254740992.0;
            }
        }
        return u;
    }

    double[][] rows() {
        return rows;
    }

    FeatureMatrix matrix() {
        return FeatureMatrix.ofRows(rows);
    }

    double[] response() {
        return response;
    }

    double[] numbers(String target) {
        return numbers(response, target);
    }

    static double[] numbers(double[] response, String target) {
        return switch (target) {
            case "float" -> response;
            case "integer" ->
                Arrays.stream(response).map(v -> Math.floor(v * 4.0)).toArray();
            case "eighths" ->
                Arrays.stream(response).map(v -> Math.floor(v * 8.0) / 8.0).toArray();
            default -> throw new IllegalArgumentException(target);
        };
    }

    ClassTarget classes(String target) {
        return classes(response, target);
    }

    static ClassTarget classes(double[] response, String target) {
        String[] parts = target.split(":");
        int count = Integer.parseInt(parts[1]);
        int[] codes = Arrays.stream(response)
                .mapToInt(v -> Math.floorMod((int) Math.floor(v * 3.0), count))
                .toArray();
        return switch (parts[0]) {
            case "text" ->
                ClassTarget.ofText(Arrays.stream(codes).mapToObj(TEXTS::get).toArray(String[]::new));
            case "whole" ->
                ClassTarget.ofNumbers(
                        Arrays.stream(codes).mapToDouble(c -> c * 7 - 9).toArray(), true);
            case "number" ->
                ClassTarget.ofNumbers(
                        Arrays.stream(codes).mapToDouble(c -> c * 3.0 - 1.0).toArray(), false);
            default -> throw new IllegalArgumentException(target);
        };
    }

    private static double[] changed(String kind, double[][] u, int row, int features) {
        double noise = u[row][features];
        int from = kind.equals("repeated") ? (int) Math.floor(noise * (u.length / 10.0)) : row;
        double[] x = Arrays.copyOf(u[from], features);
        switch (kind) {
            case "rounded" -> Arrays.setAll(x, f -> Math.floor(x[f] * 10.0) / 10.0);
            case "near" -> Arrays.setAll(x, f -> Math.floor(x[f] * 50.0) / 50.0 + noise * 2e-7);
            case "wide" -> {
                Arrays.setAll(x, f -> (x[f] - 0.5) * 1e30);
                x[0] = x[0] * 1e-60;
            }
            case "mixed" -> {
                x[1] = 3.5;
                x[2] = Math.floor(x[2] * 4.0);
                x[4] = Math.floor(x[4] * 100.0) / 100.0;
            }
            default -> {}
        }
        return x;
    }
}
