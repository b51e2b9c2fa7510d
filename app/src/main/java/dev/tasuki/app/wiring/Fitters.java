package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Closer;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.base.ThreadNiceness;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.fit.Fitter;
import dev.tasuki.core.fit.IsolatedFitter;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.task.Limits;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What trains in this process. */
record Fitters(Settings settings, FitBounds bounds, Closer closer) {
    /**
     * A producer does not know the heaps of its consumers: unless it is told a bound, it refuses nothing for
     * its memory, and the consumer does.
     */
    static FitBounds bounds(Role role, Settings settings) {
        long share = Limits.FIT_MEMORY.bytes(Runtime.getRuntime().maxMemory());
        long memory = settings.maxFitMemory().orElse(role.works() ? share : Long.MAX_VALUE);
        return new FitBounds(memory, settings.maxClasses(), settings.fitThreads());
    }

    /** Fits in this process, or in one of its own for each training, as the settings say. */
    Fitter fitter() {
        return settings.isolateFits()
                ? new IsolatedFitter(
                        new FitProcess(bounds, settings.logLevel(), settings.logFormat(), settings.plugins()),
                        bounds.memory())
                : learner();
    }

    /** Trees grow on a bounded pool that all trainings share; one that finds it busy goes on alone. */
    private LocalFitter learner() {
        int threads = settings.fitThreads();
        if (threads == 1) {
            return new LocalFitter(Runnable::run, bounds);
        }
        ThreadFactory names =
                Thread.ofPlatform().daemon().name("tasuki-grower-", 1).factory();
        ThreadPoolExecutor growers = new ThreadPoolExecutor(
                0,
                threads - 1,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> names.newThread(ThreadNiceness.yielding(work)));
        closer.register(growers::shutdownNow);
        return new LocalFitter(growers, bounds);
    }
}
