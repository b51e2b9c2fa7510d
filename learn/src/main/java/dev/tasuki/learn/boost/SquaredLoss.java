package dev.tasuki.learn.boost;

import dev.tasuki.learn.selection.TrainTestSplit;

/** Half of the squared error of numbers. */
final class SquaredLoss implements Loss {
    private final double[] y;
    private final double[] weights;

    /** Targets and their weights; no weights are equal ones. */
    SquaredLoss(double[] y, double[] weights) {
        this.y = y;
        this.weights = weights;
    }

    @Override
    public int trees() {
        return 1;
    }

    @Override
    public boolean constantHessian() {
        return weights.length == 0;
    }

    @Override
    public double[] start() {
        return new double[] {Loss.average(y, weights)};
    }

    @Override
    public void derive(double[][] raw, Gradients[] into, int from, int to) {
        double[] predicted = raw[0];
        float[] gradient = into[0].gradient;
        if (weights.length == 0) {
            for (int i = from; i < to; i++) {
                gradient[i] = (float) (predicted[i] - y[i]);
            }
            return;
        }
        for (int i = from; i < to; i++) {
            gradient[i] = (float) (weights[i] * (predicted[i] - y[i]));
            into[0].hessian[i] = (float) weights[i];
        }
    }

    @Override
    public double mean(double[][] raw) {
        double[] losses = new double[y.length];
        for (int i = 0; i < losses.length; i++) {
            double error = raw[0][i] - y[i];
            losses[i] = 0.5 * error * error;
        }
        return Loss.average(losses, weights);
    }

    @Override
    public Loss select(int[] rows) {
        return new SquaredLoss(BoostRows.selected(y, rows), Loss.selected(weights, rows));
    }

    @Override
    public TrainTestSplit.Split split(double share, long seed) {
        return TrainTestSplit.of(y.length, share, seed);
    }
}
