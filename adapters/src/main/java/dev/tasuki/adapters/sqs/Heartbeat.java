package dev.tasuki.adapters.sqs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps deliveries ours, also those that no worker has begun. SQS lends a message for twelve hours at most; before that
 * the heartbeat of a delivery stops, and says so. Thread-safe.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration LONGEST = Duration.ofHours(11).plusMinutes(50);

    private final Settler settler;
    private final SqsMetrics metrics;
    private final InstantSource clock;
    private final Duration visibility;
    private final Set<Held> inHand = ConcurrentHashMap.newKeySet();

    Heartbeat(Settler settler, SqsClients clients, InstantSource clock) {
        this.settler = settler;
        this.metrics = clients.metrics();
        this.clock = clock;
        this.visibility = clients.settings().timing().visibility();
    }

    /** How often {@link #beat} is to be called. */
    static Duration period(SqsSettings settings) {
        return settings.timing().visibility().dividedBy(3);
    }

    void add(Held held) {
        inHand.add(held);
    }

    void remove(Held held) {
        inHand.remove(held);
    }

    /** A sign of life for each delivery that is in hand now. */
    void beat() {
        Instant now = clock.instant();
        for (Held held : inHand) {
            if (held.since().plus(LONGEST).isBefore(now)) {
                inHand.remove(held);
                LOG.warn(
                        "message {} of {} is in hand for twelve hours soon: SQS gives it to another consumer",
                        held.envelope().message().correlationId(),
                        held.target().name());
            } else {
                settler.visibleAfter(held.target(), held.handle(), visibility)
                        .whenComplete((done, failure) -> told(held, failure));
            }
        }
    }

    /** What a failed settlement or sign of life means for the delivery. */
    void told(Held held, @Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        boolean wasInHand = inHand.contains(held);
        if (failure instanceof EntryFailed entry && entry.lost()) {
            inHand.remove(held);
            if (held.lose() && wasInHand) {
                metrics.happened(SqsMetrics.Event.VISIBILITY_LOST);
                LOG.warn(
                        "message {} of {} went to another consumer",
                        held.envelope().message().correlationId(),
                        held.target().name());
            }
        } else if (wasInHand) {
            LOG.warn(
                    "no sign of life for message {} of {} could be given: {}",
                    held.envelope().message().correlationId(),
                    held.target().name(),
                    failure.getMessage());
        }
    }
}
