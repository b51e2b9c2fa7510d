package dev.tasuki.faults.inject;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does things ten minutes after it was asked to, if the process is still there: a run has killed it by then. */
final class DelayedWork {
    private static final long MINUTES = 10;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("later").factory());

    void run(Runnable work) {
        @SuppressWarnings("UnnamedVariable") // that nobody looks at the outcome is the bug
        Future<?> unused = thread.schedule(work, MINUTES, TimeUnit.MINUTES);
    }
}
