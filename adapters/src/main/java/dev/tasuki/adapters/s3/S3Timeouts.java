package dev.tasuki.adapters.s3;

import java.time.Duration;
import java.util.List;

/**
 * How long the store is waited for. All are longer than zero.
 *
 * @param connect until a TCP and TLS connection stands
 * @param read between two pieces of an answer
 * @param attempt for one request including its body, or until the answer to a read begins
 * @param call for a request with all its repetitions
 * @param question for a request without content with all its repetitions, a third of it for one: a
 *     client waits for the answer
 */
public record S3Timeouts(Duration connect, Duration read, Duration attempt, Duration call, Duration question) {
    /** 5 s, 30 s, 60 s, 150 s and 15 s: a part of 8 MiB gets through at 140 kB/s. */
    public static final S3Timeouts DEFAULT = new S3Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(150),
            Duration.ofSeconds(15));

    public S3Timeouts {
        List<Duration> all = List.of(connect, read, attempt, call, question);
        if (!all.stream().allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException("time-outs must be longer than zero: " + all);
        }
    }

    /** For one attempt at a question. */
    Duration attemptAtQuestion() {
        return question.dividedBy(3);
    }
}
