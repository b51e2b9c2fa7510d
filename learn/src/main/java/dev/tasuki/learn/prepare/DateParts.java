package dev.tasuki.learn.prepare;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that stand for a date: year, month, day, day of the week (Monday is 0), day of the year, the
 * hour if any training row has one that is not 0, and days since 1970. Times with a zone are taken in UTC.
 *
 * @param hour whether the hour is one of them
 */
public record DateParts(boolean hour) {
    private static final List<String> NAMES =
            List.of("year", "month", "day", "dayofweek", "dayofyear", "epoch_days", "hour");

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Learns from the training rows; null is missing, and what is no date counts as that. */
    public static DateParts learn(List<@Nullable String> rows) {
        boolean hours = false;
        for (String row : rows) {
            hours |=
                    row != null && read(row).filter(time -> time.getHour() != 0).isPresent();
        }
        return new DateParts(hours);
    }

    /**
     * A date or a time as ISO 8601 writes it, such as {@code 2024-02-29}, {@code 2024-02-29 13:45} or
     * {@code 2024-02-29T13:45:00.5+02:00}; empty for anything else.
     */
    public static Optional<LocalDateTime> read(String text) {
        try {
            TemporalAccessor parsed = ISO.parse(text.strip());
            LocalDateTime time = parsed.query(TemporalQueries.localTime()) == null
                    ? parsed.query(TemporalQueries.localDate()).atStartOfDay()
                    : LocalDateTime.from(parsed);
            ZoneOffset zone = parsed.query(TemporalQueries.offset());
            return Optional.of(
                    zone == null
                            ? time
                            : time.atOffset(zone)
                                    .withOffsetSameInstant(ZoneOffset.UTC)
                                    .toLocalDateTime());
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    /** The parts' names: the column's, a dot, and the part's. */
    public List<String> names(String column) {
        List<String> names = new ArrayList<>();
        for (String name : NAMES.subList(0, columns())) {
            names.add(column + "." + name);
        }
        return List.copyOf(names);
    }

    /** Number of parts. */
    public int columns() {
        return NAMES.size() - (hour ? 0 : 1);
    }

    /** Writes the parts of one row from a place on; NaN for a missing text and for what is no date. */
    public void write(@Nullable String text, double[] into, int at) {
        Optional<LocalDateTime> read = text == null ? Optional.empty() : read(text);
        if (read.isEmpty()) {
            Arrays.fill(into, at, at + columns(), Double.NaN);
            return;
        }
        LocalDateTime time = read.get();
        into[at] = time.getYear();
        into[at + 1] = time.getMonthValue();
        into[at + 2] = time.getDayOfMonth();
        into[at + 3] = time.getDayOfWeek().getValue() - 1;
        into[at + 4] = time.getDayOfYear();
        into[at + 5] = time.toLocalDate().toEpochDay();
        if (hour) {
            into[at + 6] = time.getHour();
        }
    }
}
