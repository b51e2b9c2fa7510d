package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Limits;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PublishBehindTest {
    private static final long MOST = Limits.PUBLISH_BEHIND_BYTES.value();

    private final AtomicInteger published = new AtomicInteger();

    @Test
    void theCallerDoesNotWait() throws InterruptedException {
        CountDownLatch confirm = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (PublishBehind behind = new PublishBehind()) {
            behind.submit(1, () -> {
                await(confirm);
                done.countDown();
            });
            confirm.countDown();
            assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    @Tag("bound:publish_behind_bytes")
    void whatFindsNoRoomIsLeftToTheRelay() {
        CountDownLatch confirm = new CountDownLatch(1);
        try (PublishBehind behind = new PublishBehind()) {
            Runnable publish = () -> {
                await(confirm);
                published.incrementAndGet();
            };
            behind.submit(MOST - 1, publish);
            behind.submit(1, publish);
            behind.submit(1, () -> published.addAndGet(100));
            confirm.countDown();
        }
        assertThat(published).hasValue(2);
    }

    @Test
    void roomIsGivenBackHoweverItEnds() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        try (PublishBehind behind = new PublishBehind()) {
            CountDownLatch first = new CountDownLatch(1);
            behind.submit(MOST, first::countDown);
            assertThat(first.await(1, TimeUnit.MINUTES)).isTrue();
            while (second.getCount() > 0) {
                behind.submit(MOST, second::countDown);
                Thread.onSpinWait();
            }
        }
        assertThat(second.getCount()).isZero();
    }

    @Test
    void closingPublishesWhatWaits() {
        PublishBehind behind = new PublishBehind();
        for (int i = 0; i < 1_000; i++) {
            behind.submit(10, published::incrementAndGet);
        }
        behind.close();
        assertThat(published).hasValue(1_000);

        behind.submit(10, published::incrementAndGet);
        assertThat(published).hasValue(1_000);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
