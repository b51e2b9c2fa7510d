package dev.tasuki.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private static final long MIB = 1 << 20;
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong();
    private final BodyBudget budget = new BodyBudget(16 * MIB, now::get);

    private static void refused(BodyBudget.Share share, long bytes) {
        assertThatThrownBy(() -> share.take(bytes)).isInstanceOfSatisfying(Unavailable.class, e -> {
            assertThat(e.code()).isEqualTo(RefusalCode.TOO_BUSY);
            assertThat(e.retryAfter()).isPresent();
        });
    }

    @Test
    @Tag("bound:bodies_in_flight")
    void itIsSpentToTheLastByteAndNoFurther() {
        try (var first = budget.open();
                var second = budget.open();
                var third = budget.open()) {
            first.take(8 * MIB);
            second.take(4 * MIB);
            refused(third, BodyBudget.SMALL + 1);
            assertThat(budget.taken()).isEqualTo(12 * MIB);
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    @Tag("bound:bodies_in_flight")
    void aQuarterIsKeptForSmallBodies() {
        try (var first = budget.open();
                var second = budget.open()) {
            first.take(12 * MIB);
            for (int i = 0; i < 4 * MIB / BodyBudget.SMALL; i++) {
                budget.open().take(BodyBudget.SMALL);
            }
            assertThat(budget.taken()).isEqualTo(16 * MIB);
            refused(second, 1);
        }
    }

    @Test
    void smallBodiesMayTakeWhatNoLargeOneHas() {
        for (int i = 0; i < 16 * MIB / BodyBudget.SMALL; i++) {
            budget.open().take(BodyBudget.SMALL);
        }
        refused(budget.open(), 1);
    }

    @Test
    void oneLargeBodyAlwaysFitsHoweverSmallTheHeap() {
        BodyBudget tiny = new BodyBudget(MIB, now::get);
        try (var first = tiny.open();
                var second = tiny.open();
                var small = tiny.open()) {
            first.take(Limits.JSON_BODY.value());
            refused(second, Limits.JSON_BODY.value());
            small.take(1_000);
        }
        try (var again = tiny.open()) {
            again.take(Limits.JSON_BODY.value());
        }
    }

    @Test
    void whatGrowsIsCountedAsItGrows() {
        try (var first = budget.open();
                var second = budget.open()) {
            first.take(10 * MIB);
            second.take(1_000);
            second.take(MIB);
            refused(second, MIB);
            assertThat(budget.taken()).isEqualTo(11 * MIB + 1_000);
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aBodyThatArrivesSlowlyGivesWayOnceOthersNeedTheRoom() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CompletableFuture<String> slow = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try (var share = budget.open()) {
                share.take(12 * MIB);
                taken.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                slow.complete("interrupted");
            }
        });
        taken.await();
        try (var other = budget.open()) {
            now.addAndGet(10 * SECOND);
            refused(other, MIB);
            assertThat(slow).isNotDone();
            now.incrementAndGet();
            refused(other, MIB);
            reader.join();
            assertThat(slow.get()).isEqualTo("interrupted");
            other.take(MIB);
        }
    }

    @Test
    void aBodyThatHasArrivedNeedNotGiveWay() throws InterruptedException, ExecutionException {
        try (var here = budget.open();
                var other = budget.open()) {
            here.take(12 * MIB);
            here.arrived();
            now.addAndGet(60 * SECOND);
            refused(other, MIB);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void whoeverGaveWayIsToldSoAndTheThreadIsLeftAsItWas() throws Exception {
        CompletableFuture<Void> told = CompletableFuture.runAsync(() -> {
            try (var slow = budget.open()) {
                slow.take(12 * MIB);
                now.addAndGet(11 * SECOND);
                try (var other = budget.open()) {
                    refused(other, MIB);
                }
                assertThatThrownBy(slow::arrived)
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("too slowly");
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        });
        told.get();
        assertThat(budget.taken()).isZero();
    }
}
