package dev.tasuki.core.fit;

import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitListener;
import dev.tasuki.learn.spi.Kind;
import java.util.Locale;

/** Sends the steps of a fit as progress between two fractions. */
record FitProgress(RunControl control, ConfiguredLearner<?> learner, double from, double to) implements FitListener {
    /** Before the first step. */
    void begin() {
        control.report(new Progress(from, "fitting", text(0, learner.steps().count())));
    }

    @Override
    public void advanced(int done, int total, double scoreSoFar) {
        String score = Double.isNaN(scoreSoFar)
                ? ""
                : String.format(
                        Locale.ROOT,
                        learner.learner().kind() == Kind.NUMBERS ? ", OOB R² %.3f" : ", OOB accuracy %.3f",
                        scoreSoFar);
        control.report(new Progress(from + (to - from) * done / total, "fitting", text(done, total) + score));
    }

    private String text(int done, int total) {
        return learner.steps().word() + " " + done + " of " + total;
    }

    @Override
    public boolean cancelled() {
        return control.stopped();
    }

    @Override
    public boolean enough() {
        return control.finishing().isPresent();
    }
}
