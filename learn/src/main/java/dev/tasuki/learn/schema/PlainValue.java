package dev.tasuki.learn.schema;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.ParameterException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A parameter's value as it came from JSON or a command line, on its way to a type.
 *
 * @param name the parameter's
 * @param value an integer, another number, a boolean, a word or null
 */
public record PlainValue(String name, @Nullable Object value) {
    int integer() {
        return toInt("an integer");
    }

    long longInteger() {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw refused("an integer from 0 to 4294967295");
    }

    OptionalInt integerOrNull() {
        return value == null ? OptionalInt.empty() : OptionalInt.of(toInt("an integer, or null"));
    }

    double number() {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw refused("a number");
    }

    boolean truth() {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw refused("true or false");
    }

    Amount amount() {
        if (isInteger()) {
            return Amount.of(toInt("an integer, or a share such as 0.1"));
        }
        if (value instanceof Number number) {
            return Amount.share(number.doubleValue());
        }
        throw refused("an integer, or a share such as 0.1");
    }

    Optional<Amount> amountOrNull() {
        return value == null ? Optional.empty() : Optional.of(amount());
    }

    /** Whether it is an integer, of any size. */
    public boolean isInteger() {
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    }

    /** The integer. @throws ParameterException with {@code allowed} when it is none of 32 bits */
    public int toInt(String allowed) {
        if (isInteger()) {
            try {
                return Math.toIntExact(new BigInteger(String.valueOf(value)).longValueExact());
            } catch (ArithmeticException tooLarge) {
                throw refused(allowed + " within 32 bits");
            }
        }
        throw refused(allowed);
    }

    /** The refusal of it. */
    public ParameterException refused(String allowed) {
        return new ParameterException(name, Parameter.shown(value), allowed);
    }
}
