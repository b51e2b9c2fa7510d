package dev.tasuki.faults.run;

import dev.tasuki.faults.history.Event;
import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.History;
import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ten times more trainings than can be done, asked for at a fixed rate whatever the answers are, after
 * a time of as many as can be done.
 *
 * @param seconds of each of the two
 */
public record Overload(int seconds) {
    private static final int BACKLOG = 100;
    private static final int TIMES = 10;
    private static final String SPEC = "s3-";
    private static final Duration TO_THE_END = Duration.ofMinutes(5);

    /**
     * What was measured.
     *
     * @param peak models stored per second while the queue was kept filled and nothing was refused
     * @param asked trainings asked for per second under overload
     * @param goodput models stored per second meanwhile
     * @param refused how many were refused meanwhile
     * @param refusal how long that took, from the call to the answer read, on the client's side
     */
    public record Figures(
            double peak, double asked, double goodput, int refused, Percentiles refusal, Verdict verdict) {}

    /** Of times in milliseconds; all 0 if there were none. */
    public record Percentiles(long p50, long p90, long p99) {
        private static Percentiles of(List<Long> sorted) {
            return new Percentiles(at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99));
        }

        private static long at(List<Long> sorted, double share) {
            return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * share) - 1);
        }
    }

    /** Measures in an empty directory. */
    public Figures run(Path directory) {
        try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE, directory)) {
            deployment
                    .with(List.of("--max-backlog", Integer.toString(BACKLOG)), List.of("--num_threads", "2"))
                    .startAll();
            AtomicLong numbers = new AtomicLong();
            double peak = stored(deployment, () -> keepFilled(deployment, numbers));
            double asked = TIMES * Math.max(1, peak);
            deployment.fault(FaultKind.OVERLOAD, "serve-trainings");
            long from = deployment.history().now();
            double goodput = stored(deployment, () -> openLoop(deployment, numbers, asked));
            long to = deployment.history().now();
            deployment.settled(TO_THE_END);
            Verdict verdict = deployment.finish();
            List<Event> events = History.read(directory.resolve("history.jsonl"));
            List<Long> refusals = refusals(events, from, to);
            return new Figures(peak, asked, goodput, refusals.size(), Percentiles.of(refusals), verdict);
        }
    }

    /** Models stored per second while this is done. */
    private static double stored(TestDeployment deployment, Runnable asking) {
        long before = deployment.backends().rows().completed();
        long begun = System.nanoTime();
        asking.run();
        return (deployment.backends().rows().completed() - before) * 1e9 / (System.nanoTime() - begun);
    }

    private void keepFilled(TestDeployment deployment, AtomicLong numbers) {
        CountDownLatch end = new CountDownLatch(1);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            if (deployment.backends().rows().unfinished() < BACKLOG / 4) {
                deployment.client().train(SPEC + numbers.incrementAndGet(), null);
            } else {
                await(end, 20);
            }
        }
    }

    /** Each call on a thread of its own, so that a slow answer holds up no other call. */
    private void openLoop(TestDeployment deployment, AtomicLong numbers, double rate) {
        CountDownLatch end = new CountDownLatch(1);
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            long period = (long) (1e9 / rate);
            var ticking = clock.scheduleAtFixedRate(
                    () -> Thread.startVirtualThread(
                            () -> deployment.client().train(SPEC + numbers.incrementAndGet(), null)),
                    0,
                    period,
                    TimeUnit.NANOSECONDS);
            await(end, seconds * 1000L);
            ticking.cancel(false);
        }
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            if (latch.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts it down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Long> refusals(List<Event> events, long from, long to) {
        Map<Long, Long> sent = new HashMap<>();
        events.stream()
                .filter(Event.Sent.class::isInstance)
                .map(Event.Sent.class::cast)
                .forEach(call -> sent.put(call.call(), call.at()));
        return events.stream()
                .filter(Event.Answered.class::isInstance)
                .map(Event.Answered.class::cast)
                .filter(answer -> answer.status() == 429 && answer.at() >= from && answer.at() <= to)
                .map(answer -> answer.at() - sent.getOrDefault(answer.call(), answer.at()))
                .sorted()
                .toList();
    }
}
