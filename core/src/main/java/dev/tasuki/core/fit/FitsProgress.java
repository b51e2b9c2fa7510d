package dev.tasuki.core.fit;

import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import dev.tasuki.learn.spi.FitListener;
import java.util.function.BooleanSupplier;

/** How far several fits of one training have come, together, as progress between two fractions. Thread-safe. */
final class FitsProgress {
    private final RunControl control;
    private final Words words;
    private final double from;
    private final double to;
    private final double[] done;
    private int ended;
    private String note = "";

    /**
     * What the fits are called.
     *
     * @param stage while they go on
     * @param unit one of them
     * @param timeUp whether those that have not ended are given up, as there is no more time for them
     */
    record Words(String stage, String unit, BooleanSupplier timeUp) {
        /** The folds of a cross-validation. */
        static final Words FOLDS = new Words("cross-validating", "fold", () -> false);
    }

    FitsProgress(RunControl control, Words words, int fits, double from, double to) {
        this.control = control;
        this.words = words;
        this.from = from;
        this.to = to;
        this.done = new double[fits];
    }

    /** Before the first fit. */
    synchronized void begin() {
        report();
    }

    /** True if the training goes on with those fits that have ended: the others are given up. */
    boolean cutShort() {
        return !control.stopped()
                && (control.finishing().isPresent() || words.timeUp().getAsBoolean());
    }

    /** True if no fit should begin any more. */
    boolean over() {
        return control.stopped()
                || control.finishing().isPresent()
                || words.timeUp().getAsBoolean();
    }

    /** The fit has ended. */
    synchronized void ended(int fit) {
        done[fit] = 1;
        ended++;
        report();
    }

    /** What is said behind the numbers from now on. */
    synchronized void note(String words) {
        note = words;
    }

    private synchronized void advanced(int fit, double share) {
        done[fit] = share;
        report();
    }

    private void report() {
        double sum = 0;
        for (double share : done) {
            sum += share;
        }
        double fraction = from + (to - from) * sum / done.length;
        control.report(new Progress(fraction, words.stage(), words.unit() + " " + ended + " of " + done.length + note));
    }

    /** Listens to one fit, which is given up once another has failed. */
    FitListener of(int fit, BooleanSupplier failed) {
        return new FitListener() {
            @Override
            public void advanced(int steps, int total, double scoreSoFar) {
                FitsProgress.this.advanced(fit, (double) steps / total);
            }

            @Override
            public boolean cancelled() {
                return over() || failed.getAsBoolean();
            }
        };
    }
}
