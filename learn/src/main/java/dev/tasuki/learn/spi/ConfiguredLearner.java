package dev.tasuki.learn.spi;

import dev.tasuki.learn.encode.Rows;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A learner with the parameters that it is to fit with.
 *
 * @param <P> its parameters
 */
public record ConfiguredLearner<P>(Learner<P> learner, P parameters) {
    /** With scikit-learn's defaults for what is not given. @throws dev.tasuki.learn.ParameterException naming what is wrong */
    public static <P> ConfiguredLearner<P> of(Learner<P> learner, Map<String, ? extends @Nullable Object> given) {
        return new ConfiguredLearner<>(learner, learner.parameters().read(given));
    }

    /** With the published defaults for what is not given. @throws dev.tasuki.learn.ParameterException naming what is wrong */
    public static <P> ConfiguredLearner<P> published(
            Learner<P> learner, Map<String, ? extends @Nullable Object> given) {
        return new ConfiguredLearner<>(learner, learner.parameters().readPublished(given));
    }

    /** Its parameters by their names, as plain values. */
    public Map<String, @Nullable Object> byName() {
        return learner.parameters().byName(parameters);
    }

    /** The steps of its fit. */
    public Steps steps() {
        return learner.steps(parameters);
    }

    /** What its fit would take. */
    public Effort effort(FitSize size) {
        return learner.effort(parameters, size);
    }

    /** As {@link Learner#requireFeatures}. */
    public void requireFeatures(int features) {
        learner.requireFeatures(parameters, features);
    }

    /** As {@link Learner#requireRows}. */
    public void requireRows(int rows) {
        learner.requireRows(parameters, rows);
    }

    /** As {@link Learner#requireClasses}. */
    public void requireClasses(long classes) {
        learner.requireClasses(parameters, classes);
    }

    /** As {@link Learner#fit}. */
    public Fitted fit(Rows rows, Target target, FitContext context) {
        return learner.fit(rows, target, parameters, context);
    }
}
