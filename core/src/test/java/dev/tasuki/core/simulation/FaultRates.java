package dev.tasuki.core.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which faults one simulation has, and how often: drawn once, each fault absent from about half of all
 * simulations, so that some combinations are rare and deep rather than all shallow. It calms down at
 * {@link #calmFrom()}; from then on nothing fails any more.
 */
final class FaultRates {
    /** Shares are in 10,000; 0 where the fault is absent. */
    final int fails;

    final int crashesAtCall;
    final int duplicates;
    final int slow;
    final long crashEvery;
    final long pauseEvery;
    final long linkCutEvery;
    final long serviceDownEvery;
    final long stopEvery;
    final long clockStepEvery;
    final boolean losesMessages;
    final boolean skewedClocks;

    private final VirtualScheduler scheduler;
    private final long calmFrom;
    private final Map<Service, Long> downUntil = new EnumMap<>(Service.class);

    FaultRates(VirtualScheduler scheduler) {
        this.scheduler = scheduler;
        fails = sometimes() ? scheduler.oneOf(java.util.List.of(20, 100, 500, 1500)) : 0;
        crashesAtCall = sometimes() ? scheduler.oneOf(java.util.List.of(5, 20, 60)) : 0;
        duplicates = sometimes() ? 1000 : 0;
        slow = sometimes() ? 300 : 0;
        crashEvery = period(40);
        pauseEvery = period(scheduler.oneOf(java.util.List.of(15, 60)));
        linkCutEvery = period(30);
        serviceDownEvery = period(60);
        stopEvery = period(60);
        clockStepEvery = scheduler.chance(2_000) ? 60 * VirtualScheduler.SECOND : 0;
        losesMessages = scheduler.chance(2_000);
        skewedClocks = sometimes();
        calmFrom = scheduler.between(40, 160) * VirtualScheduler.SECOND;
    }

    @Override
    public String toString() {
        return "calm from " + calmFrom / VirtualScheduler.SECOND + " s, in 10,000 calls " + fails + " fail, "
                + crashesAtCall
                + " kill, " + slow + " are slow, " + duplicates + " messages doubled; every so many seconds a crash "
                + crashEvery / VirtualScheduler.SECOND + ", stop " + stopEvery / VirtualScheduler.SECOND + ", pause "
                + pauseEvery / VirtualScheduler.SECOND + ", cut " + linkCutEvery / VirtualScheduler.SECOND
                + ", service down "
                + serviceDownEvery / VirtualScheduler.SECOND + ", clock step "
                + clockStepEvery / VirtualScheduler.SECOND
                + (losesMessages ? "; messages are lost" : "");
    }

    private boolean sometimes() {
        return scheduler.chance(5_000);
    }

    private long period(int seconds) {
        return sometimes() ? seconds * VirtualScheduler.SECOND : 0;
    }

    long calmFrom() {
        return calmFrom;
    }

    boolean calm() {
        return scheduler.now() >= calmFrom;
    }

    /** True with this chance in 10,000, and never once it is calm. */
    boolean strikes(int share) {
        return !calm() && scheduler.chance(share);
    }

    boolean down(Service service) {
        return !calm() && downUntil.getOrDefault(service, 0L) > scheduler.now();
    }

    void takeDown(Service service, long micros) {
        downUntil.put(service, scheduler.now() + micros);
    }
}
