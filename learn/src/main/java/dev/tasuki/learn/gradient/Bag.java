package dev.tasuki.learn.gradient;

import dev.tasuki.learn.numpy.MersenneTwister;
import java.util.Arrays;

/** The rows that the next tree learns from: a share drawn without replacement, or all. Not thread-safe. */
final class Bag {
    private final double[] weights;
    private final int wanted;
    private final boolean all;

    Bag(int rows, double subsample) {
        this.weights = new double[rows];
        this.wanted = Math.max(1, (int) (subsample * rows));
        this.all = subsample == 1;
        Arrays.fill(weights, 1);
    }

    /** Draws anew; all rows cost no word. */
    void draw(MersenneTwister random) {
        if (all) {
            return;
        }
        int rows = weights.length;
        int taken = 0;
        for (int row = 0; row < rows; row++) {
            boolean in = random.nextUniform() * (rows - row) < wanted - taken;
            weights[row] = in ? 1 : 0;
            taken += in ? 1 : 0;
        }
    }

    /** 1 for each row in the bag and 0 for the others; changes with every draw. */
    double[] weights() {
        return weights;
    }
}
