package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputePoolTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final ComputePool pool = new ComputePool(new ComputePool.Terms("test", 1, 2, 100));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void itComputesOnAPlatformThreadAndGivesTheResultOrTheRefusal() {
        assertThat(pool.call(() -> Thread.currentThread().isVirtual(), 1)).isFalse();
        NotFound refusal = new NotFound(RefusalCode.MODEL_NOT_FOUND, "there is none");
        assertThatThrownBy(() -> pool.call(
                        () -> {
                            throw refusal;
                        },
                        1))
                .isSameAs(refusal);
    }

    @Test
    void whatWaitsIsBoundedByCount() throws Exception {
        assertThat(pool.offer(this::hold, 1)).isTrue();
        begun.await();
        assertThat(pool.offer(() -> {}, 1)).isTrue();
        assertThat(pool.offer(() -> {}, 1)).isTrue();

        assertThat(pool.offer(() -> {}, 1)).isFalse();
        assertThatThrownBy(() -> pool.call(() -> 1, 1)).isInstanceOf(TooBusy.class);
        go.countDown();
        assertThat(pool.awaitIdle(LONG)).isTrue();
        assertThat(pool.call(() -> 1, 1)).isEqualTo(1);
    }

    @Test
    void whatWaitsIsBoundedByBytesButOneAloneMayBeLarger() throws Exception {
        assertThat(pool.offer(this::hold, 60)).isTrue();
        begun.await();

        assertThat(pool.offer(() -> {}, 41)).isFalse();
        assertThat(pool.offer(() -> {}, 40)).isTrue();
        go.countDown();
        assertThat(pool.awaitIdle(LONG)).isTrue();
        assertThat(pool.call(() -> 1, 1_000)).isEqualTo(1);
    }

    @Test
    void aFailureEndsNoThread() {
        assertThat(pool.offer(
                        () -> {
                            throw new IllegalStateException("on purpose");
                        },
                        1))
                .isTrue();

        assertThat(pool.call(() -> 2, 1)).isEqualTo(2);
    }

    @Test
    void closingInterruptsWhatIsUnderWayAndLetsNobodyWait() throws Exception {
        assertThat(pool.offer(this::hold, 1)).isTrue();
        begun.await();
        CompletableFuture<Integer> waits = CompletableFuture.supplyAsync(() -> pool.call(() -> 1, 1));

        pool.close();

        assertThatThrownBy(waits::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfAny(Unavailable.class, TooBusy.class);
        assertThat(pool.awaitIdle(LONG)).isTrue();
        assertThat(pool.offer(() -> {}, 1)).isFalse();
    }

    private void hold() {
        begun.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
