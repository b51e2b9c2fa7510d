package dev.tasuki.core.simulation;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One process's way to one service. Every call of {@code core} to a port goes through here, takes some
 * virtual time on both sides of its effect, and may fail before the effect or after it (the answer is
 * lost), or be the last thing that the process does.
 */
final class FaultyLink {
    private final VirtualScheduler scheduler;
    private final FaultRates rates;
    private final SimulatedProcess process;
    private final Service service;

    FaultyLink(VirtualScheduler scheduler, FaultRates rates, SimulatedProcess process, Service service) {
        this.scheduler = scheduler;
        this.rates = rates;
        this.process = process;
        this.service = service;
    }

    /** Makes the call; {@code shown} is its result in the trace, nothing of a result that is null there. */
    <T> T call(String what, Supplier<T> effect, Function<T, String> shown) {
        process.step();
        travel();
        if (rates.down(service) || process.cut(service)) {
            scheduler.sleep(scheduler.between(1, 2 * VirtualScheduler.SECOND));
            throw trouble(what, "no connection");
        }
        if (rates.strikes(rates.crashesAtCall)) {
            process.die("before " + what);
        }
        if (rates.strikes(rates.fails)) {
            throw trouble(what, "failed before its effect");
        }
        T result = effect.get();
        String text = shown.apply(result);
        if (text != null) {
            scheduler.note(what + " -> " + text);
        }
        if (rates.strikes(rates.crashesAtCall)) {
            process.die("after " + what);
        }
        travel();
        if (rates.strikes(rates.fails) || (rates.down(service) && scheduler.chance(5_000))) {
            throw trouble(what, "failed after its effect");
        }
        return result;
    }

    private RuntimeException trouble(String what, String why) {
        scheduler.note(what + " !! " + why);
        process.troubled(service, why);
        return service.away(why);
    }

    /** Most calls are quick, some are not; without a wait nobody else comes between. */
    private void travel() {
        int kind = scheduler.random.nextInt(100);
        if (rates.strikes(rates.slow)) {
            scheduler.sleep(scheduler.between(200 * VirtualScheduler.MILLI, 8 * VirtualScheduler.SECOND));
            process.troubled(service, "slow");
        } else if (kind < 12) {
            scheduler.sleep(scheduler.between(1, 20 * VirtualScheduler.MILLI));
        } else if (kind < 40) {
            scheduler.sleep(scheduler.between(1, VirtualScheduler.MILLI));
        }
    }
}
