package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Flow;
import dev.tasuki.core.task.QueueSample.Level;
import dev.tasuki.core.task.QueueSample.Quantiles;
import dev.tasuki.core.task.QueueSample.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The history of queues in sorted sets. A sample is its numbers with blanks between them, times in microseconds,
 * {@code -} where nobody can tell.
 *
 * @param rows closed by who opened them
 */
public record RedisQueueHistory(RedisRows rows) implements QueueHistory {
    private static final String UNKNOWN = "-";

    @Override
    public void put(List<QueueSample> samples) {
        List<Object> arguments = new ArrayList<>();
        for (QueueSample sample : samples) {
            arguments.add(series(sample.queue(), sample.step()));
            arguments.add(sample.at().toEpochMilli());
            arguments.add(text(sample));
        }
        rows.write("sampled", arguments.toArray());
    }

    @Override
    public Optional<QueueSample> newest(String queue, Step step) {
        return samples(queue, step, rows.read("latest", series(queue, step))).stream()
                .findFirst();
    }

    @Override
    public List<QueueSample> list(String queue, Step step, Instant from, Instant until) {
        return samples(
                queue,
                step,
                rows.read("samples", series(queue, step), from.toEpochMilli(), until.toEpochMilli(), MOST));
    }

    @Override
    public int prune(Step step, Instant before) {
        return Math.toIntExact(Answer.number(rows.write("thin", step.name(), before.toEpochMilli())));
    }

    private static String series(String queue, Step step) {
        return step.name() + ":" + queue;
    }

    private static String text(QueueSample sample) {
        StringJoiner text = new StringJoiner(" ")
                .add(Long.toString(sample.at().toEpochMilli()))
                .add(Long.toString(sample.upTo()))
                .add(Long.toString(sample.level().waiting()))
                .add(text(sample.level().oldest()))
                .add(Long.toString(sample.flow().done()))
                .add(Long.toString(sample.flow().failed()));
        add(text, sample.flow().waits());
        add(text, sample.flow().runs());
        return text.toString();
    }

    private static void add(StringJoiner text, @Nullable Quantiles times) {
        text.add(text(times == null ? null : times.p50()))
                .add(text(times == null ? null : times.p95()))
                .add(text(times == null ? null : times.p99()));
    }

    private static String text(@Nullable Duration time) {
        return time == null ? UNKNOWN : Long.toString(time.toNanos() / 1_000);
    }

    private static List<QueueSample> samples(String queue, Step step, @Nullable Object answer) {
        return Answer.list(answer).stream()
                .map(sample -> sample(queue, step, Answer.text(sample).split(" ")))
                .toList();
    }

    private static QueueSample sample(String queue, Step step, String[] parts) {
        return new QueueSample(
                queue,
                step,
                Instant.ofEpochMilli(Long.parseLong(parts[0])),
                new Level(Long.parseLong(parts[2]), time(parts[3])),
                new Flow(Long.parseLong(parts[4]), Long.parseLong(parts[5]), quantiles(parts, 6), quantiles(parts, 9)),
                Long.parseLong(parts[1]));
    }

    private static @Nullable Quantiles quantiles(String[] parts, int from) {
        Duration half = time(parts[from]);
        Duration most = time(parts[from + 1]);
        Duration nearlyAll = time(parts[from + 2]);
        return half == null || most == null || nearlyAll == null ? null : new Quantiles(half, most, nearlyAll);
    }

    private static @Nullable Duration time(String part) {
        return part.equals(UNKNOWN) ? null : Duration.of(Long.parseLong(part), ChronoUnit.MICROS);
    }
}
