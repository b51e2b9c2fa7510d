package dev.tasuki.core.base;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A ticker by the machine's time, with one platform daemon thread for each piece of work. Work that
 * throws is logged, once for each kind of failure, and runs again at its next turn, a second later at
 * the soonest.
 */
public final class ThreadTicker implements Ticker {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(1);

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
        DefectLog defects = new DefectLog(name);
        Duration pauseAfterDefect = period.compareTo(AFTER_A_DEFECT) < 0 ? AFTER_A_DEFECT : period;
        Duration pause = period;
        try {
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = goesWell(work, defects) ? period : pauseAfterDefect;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean goesWell(Runnable work, DefectLog defects) {
        try {
            work.run();
            defects.wentWell();
            return true;
        } catch (RuntimeException | Error e) {
            // A thread that ended here would be missing for as long as the process runs.
            defects.failed(e);
            return false;
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
