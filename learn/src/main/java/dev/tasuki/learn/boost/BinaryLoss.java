package dev.tasuki.learn.boost;

import dev.tasuki.learn.numpy.GlibcExp;
import dev.tasuki.learn.selection.TrainTestSplit;
import java.util.Arrays;

/** The log loss of two classes, or of one: predictions are the log odds of class 1. */
final class BinaryLoss implements Loss {
    private static final double LEAST_SHARE = 10 * 0x1p-52;

    private final int[] classes;
    private final double[] weights;

    /** Each row's class, 0 or 1, and weights; no weights are equal ones. */
    BinaryLoss(int[] classes, double[] weights) {
        this.classes = classes;
        this.weights = weights;
    }

    @Override
    public int trees() {
        return 1;
    }

    @Override
    public boolean constantHessian() {
        return false;
    }

    @Override
    public double[] start() {
        double[] ones = Arrays.stream(classes).asDoubleStream().toArray();
        double share = Math.clamp(Loss.average(ones, weights), LEAST_SHARE, 1 - LEAST_SHARE);
        return new double[] {Math.log(share / (1 - share))};
    }

    @Override
    public void derive(double[][] raw, Gradients[] into, int from, int to) {
        double[] predicted = raw[0];
        float[] gradient = into[0].gradient;
        float[] hessian = into[0].hessian;
        boolean weighted = weights.length > 0;
        for (int i = from; i < to; i++) {
            double e = GlibcExp.exp(-predicted[i]);
            double y = classes[i];
            double first = ((1 - y) - y * e) / (1 + e);
            double second = e / ((1 + e) * (1 + e));
            gradient[i] = (float) (weighted ? weights[i] * first : first);
            hessian[i] = (float) (weighted ? weights[i] * second : second);
        }
    }

    @Override
    public double mean(double[][] raw) {
        double[] losses = new double[classes.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = logOnePlusExp(raw[0][i]) - classes[i] * raw[0][i];
        }
        return Loss.average(losses, weights);
    }

    @Override
    public Loss select(int[] rows) {
        int[] chosen = Arrays.stream(rows).map(row -> classes[row]).toArray();
        return new BinaryLoss(chosen, Loss.selected(weights, rows));
    }

    @Override
    public TrainTestSplit.Split split(double share, long seed) {
        return TrainTestSplit.stratified(classes, share, seed);
    }

    /** log(1 + e^x) without overflow and without loss of digits (Mächler, "Rmpfr: log1mexp", 2012). */
    private static double logOnePlusExp(double x) {
        if (x <= -37) {
            return GlibcExp.exp(x);
        }
        if (x <= -2) {
            return Math.log1p(GlibcExp.exp(x));
        }
        if (x <= 18) {
            return Math.log(1 + GlibcExp.exp(x));
        }
        return x <= 33.3 ? x + GlibcExp.exp(-x) : x;
    }
}
