package dev.tasuki.core.simulation;

import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.memory.MemoryLeaderLease;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.task.Caps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Everything that outlives a process: the hosts and what they share. */
final class SimulatedSystem {
    private final VirtualScheduler scheduler;
    private final FaultRates rates;
    private final ProcessOverrides overrides;
    private final Caps caps;
    private final EventCounts counts = new EventCounts();
    private final List<Telemetry> telemetries = new ArrayList<>();
    private final MemoryTaskStore rows;
    private final MemoryLeaderLease leases;
    private final MemoryObjectStore objects;
    private final InvariantChecker checker;
    private final SimulatedBroker broker;
    private final List<Host> hosts = new ArrayList<>();

    SimulatedSystem(VirtualScheduler scheduler, ProcessOverrides overrides) {
        this.scheduler = scheduler;
        this.overrides = overrides;
        this.rates = new FaultRates(scheduler);
        Caps.Cap few = new Caps.Cap(Map.of(), OptionalInt.of(1 + scheduler.random.nextInt(2)));
        this.caps = scheduler.chance(2_500) ? new Caps(Caps.Cap.NONE, few) : Caps.NONE;
        this.rows = new MemoryTaskStore(scheduler::instant);
        this.leases = new MemoryLeaderLease(scheduler::instant);
        this.objects = new MemoryObjectStore(scheduler::instant);
        this.checker = new InvariantChecker(scheduler, rates, rows, objects);
        this.broker = new SimulatedBroker(scheduler, rates, checker);
        settle();
    }

    /** Hosts and fault rates in one line. */
    String setting() {
        return hosts.stream()
                        .map(host -> host.name + " " + host.role + " clock "
                                + host.clockOffset / VirtualScheduler.SECOND + " s")
                        .collect(Collectors.joining(", "))
                + (caps.none() ? "" : ", one tag capped") + "; " + rates;
    }

    /** One process with the store to itself, or several of mixed roles. */
    private void settle() {
        if (scheduler.chance(3_000)) {
            host(new Host.Role(true, 1 + scheduler.random.nextInt(2), true, false));
            return;
        }
        boolean foreign = scheduler.chance(5_000);
        int others = 1 + scheduler.random.nextInt(2);
        boolean apart = scheduler.chance(5_000);
        host(new Host.Role(true, apart ? 0 : 1, false, foreign));
        for (int i = 0; i < others; i++) {
            host(new Host.Role(scheduler.chance(3_000), 1 + scheduler.random.nextInt(2), false, foreign));
        }
    }

    private void host(Host.Role role) {
        Host host = new Host("p" + (hosts.size() + 1), role);
        if (rates.skewedClocks) {
            long most = scheduler.oneOf(List.of(2L, 20L, 600L, 7_200L)) * VirtualScheduler.SECOND;
            host.clockOffset = scheduler.between(-most, most);
        }
        hosts.add(host);
    }

    /** Starts a process on the host unless one is there. */
    void boot(Host host) {
        if (!host.up()) {
            SimulatedProcess process = new SimulatedProcess(this, host);
            host.process = process;
            scheduler.note(process.name() + " starts, " + host.role);
            scheduler.spawn(process, process.name() + "/main", process::boot);
        }
    }

    /** A process has ended; its supervisor starts another. */
    void died(Host host) {
        counts.count("process died");
        long after = rates.calm()
                ? scheduler.between(1, 3 * VirtualScheduler.SECOND)
                : scheduler.between(1, 40 * VirtualScheduler.SECOND);
        scheduler.after(after, () -> boot(host));
    }

    /** How many trainings with one tag may run at once. */
    Caps caps() {
        return caps;
    }

    EventCounts eventCounts() {
        return counts;
    }

    /** Counters of a new process. */
    Telemetry telemetry() {
        Telemetry telemetry = new Telemetry();
        telemetries.add(telemetry);
        return telemetry;
    }

    /** Adds what all processes have counted. */
    void count() {
        for (Telemetry telemetry : telemetries) {
            for (Telemetry.Count what : Telemetry.Count.values()) {
                counts.count(what.text(), telemetry.value(what));
            }
        }
    }

    VirtualScheduler scheduler() {
        return scheduler;
    }

    FaultRates rates() {
        return rates;
    }

    ProcessOverrides seams() {
        return overrides;
    }

    MemoryTaskStore rows() {
        return rows;
    }

    MemoryLeaderLease leases() {
        return leases;
    }

    MemoryObjectStore objects() {
        return objects;
    }

    InvariantChecker checker() {
        return checker;
    }

    SimulatedBroker broker() {
        return broker;
    }

    List<Host> hosts() {
        return hosts;
    }
}
