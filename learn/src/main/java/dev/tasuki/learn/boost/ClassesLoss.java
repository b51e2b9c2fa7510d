package dev.tasuki.learn.boost;

import dev.tasuki.learn.numpy.GlibcExp;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.selection.TrainTestSplit;
import java.util.Arrays;

/** The log loss of three and more classes: each has predictions and trees of its own. */
final class ClassesLoss implements Loss {
    private static final double LEAST_SHARE = 0x1p-52;

    private final int[] classes;
    private final int count;
    private final double[] weights;

    /** Each row's class, below {@code count}, and weights; no weights are equal ones. */
    ClassesLoss(int[] classes, int count, double[] weights) {
        this.classes = classes;
        this.count = count;
        this.weights = weights;
    }

    @Override
    public int trees() {
        return count;
    }

    @Override
    public boolean constantHessian() {
        return false;
    }

    @Override
    public double[] start() {
        double[] shares = new double[count];
        double[] logs = new double[count];
        for (int k = 0; k < count; k++) {
            int wanted = k;
            double[] ones =
                    Arrays.stream(classes).mapToDouble(c -> c == wanted ? 1 : 0).toArray();
            shares[k] = Math.clamp(Loss.average(ones, weights), LEAST_SHARE, 1 - LEAST_SHARE);
            logs[k] = Math.log(shares[k]);
        }
        double mean = GlibcExp.exp(PairwiseSum.of(logs) / count);
        return Arrays.stream(shares).map(share -> Math.log(share / mean)).toArray();
    }

    @Override
    public void derive(double[][] raw, Gradients[] into, int from, int to) {
        double[] shares = new double[count];
        for (int i = from; i < to; i++) {
            softmax(raw, i, shares);
            double weight = weights.length == 0 ? 1 : weights[i];
            for (int k = 0; k < count; k++) {
                double first = classes[i] == k ? shares[k] - 1 : shares[k];
                into[k].gradient[i] = (float) (first * weight);
                into[k].hessian[i] = (float) (shares[k] * (1 - shares[k]) * weight);
            }
        }
    }

    @Override
    public double mean(double[][] raw) {
        double[] losses = new double[classes.length];
        for (int i = 0; i < losses.length; i++) {
            double most = raw[0][i];
            for (int k = 1; k < count; k++) {
                most = Math.max(most, raw[k][i]);
            }
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += GlibcExp.exp(raw[k][i] - most);
            }
            losses[i] = Math.log(sum) + most - raw[classes[i]][i];
        }
        return Loss.average(losses, weights);
    }

    @Override
    public Loss select(int[] rows) {
        int[] chosen = Arrays.stream(rows).map(row -> classes[row]).toArray();
        return new ClassesLoss(chosen, count, Loss.selected(weights, rows));
    }

    @Override
    public TrainTestSplit.Split split(double share, long seed) {
        return TrainTestSplit.stratified(classes, share, seed);
    }

    /** The classes' probabilities of one row. */
    static void softmax(double[][] raw, int row, double[] into) {
        double most = raw[0][row];
        for (int k = 1; k < into.length; k++) {
            most = Math.max(most, raw[k][row]);
        }
        double sum = 0;
        for (int k = 0; k < into.length; k++) {
            into[k] = GlibcExp.exp(raw[k][row] - most);
            sum += into[k];
        }
        for (int k = 0; k < into.length; k++) {
            into[k] /= sum;
        }
    }
}
