package dev.tasuki.core.base;

import dev.tasuki.core.task.Closest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters behind the question mark of an adapter's URL. Whatever is wrong with them is added to a list, so that
 * it can be told at once. Not thread-safe.
 *
 * <p>Example: {@code long most = new UrlParameters(known, problems).read("max_queue=7").number("max_queue", 100, 1, 1000)}.
 */
public final class UrlParameters {
    private final Set<String> known;
    private final List<String> problems;
    private final Map<String, String> values = new HashMap<>();

    /**
     * None yet.
     *
     * @param known their names
     * @param problems is added to, a part of a sentence for each
     */
    public UrlParameters(Set<String> known, List<String> problems) {
        this.known = new TreeSet<>(known);
        this.problems = problems;
    }

    /** Reads them: {@code name=value&name=value}. */
    public UrlParameters read(@Nullable String query) {
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!known.contains(name)) {
                String meant = Closest.to(name, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("known are " + String.join(", ", known));
                problems.add("unknown parameter '" + name + "', " + meant);
            } else if (equals < 0) {
                problems.add("parameter " + name + " needs a value, " + name + "=…");
            } else {
                values.put(name, decoded(pair.substring(equals + 1)));
            }
        }
        return this;
    }

    /** The value; null if it is not there. */
    public @Nullable String get(String name) {
        return values.get(name);
    }

    /** The value, or the usual one. */
    public String get(String name, String usual) {
        return values.getOrDefault(name, usual);
    }

    /** True if it is there. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A whole number within bounds; the usual one if it is not there, or wrong. */
    public long number(String name, long usual, long least, long most) {
        String value = values.get(name);
        if (value == null) {
            return usual;
        }
        if (value.matches("\\d{1,9}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        problems.add(String.format(
                Locale.ROOT, "%s is '%s', allowed are whole numbers from %d to %d", name, value, least, most));
        return usual;
    }

    /** {@code true} or {@code false}. */
    public boolean truth(String name, boolean usual) {
        return usual != other(name, Boolean.toString(usual), Boolean.toString(!usual), "true and false");
    }

    /** Whether it has the second of two values; if it is not there it has the first. */
    public boolean choice(String name, String usual, String other) {
        return other(name, usual, other, usual + " and " + other);
    }

    private boolean other(String name, String usual, String other, String allowed) {
        String value = values.getOrDefault(name, usual);
        if (!value.equals(usual) && !value.equals(other)) {
            problems.add(name + " is '" + value + "', allowed are " + allowed);
        }
        return value.equals(other);
    }

    /** Text of any part of the URL without its percent signs. */
    public String decoded(String text) {
        try {
            // A plus is a plus in these places; only the form encoding reads it as a blank.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            problems.add("a % must be followed by two hexadecimal digits (%25 for the sign itself)");
            return text;
        }
    }
}
