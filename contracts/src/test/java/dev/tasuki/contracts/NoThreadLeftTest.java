package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class NoThreadLeftTest {
    @Test
    void seesThreadsOfBothKinds() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread virtual = Thread.ofVirtual().name("tasuki-seen-virtual").start(() -> await(end));
        Thread platform = Thread.ofPlatform().name("tasuki-seen-platform").start(() -> await(end));

        assertThat(NoThreadLeft.ours())
                .contains("tasuki-seen-virtual #" + virtual.threadId(), "tasuki-seen-platform #" + platform.threadId());
        end.countDown();
        virtual.join();
        platform.join();
        assertThat(NoThreadLeft.ours()).noneMatch(name -> name.startsWith("tasuki-seen"));
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
