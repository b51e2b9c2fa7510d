package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as Python's {@code isoformat} writes them, and limits in seconds. */
final class CeleryTime {
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,6})?)?)(Z|[+-]\\d\\d:?\\d\\d(?::?\\d\\d)?)?");
    /** A year, as for a request over HTTP. */
    private static final BigDecimal LONGEST = new BigDecimal("31536000");

    /** Of a fraction of a second always six digits: older clients read .123 as 123 microseconds. */
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT);

    private CeleryTime() {}

    /** As Python writes it. */
    static String text(Instant time) {
        return WRITTEN.format(time.atOffset(ZoneOffset.UTC));
    }

    /** With an offset, Z, or none, which is UTC; null if there is none. */
    static @Nullable Instant read(JsonNode value, String name) throws Unreadable {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        Matcher shape = TIME.matcher(value.asText());
        if (value.isTextual() && shape.matches()) {
            try {
                String offset = shape.group(3) == null ? "Z" : shape.group(3);
                return LocalDateTime.parse(shape.group(1) + "T" + shape.group(2))
                        .toInstant(ZoneOffset.of(offset));
            } catch (DateTimeException e) {
                throw wrong(value, name, "a time that there is, such as 2026-11-27T12:12:40.818155+00:00");
            }
        }
        throw wrong(value, name, "a time such as 2026-11-27T12:12:40.818155+00:00");
    }

    /** Seconds; null if there is no limit, which 0 says, too. */
    static @Nullable Duration limit(JsonNode value, String name) throws Unreadable {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        BigDecimal seconds = value.isNumber() && Double.isFinite(value.doubleValue()) ? value.decimalValue() : null;
        if (seconds == null || seconds.signum() < 0 || seconds.compareTo(LONGEST) > 0) {
            throw wrong(value, name, "a number of seconds from 0 to " + LONGEST);
        }
        long millis = seconds.movePointRight(3).longValue();
        return seconds.signum() == 0 ? null : Duration.ofMillis(Math.max(1, millis));
    }

    private static Unreadable wrong(JsonNode value, String name, String allowed) {
        String seen = value.toString();
        String shown = seen.length() > 60 ? seen.substring(0, 60) + "…" : seen;
        return new Unreadable(PythonError.of(InvalidRequest.field(new FieldProblem(
                "value_error",
                List.of("headers", name),
                name + " should be " + allowed + ", and is " + shown,
                shown))));
    }
}
