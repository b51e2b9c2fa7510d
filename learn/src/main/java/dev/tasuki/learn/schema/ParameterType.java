package dev.tasuki.learn.schema;

import org.jspecify.annotations.Nullable;

/**
 * Which values a parameter takes, and how they are written as plain values, such as JSON and command lines carry
 * them: integers ({@code Integer}, {@code Long}, {@code BigInteger}), other numbers, booleans, words and null.
 * Immutable.
 *
 * <p>Example: {@code ParameterTypes.integer(1).read("n_estimators", 7)} is 7.
 *
 * @param <T> the values' type; never null, an {@code Optional} where null is a plain value
 */
public interface ParameterType<T> {
    /** The value that a plain one stands for. @throws ParameterException when it is of another kind */
    T read(String name, @Nullable Object plain);

    /** The plain value, which {@link #read} takes back. */
    @Nullable
    Object plain(T value);

    /** Whether the value is within its range. */
    boolean holds(T value);

    /** What is allowed, to follow the words "allowed is". */
    String allowed();

    /** What the plain values look like. */
    Shape shape();
}
