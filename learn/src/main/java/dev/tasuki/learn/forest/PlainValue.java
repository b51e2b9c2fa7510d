package dev.tasuki.learn.forest;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.ParameterException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A parameter's value as it came from JSON or a command line, on its way to a type. */
record PlainValue(String name, @Nullable Object value) {
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

    String word(String allowed) {
        if (value instanceof String word) {
            return word;
        }
        throw refused(allowed);
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

    MaxFeatures features() {
        String allowed = "\"sqrt\", \"log2\", null, an integer, or a share such as 0.5";
        if (value == null) {
            return new MaxFeatures.All();
        }
        if (isInteger()) {
            return new MaxFeatures.Count(toInt(allowed));
        }
        if (value instanceof Number number) {
            double share = number.doubleValue();
            return share == 1.0 ? new MaxFeatures.All() : new MaxFeatures.Share(share);
        }
        return switch (word(allowed)) {
            case "sqrt" -> new MaxFeatures.Sqrt();
            case "log2" -> new MaxFeatures.Log2();
            default -> throw refused(allowed);
        };
    }

    ClassWeight classWeight() {
        String allowed = "\"balanced\", \"balanced_subsample\" or null";
        if (value == null) {
            return ClassWeight.NONE;
        }
        return switch (word(allowed)) {
            case "balanced" -> ClassWeight.BALANCED;
            case "balanced_subsample" -> ClassWeight.BALANCED_SUBSAMPLE;
            default -> throw refused(allowed);
        };
    }

    private boolean isInteger() {
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    }

    private int toInt(String allowed) {
        if (isInteger()) {
            try {
                return Math.toIntExact(new BigInteger(String.valueOf(value)).longValueExact());
            } catch (ArithmeticException tooLarge) {
                throw refused(allowed + " within 32 bits");
            }
        }
        throw refused(allowed);
    }

    private ParameterException refused(String allowed) {
        return new ParameterException(
                name, value instanceof String ? "\"" + value + "\"" : String.valueOf(value), allowed);
    }
}
