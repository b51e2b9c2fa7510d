package dev.tasuki.core.run;

import java.time.Duration;

/**
 * How a claim is kept.
 *
 * @param lease how long a claim holds without a heartbeat
 * @param beat how often it is extended, well below {@code lease}
 * @param progress how soon changed progress is stored, at most {@code beat}
 * @param handOver after how long a run takes its delivery off the broker's hands
 */
public record LeaseTerms(Duration lease, Duration beat, Duration progress, Duration handOver) {
    /** 30 s, extended every 10 s; progress at most every 2 s; handed over after 10 min. */
    public static final LeaseTerms STANDARD = new LeaseTerms(
            Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMinutes(10));

    /** The same with another time until a delivery is handed over. */
    public LeaseTerms handedOverAfter(Duration time) {
        return new LeaseTerms(lease, beat, progress, time);
    }
}
