package dev.tasuki.core.data.dialect;

import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of the file that it sends; what it leaves out is recognised.
 *
 * @param separator between two fields
 * @param encoding of its letters
 */
public record DialectOptions(Optional<Character> separator, Optional<Encoding> encoding) {
    /** Everything is recognised. */
    public static final DialectOptions NOTHING = new DialectOptions(Optional.empty(), Optional.empty());

    /** Reads both as clients write them; throws {@link InvalidRequest} that names every one that is unknown. */
    public static DialectOptions of(@Nullable String separator, @Nullable String encoding) {
        List<FieldProblem> problems = new ArrayList<>();
        Optional<Character> parting = Optional.ofNullable(separator).flatMap(DialectOptions::separator);
        Optional<Encoding> letters = Optional.ofNullable(encoding).flatMap(Encoding::of);
        if (separator != null && parting.isEmpty()) {
            problems.add(unknown("separator", "',', ';', 'tab' or '|'", separator));
        }
        if (encoding != null && letters.isEmpty()) {
            problems.add(unknown("encoding", "one of " + Encoding.allowed(), encoding));
        }
        if (!problems.isEmpty()) {
            throw InvalidRequest.fields(problems);
        }
        return new DialectOptions(parting, letters);
    }

    private static Optional<Character> separator(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case ",", "comma" -> Optional.of(',');
            case ";", "semicolon" -> Optional.of(';');
            case "\t", "\\t", "tab" -> Optional.of('\t');
            case "|", "bar", "pipe" -> Optional.of('|');
            default -> Optional.empty();
        };
    }

    private static FieldProblem unknown(String name, String allowed, String value) {
        return new FieldProblem("enum", List.of("query", name), "Input should be " + allowed, Shown.of(value));
    }
}
