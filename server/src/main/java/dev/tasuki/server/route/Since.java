package dev.tasuki.server.route;

import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Shown;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times in the past: as ISO 8601 with a zone, or as how long ago, such as {@code 6h}. */
final class Since {
    /** Nobody means longer ago; and sums of it with any time fit. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})\\s*([smhd])");
    private static final String FORMS = "such as 15m, 6h or 7d (s, m, h, d)";

    private Since() {}

    /** The time that the parameter names; one that is still to come is refused. */
    static Instant time(String name, String text, Instant now) {
        String stripped = text.strip();
        Optional<Duration> ago = span(stripped);
        if (ago.isPresent()) {
            return now.minus(ago.get());
        }
        Instant time;
        try {
            time = OffsetDateTime.parse(stripped).toInstant();
        } catch (DateTimeException e) {
            throw wrong(
                    "datetime_parsing",
                    name,
                    "Input should be a time with a zone, such as 2026-11-29T08:00:00Z, or how long ago, " + FORMS,
                    text);
        }
        if (time.isAfter(now) || time.isBefore(now.minus(LONGEST))) {
            throw wrong("datetime_past", name, "Input should be a time in the past, at most 100 years ago", text);
        }
        return time;
    }

    /** The length of time that the parameter names. */
    static Duration length(String name, String text) {
        return span(text.strip())
                .orElseThrow(
                        () -> wrong("time_delta_parsing", name, "Input should be a length of time, " + FORMS, text));
    }

    private static Optional<Duration> span(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(span.group(1));
        Duration length = switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        return length.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(length);
    }

    static InvalidRequest wrong(String type, String name, String msg, String input) {
        return InvalidRequest.field(new FieldProblem(type, List.of("query", name), msg, Shown.of(input)));
    }
}
