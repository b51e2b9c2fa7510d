package dev.tasuki.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.Handler;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final MovableClock clock = new MovableClock();
    private final Telemetry telemetry = new Telemetry();
    private final RetryPolicy retries = RetryPolicy.standard(new Random(7)).shortened();
    private final CircuitBreaker breaker = new CircuitBreaker(retries, clock, telemetry);

    @Test
    void itOpensAfterFiveFailuresInARow() {
        fail(4);
        breaker.succeeded();
        fail(4);
        assertThat(breaker.enter()).isZero();

        fail(1);

        assertThat(breaker.open()).isTrue();
        assertThat(breaker.enter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(telemetry.value(Telemetry.Count.BREAKER_OPENED)).isOne();
    }

    @Test
    void failuresOfWhatWasUnderWayDoNotOpenItTwice() {
        fail(20);

        assertThat(telemetry.value(Telemetry.Count.BREAKER_OPENED)).isOne();
    }

    @Test
    void oneProbeGoesThroughAndItsSuccessLetsAllFollow() {
        fail(5);
        clock.move(LONGEST);

        assertThat(breaker.enter()).isZero();
        assertThat(breaker.enter()).isEqualTo(LONGEST);
        breaker.succeeded();
        assertThat(breaker.enter()).isZero();
        assertThat(breaker.enter()).isZero();
        assertThat(breaker.open()).isFalse();
    }

    @Test
    void aProbeThatFailsOpensItForLongerInTheMean() {
        fail(5);
        long sum = 0;
        for (int i = 0; i < 200; i++) {
            clock.move(LONGEST);
            assertThat(breaker.enter()).isZero();
            fail(1);
            sum += breaker.enter().toMillis();
        }

        // Full jitter: half of the highest ceiling, 30 s.
        assertThat(sum / 200).isBetween(12_000L, 18_000L);
    }

    @Test
    void aProbeThatTakesLongDoesNotKeepTheOthers() {
        fail(5);
        clock.move(LONGEST);
        assertThat(breaker.enter()).isZero();

        clock.move(LONGEST);

        assertThat(breaker.enter()).isZero();
    }

    @Test
    void onlyWhatIsAwayCounts() {
        AtomicReference<@Nullable Refusal> refusal =
                new AtomicReference<>(new NotFound(RefusalCode.DATASET_NOT_FOUND, "no such dataset"));
        Dispatcher dispatcher = dispatcher(refusal, new AtomicInteger());
        handle(dispatcher, 10);
        assertThat(breaker.open()).isFalse();

        refusal.set(new Unavailable(RefusalCode.STORE_UNAVAILABLE, "away", Duration.ofSeconds(1)));
        handle(dispatcher, 5);

        assertThat(breaker.open()).isTrue();
    }

    @Test
    void whoeverWaitsGivesItsDeliveryBackWhenConsumingEnds() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        Dispatcher dispatcher = dispatcher(new AtomicReference<>(null), begun);
        fail(5);
        CompletableFuture<Settlement> waiting = new CompletableFuture<>();
        Thread worker = Thread.ofPlatform().start(() -> waiting.complete(dispatcher.handle(delivery())));
        await().atMost(Duration.ofMinutes(2)).until(() -> worker.getState() == Thread.State.TIMED_WAITING);

        breaker.release();

        assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo(new Settlement.Requeue(Duration.ZERO));
        assertThat(begun).hasValue(0);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed("away");
        }
    }

    private static void handle(Dispatcher dispatcher, int times) {
        for (int i = 0; i < times; i++) {
            dispatcher.handle(delivery());
        }
    }

    private Dispatcher dispatcher(AtomicReference<@Nullable Refusal> refusal, AtomicInteger begun) {
        Handler handler = delivery -> new Handler.Attempt() {
            @Override
            public Settlement run() {
                begun.incrementAndGet();
                Refusal thrown = refusal.get();
                if (thrown != null) {
                    throw thrown;
                }
                return Settlement.ACCEPT;
            }

            @Override
            public Settlement refused(Refusal told, Settlement usual) {
                return usual;
            }
        };
        return new Dispatcher(handler, retries, telemetry, breaker);
    }

    private static Delivery delivery() {
        return new Delivery(Message.durable("q", new byte[0], "m"), 1, () -> {});
    }
}
