package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PredictingTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private static final Duration FURTHEST = Duration.ofMinutes(20);
    private final RecordedWire wire = new RecordedWire();
    private final AtomicInteger givenBack = new AtomicInteger();
    private final List<Ending> told = new ArrayList<>();
    private final Predicting predicting = new Predicting(
            new Predicting.Means(
                    body -> "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":1.5}"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    new CeleryWork.Here(
                            new Runs(),
                            "owner",
                            "tasuki@ml1",
                            RetryPolicy.standard(new Random(1)),
                            InstantSource.fixed(NOW)),
                    wire.conclusion(InstantSource.fixed(NOW)),
                    timer,
                    new CeleryEvents(
                            new FleetNode("tasuki@ml1", InstantSource.fixed(NOW)),
                            new RecordedWire(),
                            new KnownCalls())),
            FURTHEST);

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    private void call(Duration later) {
        Envelope message = Messages.with(
                headers -> headers.put("task", CallHandler.PREDICT).put("eta", CeleryTime.text(NOW.plus(later))));
        Request request = ((Reading.Call) CeleryJson.read(message)).request();
        predicting.begin(new Predicting.Asked(new Taken(message, "tasuki", 0, new Settled()), request, told::add));
    }

    @Test
    void whatIsDueIsPredictedAtOnce() {
        call(Duration.ofSeconds(-1));
        assertThat(told).singleElement().isInstanceOf(Ending.Done.class);
    }

    @Test
    void twentyMinutesAreTheFurthest() {
        call(FURTHEST);
        assertThat(told).isEmpty();
        call(FURTHEST.plusMillis(1));
        assertThat(told.toString()).contains("eta_too_far", "20 minutes");
    }

    @Test
    @Tag("bound:calls_held")
    void atMostSoManyWait() {
        for (int i = 0; i < Limits.CALLS_HELD.intValue(); i++) {
            call(Duration.ofMinutes(10));
        }
        assertThat(told).isEmpty();
        call(Duration.ofMinutes(10));
        assertThat(told.toString()).contains("eta_too_far", "1,000");
        predicting.stop();
        assertThat(givenBack).hasValue(Limits.CALLS_HELD.intValue());
    }

    private final class Settled implements Taken.Settling {
        @Override
        public void hold() {}

        @Override
        public void accept() {}

        @Override
        public void reject() {}

        @Override
        public void giveBack() {
            givenBack.incrementAndGet();
        }
    }
}
