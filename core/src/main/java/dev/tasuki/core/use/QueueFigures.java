package dev.tasuki.core.use;

import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How queues were over time, in steps as wide as a client wants them. Thread-safe.
 *
 * @param history where the leader writes it
 * @param clock tells which step is under way
 */
public record QueueFigures(QueueHistory history, InstantSource clock) {
    /**
     * What is wanted.
     *
     * @param from when the first step begins
     * @param step how long a step is: whole minutes, or whole hours for what is older than a day
     * @param points how many
     */
    public record Span(Instant from, Duration step, int points) {
        /** From which samples it is made: of hours where the steps are hours. */
        Step samples() {
            return step.compareTo(Step.HOUR.length()) < 0 ? Step.MINUTE : Step.HOUR;
        }
    }

    /** The queue's samples, one for each step; null where there is none. */
    public List<@Nullable QueueSample> of(String queue, Span span) {
        @Nullable QueueSample[] merged = new QueueSample[span.points()];
        Duration part = span.samples().length().multipliedBy(QueueHistory.MOST);
        Instant end = span.from().plus(span.step().multipliedBy(span.points()));
        for (Instant from = span.from(); from.isBefore(end); from = from.plus(part)) {
            Instant until = from.plus(part).isBefore(end) ? from.plus(part) : end;
            for (QueueSample sample : history.list(queue, span.samples(), from, until)) {
                int at = (int) Duration.between(span.from(), sample.at()).dividedBy(span.step());
                QueueSample before = merged[at];
                merged[at] = before == null ? sample : before.merged(sample);
            }
        }
        List<@Nullable QueueSample> all = new ArrayList<>(merged.length);
        for (QueueSample sample : merged) {
            all.add(sample);
        }
        return all;
    }
}
