package dev.tasuki.core.dispatch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ticker by the machine's time, with one platform daemon thread for each piece of work. Work that
 * throws is logged and run again at its next turn.
 */
public final class ThreadTicker implements Ticker {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadTicker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Ticking every(Duration period, String name, Runnable work) {
        CountDownLatch closing = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform().daemon().name("tasuki-" + name).start(() -> loop(period, name, work, closing));
        return () -> {
            closing.countDown();
            join(thread);
        };
    }

    private static void loop(Duration period, String name, Runnable work, CountDownLatch closing) {
        try {
            while (!closing.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
                run(name, work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed and goes on at its next turn", name, e);
        }
    }

    private static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
