package dev.tasuki.server.view;

import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Quantiles;
import dev.tasuki.core.use.QueueFigures;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Queues over time.
 *
 * @param from when the first step begins
 * @param stepS how long each step is
 * @param queues one line of numbers for each figure, all of one length
 */
@Schema(name = "QueueHistory", description = "How queues were, step by step")
public record QueueHistoryView(
        @Schema(example = "2026-11-29T07:00:00Z") Instant from,

        @Schema(example = "60", description = "Seconds of a step")
        long stepS,

        List<OfQueue> queues) {

    /** One queue. */
    @Schema(name = "QueueSeries", description = "Each list has one value a step; null where nobody knows")
    public record OfQueue(
            @Schema(example = "queue.model.train") String queue,

            @ArraySchema(
                    arraySchema =
                            @Schema(
                                    description = "How many waited at the step's end; of a wide step the highest",
                                    example = "[4, 7, null]"),
                    schema = @Schema(type = "integer", format = "int64", nullable = true))
            List<@Nullable Long> waiting,

            @ArraySchema(
                    arraySchema =
                            @Schema(
                                    description = "How long the oldest of them had waited, in seconds",
                                    example = "[2.5, 62.5, null]"),
                    schema = @Schema(type = "number", nullable = true))
            List<@Nullable Double> oldestS,

            @ArraySchema(
                    arraySchema = @Schema(description = "How many ended well", example = "[2, 0, null]"),
                    schema = @Schema(type = "integer", format = "int64", nullable = true))
            List<@Nullable Long> done,

            @ArraySchema(
                    arraySchema = @Schema(description = "How many ended with an error", example = "[0, 1, null]"),
                    schema = @Schema(type = "integer", format = "int64", nullable = true))
            List<@Nullable Long> failed,

            @Schema(description = "How long those waited that ended, in seconds")
            Lines waitS,

            @Schema(description = "How long they ran, in seconds")
            Lines runS) {}

    /** Quantiles, step by step. */
    @Schema(name = "QuantileSeries", description = "What half, 95 and 99 of a hundred did not exceed")
    public record Lines(
            @ArraySchema(
                    arraySchema = @Schema(example = "[0.25, null, null]"),
                    schema = @Schema(type = "number", nullable = true))
            List<@Nullable Double> p50,

            @ArraySchema(
                    arraySchema = @Schema(example = "[1.5, null, null]"),
                    schema = @Schema(type = "number", nullable = true))
            List<@Nullable Double> p95,

            @ArraySchema(
                    arraySchema = @Schema(example = "[7.25, null, null]"),
                    schema = @Schema(type = "number", nullable = true))
            List<@Nullable Double> p99) {
        static Lines of(List<@Nullable QueueSample> samples, Function<QueueSample, @Nullable Quantiles> times) {
            return new Lines(
                    line(samples, times, Quantiles::p50),
                    line(samples, times, Quantiles::p95),
                    line(samples, times, Quantiles::p99));
        }

        private static List<@Nullable Double> line(
                List<@Nullable QueueSample> samples,
                Function<QueueSample, @Nullable Quantiles> times,
                Function<Quantiles, Duration> which) {
            return each(samples, sample -> {
                Quantiles found = times.apply(sample);
                return found == null ? null : seconds(which.apply(found));
            });
        }
    }

    /** What is shown of a queue's samples. */
    public static OfQueue of(String queue, List<@Nullable QueueSample> samples) {
        return new OfQueue(
                queue,
                each(samples, sample -> sample.level().waiting()),
                each(samples, sample -> seconds(sample.level().oldest())),
                each(samples, sample -> sample.flow().done()),
                each(samples, sample -> sample.flow().failed()),
                Lines.of(samples, sample -> sample.flow().waits()),
                Lines.of(samples, sample -> sample.flow().runs()));
    }

    /** What is shown of queues. */
    public static QueueHistoryView of(QueueFigures.Span span, List<OfQueue> queues) {
        return new QueueHistoryView(span.from(), span.step().toSeconds(), queues);
    }

    private static <T> List<@Nullable T> each(
            List<@Nullable QueueSample> samples, Function<QueueSample, @Nullable T> figure) {
        ArrayList<@Nullable T> line = new ArrayList<>(samples.size());
        for (QueueSample sample : samples) {
            line.add(sample == null ? null : figure.apply(sample));
        }
        return line;
    }

    private static @Nullable Double seconds(@Nullable Duration time) {
        return time == null ? null : time.toNanos() / 1_000 / 1e6;
    }
}
