package dev.tasuki.core.dispatch;

import dev.tasuki.core.base.Handler;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boundary between work and broker: whatever a handler throws becomes a settlement here, and
 * nowhere else. Thread-safe.
 */
public final class Dispatcher implements DeliveryHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Handler handler;
    private final RetryPolicy retries;
    private final Telemetry telemetry;
    private final @Nullable CircuitBreaker breaker;

    /** Takes every delivery up at once. */
    public Dispatcher(Handler handler, RetryPolicy retries, Telemetry telemetry) {
        this(handler, retries, telemetry, null);
    }

    /** Takes nothing up while the breaker is open; null: no breaker. */
    public Dispatcher(Handler handler, RetryPolicy retries, Telemetry telemetry, @Nullable CircuitBreaker breaker) {
        this.handler = handler;
        this.retries = retries;
        this.telemetry = telemetry;
        this.breaker = breaker;
    }

    @Override
    public Settlement handle(Delivery delivery) {
        return breaker == null || breaker.await() ? attempt(delivery) : new Settlement.Requeue(Duration.ZERO);
    }

    private Settlement attempt(Delivery delivery) {
        Handler.Attempt attempt = handler.begin(delivery);
        Settlement settlement;
        try {
            settlement = attempt.run();
            note(null);
        } catch (Refusal refusal) {
            note(refusal);
            settlement = refused(delivery, attempt, refusal);
        } catch (RuntimeException defect) {
            String id = delivery.message().correlationId();
            LOG.error(
                    "a defect while handling message {} of {}",
                    id,
                    delivery.message().queue(),
                    defect);
            note(null);
            settlement = refused(delivery, attempt, new Corrupt(RefusalCode.INTERNAL, defect(id), defect));
        }
        return counted(delivery, settlement);
    }

    /** Only a part that is away counts against the breaker; bad data does not. */
    private void note(@Nullable Refusal refusal) {
        if (breaker == null) {
            return;
        }
        if (refusal instanceof Unavailable) {
            breaker.failed(refusal.detail());
        } else {
            breaker.succeeded();
        }
    }

    private static String defect(String id) {
        return "a defect of Tasuki's own stopped this; the log has the details under " + id;
    }

    private Settlement refused(Delivery delivery, Handler.Attempt attempt, Refusal refusal) {
        Duration delay = retries.delay(Math.max(1, delivery.count()));
        try {
            return attempt.refused(refusal, settlement(refusal, delay));
        } catch (RuntimeException worse) {
            LOG.warn(
                    "message {} of {} goes back to its queue: {}; and that could not be recorded: {}",
                    delivery.message().correlationId(),
                    delivery.message().queue(),
                    refusal.detail(),
                    worse.getMessage(),
                    worse instanceof Refusal ? null : worse);
            return new Settlement.Requeue(delay);
        }
    }

    /** How a delivery ends that was refused. */
    static Settlement settlement(Refusal refusal, Duration delay) {
        return switch (refusal) {
            case InvalidRequest invalid ->
                invalid.fields().isEmpty() ? Settlement.ACCEPT : new Settlement.Discard(invalid.detail());
            case NotFound notFound -> Settlement.ACCEPT;
            case NotReady notReady -> Settlement.ACCEPT;
            case Unavailable unavailable -> new Settlement.Requeue(delay);
            case TimedOut timedOut -> Settlement.ACCEPT;
            case TooBusy tooBusy -> new Settlement.Requeue(delay);
            case Corrupt corrupt -> new Settlement.Discard(corrupt.detail());
        };
    }

    private Settlement counted(Delivery delivery, Settlement settlement) {
        switch (settlement) {
            case Settlement.Accept accept -> {}
            case Settlement.Requeue requeue -> telemetry.count(Telemetry.Count.REQUEUED);
            case Settlement.Discard discard -> {
                telemetry.count(Telemetry.Count.DISCARDED);
                LOG.warn(
                        "message {} of {} goes to the dead letters: {}",
                        delivery.message().correlationId(),
                        delivery.message().queue(),
                        discard.reason());
            }
        }
        return settlement;
    }
}
