package dev.tasuki.learn.spi;

import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.schema.Schema;
import java.util.Set;

/**
 * Learns from rows. Implementations are immutable and safe to share; the same rows, target and parameters give the
 * same model, byte for byte, whatever the context.
 *
 * <p>Example: {@code Fitted forest = new RandomForestRegressor().fit(rows, target, parameters, FitContext.alone())}.
 *
 * @param <P> its parameters
 */
public interface Learner<P> {
    /** scikit-learn's class name, such as {@code RandomForestRegressor}; one of its own has a dot in its name. */
    String name();

    /** What it predicts. */
    Kind kind();

    /** Its parameters. */
    Schema<P> parameters();

    /** What it can do with beyond complete numbers. */
    Set<Takes> takes();

    /** How near to scikit-learn's its models are. */
    Equality equality();

    /** The steps of a fit. */
    Steps steps(P parameters);

    /** What a fit would take. */
    Effort effort(P parameters, FitSize size);

    /**
     * Throws unless so many features will do.
     *
     * @throws dev.tasuki.learn.ParameterException naming the parameter that asks for more
     */
    default void requireFeatures(P parameters, int features) {}

    /**
     * Throws unless so many training rows will do.
     *
     * @throws dev.tasuki.learn.ParameterException naming the parameter that asks for more
     */
    default void requireRows(P parameters, int rows) {}

    /**
     * Throws unless a target of so many classes will do; asked of classifiers only.
     *
     * @throws dev.tasuki.learn.ParameterException naming what takes them
     */
    default void requireClasses(P parameters, long classes) {}

    /**
     * Fits.
     *
     * @param target of this learner's kind, with a value for each row
     * @throws dev.tasuki.learn.ParameterException when the parameters do not fit the rows
     * @throws dev.tasuki.learn.InvalidValueException when a value is one that it does not take
     * @throws dev.tasuki.learn.tree.ForestTooLargeException when the context's budget is spent
     * @throws dev.tasuki.learn.FitCancelled when the context's listener cancels
     */
    Fitted fit(Rows rows, Target target, P parameters, FitContext context);

    /** How what it fitted is stored. */
    Codec<P> codec();
}
