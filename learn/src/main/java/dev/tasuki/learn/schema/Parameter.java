package dev.tasuki.learn.schema;

import dev.tasuki.learn.ParameterException;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one training parameter: the only place that spells its name. Immutable.
 *
 * <p>Example: {@code Parameter.of("n_estimators", ParameterTypes.integer(1), 100, "Number of trees")}.
 *
 * @param name scikit-learn's name
 * @param type what it takes
 * @param usual its value when left out, as scikit-learn has it
 * @param published its value when a request to the service leaves it out
 * @param says what it is, in one sentence without a full stop
 */
public record Parameter<T>(String name, ParameterType<T> type, T usual, T published, String says) {
    /** A parameter that the service leaves as scikit-learn does. */
    public static <T> Parameter<T> of(String name, ParameterType<T> type, T usual, String says) {
        return new Parameter<>(name, type, usual, usual, says);
    }

    /** The same with another value where a request leaves it out. */
    public Parameter<T> published(T value) {
        return new Parameter<>(name, type, usual, value, says);
    }

    /** The same with another value where it is left out, in the library and in requests. */
    public Parameter<T> usual(T value) {
        return new Parameter<>(name, type, value, value, says);
    }

    /** Throws unless the value is within its range. @throws ParameterException naming this parameter */
    public void require(T value) {
        if (!type.holds(value)) {
            throw refused(value, type.allowed());
        }
    }

    /** The refusal of a value. */
    public ParameterException refused(T value, String allowed) {
        return new ParameterException(name, shown(type.plain(value)), allowed);
    }

    /** A plain value in a refusal: words in quotes. */
    static String shown(@Nullable Object plain) {
        return plain instanceof String word ? '"' + word + '"' : String.valueOf(plain);
    }
}
