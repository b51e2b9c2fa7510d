package dev.tasuki.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls per second of a number of callers, each on a virtual thread, each waiting for its own. */
final class Rate {
    private static final int WARM = 500;

    private Rate() {}

    /** One call, under an id that no other has. */
    @FunctionalInterface
    interface Call {
        void make(String id) throws Exception;
    }

    /**
     * What was measured.
     *
     * @param cpuMicros of this process, of all its threads, for each call
     */
    record Measured(double perSecond, double cpuMicros) {}

    static Measured of(int callers, long nanos, Call call) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < WARM && System.nanoTime() - start < nanos; i++) {
            call.make("warm-" + i);
        }
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        List<Future<Long>> counts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                int me = caller;
                counts.add(threads.submit(() -> {
                    long calls = 0;
                    for (; System.nanoTime() - begin < nanos; calls++) {
                        call.make(me + "-" + calls);
                    }
                    return calls;
                }));
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long sum = 0;
        for (Future<Long> count : counts) {
            sum += count.get();
        }
        return new Measured(sum / seconds, (cpuNanos() - cpu) / 1e3 / sum);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
