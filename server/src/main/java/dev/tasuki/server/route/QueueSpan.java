package dev.tasuki.server.route;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.QueueSample.Step;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.use.QueueFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads which part of the history of queues a request wants. */
final class QueueSpan {
    private static final Duration DEFAULT = Duration.ofHours(1);
    /** What a client gets that names no step: the first that makes few enough points. */
    private static final List<Duration> STEPS = Stream.of(1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440)
            .map(Duration::ofMinutes)
            .toList();

    private QueueSpan() {}

    /** The queues that are wanted: one, or all. */
    static List<String> queues(@Nullable String name) {
        List<String> all = Arrays.stream(TaskKind.values()).map(TaskKind::queue).toList();
        if (name == null) {
            return all;
        }
        if (!all.contains(name)) {
            String known = all.stream().map(queue -> "'" + queue + "'").collect(Collectors.joining(" or "));
            throw Since.wrong("enum", "queue", "Input should be " + known, name);
        }
        return List.of(name);
    }

    /** From when on, and in which steps; the last step is the one that is under way. */
    static QueueFigures.Span of(@Nullable String since, @Nullable String step, Instant now) {
        Instant begin = since == null ? now.minus(DEFAULT) : Since.time("since", since, now);
        if (begin.isBefore(now.minus(Step.HOUR.kept()))) {
            throw Since.wrong(
                    "greater_than_equal",
                    "since",
                    "Input should be at most " + Limits.HISTORY_HOURS.text() + " ago; what is older is not kept",
                    String.valueOf(since));
        }
        boolean old = begin.isBefore(now.minus(Step.MINUTE.kept()));
        if (step == null) {
            return STEPS.stream()
                    .filter(each -> !old || each.compareTo(Step.HOUR.length()) >= 0)
                    .map(each -> span(begin, each, now))
                    .filter(QueueSpan::fits)
                    .findFirst()
                    .orElseThrow();
        }
        Duration length = Since.length("step", step);
        Duration unit = old || length.compareTo(Step.HOUR.length()) >= 0 ? Step.HOUR.length() : Step.MINUTE.length();
        if (!length.isPositive()
                || length.toSeconds() % unit.toSeconds() != 0
                || length.compareTo(Step.HOUR.kept()) > 0) {
            String why = old ? "; what is older than " + Limits.HISTORY_MINUTES.text() + " is kept by the hour" : "";
            throw Since.wrong(
                    "multiple_of",
                    "step",
                    "Input should be whole " + (unit.equals(Step.HOUR.length()) ? "hours" : "minutes") + ", at most "
                            + Limits.HISTORY_HOURS.text() + why,
                    step);
        }
        QueueFigures.Span span = span(begin, length, now);
        if (!fits(span)) {
            throw Since.wrong(
                    "too_many_points",
                    "step",
                    "Input should make at most " + Limits.HISTORY_POINTS.text() + " points; since then there are "
                            + span.points() + " of this step; ask for a wider step or a later since",
                    step);
        }
        return span;
    }

    private static boolean fits(QueueFigures.Span span) {
        return span.points() <= Limits.HISTORY_POINTS.value();
    }

    private static QueueFigures.Span span(Instant begin, Duration step, Instant now) {
        Instant from = Step.floor(begin, step);
        return new QueueFigures.Span(
                from, step, (int) Duration.between(from, now).dividedBy(step) + 1);
    }
}
