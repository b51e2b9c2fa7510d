package dev.tasuki.core.fit;

import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.StepLine;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitListener;

/** Sends the steps of a fit as progress between two fractions, and keeps its scores. */
record FitProgress(RunControl control, ConfiguredLearner<?> learner, LearningCurve curve, double from, double to)
        implements FitListener {
    /** That of a fit whose first step is to come. */
    static FitProgress begin(RunControl control, ConfiguredLearner<?> learner, double from, double to) {
        FitProgress progress = new FitProgress(control, learner, new LearningCurve(learner), from, to);
        progress.advanced(0, learner.steps().count(), Double.NaN);
        return progress;
    }

    @Override
    public void advanced(int done, int total, double scoreSoFar) {
        control.report(new Progress(from + (to - from) * done / total, "fitting", text(done, total)));
    }

    @Override
    public void scored(int steps, double score) {
        curve.add(steps, score);
    }

    private String text(int done, int total) {
        return new StepLine(learner.steps().word(), done, total, curve.newest()).text();
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
