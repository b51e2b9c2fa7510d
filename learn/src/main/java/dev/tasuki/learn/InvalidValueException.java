package dev.tasuki.learn;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A value that a forest cannot work with: missing, not finite, beyond 32-bit floats, text where a
 * number belongs. The message is fit for a client to see and names line and column as far as they
 * are known.
 */
public final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> column;
    private final transient OptionalLong line;

    private InvalidValueException(String message, Optional<String> column, OptionalLong line) {
        super(message);
        this.column = column;
        this.line = line;
    }

    /** A refusal of a value in a line of a file. */
    public static InvalidValueException at(long line, String column, String reason) {
        return new InvalidValueException(
                "line " + line + ", column " + column + ": " + reason, Optional.of(column), OptionalLong.of(line));
    }

    /** A refusal of a value of a feature or of a whole column. */
    public static InvalidValueException of(String column, String reason) {
        return new InvalidValueException("column " + column + ": " + reason, Optional.of(column), OptionalLong.empty());
    }

    /** A refusal of no column in particular. */
    public static InvalidValueException because(String reason) {
        return new InvalidValueException(reason, Optional.empty(), OptionalLong.empty());
    }

    /** The column, if one is to blame. */
    public Optional<String> column() {
        return column;
    }

    /** The line in the file, counted from 1, if known. */
    public OptionalLong line() {
        return line;
    }
}
