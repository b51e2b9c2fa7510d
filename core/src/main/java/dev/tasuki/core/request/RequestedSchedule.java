package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Schedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about when its training runs. All times to the millisecond.
 *
 * @param runAt not before this time; one that has passed is now; null: now
 * @param expires not at all unless a consumer has claimed it by this time; null: however late
 * @param timeout how long one run may last; null: as long as it takes
 * @param keep whether a run whose time is up makes its model of what it has, rather than failing
 * @param priority 0 to 9, higher ones are claimed first
 */
public record RequestedSchedule(
        @Nullable Instant runAt,
        @Nullable Instant expires,
        @Nullable Duration timeout,
        boolean keep,
        int priority) {
    /** At once, for as long as it takes, at the normal priority. */
    public static final RequestedSchedule NOW =
            new RequestedSchedule(null, null, null, false, Schedule.NORMAL_PRIORITY);

    private static final String RUN_AT = "run_at";
    private static final String EXPIRES_AT = "expires_at";
    private static final String TIMEOUT = "timeout_s";
    private static final String ON_TIMEOUT = "on_timeout";
    private static final String KEEP = "keep";
    private static final String FAIL = "fail";
    private static final String PRIORITY = "priority";
    /** A year. */
    private static final BigDecimal LONGEST = new BigDecimal("31536000");

    static RequestedSchedule read(Fields fields) {
        Instant runAt = time(fields, RUN_AT);
        Instant expires = time(fields, EXPIRES_AT);
        if (runAt != null && expires != null && !expires.isAfter(runAt)) {
            fields.problem(
                    "expires_before_start",
                    "expires_at should be later than run_at, which is " + runAt,
                    fields.optional(EXPIRES_AT),
                    EXPIRES_AT);
        }
        Duration timeout = timeout(fields);
        boolean keep = keep(fields);
        int priority = (int) fields.optionalCount(PRIORITY, Schedule.NORMAL_PRIORITY, Schedule.HIGHEST_PRIORITY);
        return new RequestedSchedule(runAt, expires, timeout, keep, priority);
    }

    /**
     * Throws {@link InvalidRequest} if a time lies further ahead than {@link Limits#RUN_AHEAD}: what nobody
     * will look after any more should not be kept.
     */
    public void check(Instant now) {
        Instant furthest = now.plus(Duration.ofDays(Limits.RUN_AHEAD.value()));
        List<FieldProblem> problems = new ArrayList<>();
        near(RUN_AT, runAt, furthest, problems);
        near(EXPIRES_AT, expires, furthest, problems);
        if (!problems.isEmpty()) {
            throw InvalidRequest.fields(problems);
        }
    }

    private static void near(String field, @Nullable Instant time, Instant furthest, List<FieldProblem> problems) {
        if (time != null && time.isAfter(furthest)) {
            problems.add(new FieldProblem(
                    "less_than_equal",
                    List.of("body", field),
                    "Input should be at most " + Limits.RUN_AHEAD.text() + " ahead, by "
                            + furthest.truncatedTo(ChronoUnit.SECONDS) + ", and is " + time,
                    time.toString()));
        }
    }

    /** True if a task that is accepted now is for later. */
    public boolean later(Instant now) {
        return runAt != null && runAt.isAfter(now);
    }

    /** For a task that is accepted now. */
    public Schedule schedule(Instant now) {
        Instant start = runAt == null || runAt.isBefore(now) ? Schedule.AT_ONCE : runAt;
        return new Schedule(start, start, expires, timeout, priority, 0);
    }

    /** Writes what differs from {@link #NOW}. */
    void fill(ObjectNode json) {
        if (runAt != null) {
            json.put(RUN_AT, runAt.toString());
        }
        if (expires != null) {
            json.put(EXPIRES_AT, expires.toString());
        }
        if (timeout != null) {
            json.put(TIMEOUT, BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros());
        }
        if (keep) {
            json.put(ON_TIMEOUT, KEEP);
        }
        if (priority != Schedule.NORMAL_PRIORITY) {
            json.put(PRIORITY, priority);
        }
    }

    private static boolean keep(Fields fields) {
        String word = fields.optionalString(ON_TIMEOUT);
        if (word != null && !word.equals(KEEP) && !word.equals(FAIL)) {
            fields.problem(
                    "literal_error",
                    "Input should be '" + FAIL + "' or '" + KEEP + "'",
                    fields.optional(ON_TIMEOUT),
                    ON_TIMEOUT);
        }
        return KEEP.equals(word);
    }

    private static @Nullable Instant time(Fields fields, String name) {
        JsonNode node = fields.optional(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            fields.problem("datetime_type", "Input should be a valid datetime" + example(), node, name);
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(node.textValue());
            if (time.getYear() >= 1970 && time.getYear() <= 9999) {
                return time.toInstant().truncatedTo(ChronoUnit.MILLIS);
            }
            fields.problem("datetime_parsing", "Input should be a datetime of the years 1970 to 9999", node, name);
        } catch (DateTimeException unreadable) {
            if (hasNoOffset(node.textValue())) {
                fields.problem("timezone_aware", "Input should have timezone info" + example(), node, name);
            } else {
                fields.problem("datetime_parsing", "Input should be a valid datetime" + example(), node, name);
            }
        }
        return null;
    }

    private static boolean hasNoOffset(String text) {
        try {
            LocalDateTime local = LocalDateTime.parse(text);
            return local.getYear() <= 9999;
        } catch (DateTimeException unreadable) {
            return false;
        }
    }

    private static String example() {
        return ": ISO 8601 with Z or an offset, such as 2026-11-24T06:00:00Z or 2026-11-24T07:00:00+01:00";
    }

    private static @Nullable Duration timeout(Fields fields) {
        JsonNode node = fields.optional(TIMEOUT);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            fields.problem("float_type", "Input should be a valid number of seconds", node, TIMEOUT);
            return null;
        }
        double seconds = node.doubleValue();
        if (!(seconds > 0)) {
            fields.problem("greater_than", "Input should be greater than 0", node, TIMEOUT);
            return null;
        }
        if (seconds > LONGEST.doubleValue()) {
            fields.problem("less_than_equal", "Input should be less than or equal to " + LONGEST, node, TIMEOUT);
            return null;
        }
        return Duration.ofMillis(BigDecimal.valueOf(seconds)
                .movePointRight(3)
                .setScale(0, RoundingMode.UP)
                .longValueExact());
    }
}
