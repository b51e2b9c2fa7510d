package dev.tasuki.core.fit;

import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import dev.tasuki.learn.spi.FitListener;
import java.util.function.BooleanSupplier;

/** How far the folds of one training have come, together, as progress between two fractions. Thread-safe. */
final class FoldProgress {
    private final RunControl control;
    private final double from;
    private final double to;
    private final double[] done;
    private int ended;

    FoldProgress(RunControl control, int folds, double from, double to) {
        this.control = control;
        this.from = from;
        this.to = to;
        this.done = new double[folds];
    }

    /** Before the first fold. */
    synchronized void begin() {
        report();
    }

    /** True if the training is to finish early: folds that have not ended are given up. */
    boolean finishing() {
        return control.finishing().isPresent() && !control.stopped();
    }

    /** True if no fold should begin any more. */
    boolean over() {
        return control.stopped() || control.finishing().isPresent();
    }

    /** The fold has its scores. */
    synchronized void ended(int fold) {
        done[fold] = 1;
        ended++;
        report();
    }

    private synchronized void advanced(int fold, double share) {
        done[fold] = share;
        report();
    }

    private void report() {
        double sum = 0;
        for (double share : done) {
            sum += share;
        }
        double fraction = from + (to - from) * sum / done.length;
        control.report(new Progress(fraction, "cross-validating", "fold " + ended + " of " + done.length));
    }

    /** Listens to the fit of one fold, which is given up once another has failed. */
    FitListener of(int fold, BooleanSupplier failed) {
        return new FitListener() {
            @Override
            public void advanced(int steps, int total, double scoreSoFar) {
                FoldProgress.this.advanced(fold, (double) steps / total);
            }

            @Override
            public boolean cancelled() {
                return over() || failed.getAsBoolean();
            }
        };
    }
}
