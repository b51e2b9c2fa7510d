package dev.tasuki.core.simulation;

import java.time.Duration;
import java.util.List;

/** Lets the faults of the fault rates strike: each of its kind again and again until it is calm. */
final class Faults {
    private final SimulatedSystem system;
    private final VirtualScheduler scheduler;
    private final FaultRates rates;

    Faults(SimulatedSystem system) {
        this.system = system;
        this.scheduler = system.scheduler();
        this.rates = system.rates();
    }

    void begin() {
        repeat(rates.crashEvery, () -> process(process -> process.end("SIGKILL")));
        repeat(rates.stopEvery, () -> process(this::stop));
        repeat(
                rates.pauseEvery,
                () -> process(process -> process.pause(scheduler.between(VirtualScheduler.SECOND, longest()))));
        repeat(rates.linkCutEvery, this::cut);
        repeat(rates.serviceDownEvery, this::takeDown);
        repeat(rates.clockStepEvery, this::stepClock);
        repeat(rates.losesMessages ? 50 * VirtualScheduler.SECOND : 0, () -> {
            scheduler.note("the broker loses every message that waits");
            system.eventCounts().count("messages lost");
            system.broker().purge();
        });
    }

    private void repeat(long every, Runnable fault) {
        if (every > 0) {
            scheduler.after(scheduler.between(0, 2 * every), () -> {
                if (!rates.calm()) {
                    fault.run();
                    repeat(every, fault);
                }
            });
        }
    }

    private long longest() {
        return scheduler.oneOf(List.of(5L, 45L, 100L)) * VirtualScheduler.SECOND;
    }

    private void process(java.util.function.Consumer<SimulatedProcess> fault) {
        Host host = scheduler.oneOf(system.hosts());
        if (host.up()) {
            fault.accept(host.process);
        }
    }

    private void stop(SimulatedProcess process) {
        Duration patience = Duration.ofSeconds(10L * scheduler.random.nextInt(4));
        if (process.ready()) {
            scheduler.spawn(process, process.name() + "/stop", () -> process.stop(patience));
        }
    }

    private void cut() {
        Host host = scheduler.oneOf(system.hosts());
        Service service = scheduler.oneOf(List.of(Service.values()));
        long micros = scheduler.between(VirtualScheduler.SECOND, 60 * VirtualScheduler.SECOND);
        scheduler.note(host.name + " is cut off from " + service + " for " + micros / VirtualScheduler.MILLI + " ms");
        system.eventCounts().count("process cut off");
        host.cutUntil(service, scheduler.now() + micros);
        if (service == Service.BROKER && host.up()) {
            system.broker().connectionLost(host.process, scheduler.between(0, 10 * VirtualScheduler.SECOND));
        }
    }

    private void takeDown() {
        Service service = scheduler.oneOf(List.of(Service.values()));
        long micros = scheduler.between(VirtualScheduler.SECOND, 60 * VirtualScheduler.SECOND);
        system.eventCounts().count("service down");
        scheduler.note(service + " is down for " + micros / VirtualScheduler.MILLI + " ms");
        if (service == Service.BROKER) {
            system.broker().restart(micros);
        } else {
            rates.takeDown(service, micros);
        }
    }

    private void stepClock() {
        Host host = scheduler.oneOf(system.hosts());
        long by = scheduler.between(-3600, 3600) * VirtualScheduler.SECOND;
        scheduler.note(host.name + "'s clock steps by " + by / VirtualScheduler.SECOND + " s");
        system.eventCounts().count("clock stepped");
        host.clockOffset += by;
    }
}
