package dev.tasuki.core.simulation;

import java.time.Duration;
import java.util.List;

/** Lets the faults of the weather strike: each of its kind again and again until it is calm. */
final class Faults {
    private final Universe universe;
    private final World world;
    private final Weather weather;

    Faults(Universe universe) {
        this.universe = universe;
        this.world = universe.world();
        this.weather = universe.weather();
    }

    void begin() {
        repeat(weather.crashEvery, () -> process(process -> process.end("SIGKILL")));
        repeat(weather.stopEvery, () -> process(this::stop));
        repeat(weather.pauseEvery, () -> process(process -> process.pause(world.between(World.SECOND, longest()))));
        repeat(weather.linkCutEvery, this::cut);
        repeat(weather.serviceDownEvery, this::takeDown);
        repeat(weather.clockStepEvery, this::stepClock);
        repeat(weather.losesMessages ? 50 * World.SECOND : 0, () -> {
            world.note("the broker loses every message that waits");
            universe.tally().count("messages lost");
            universe.broker().purge();
        });
    }

    private void repeat(long every, Runnable fault) {
        if (every > 0) {
            world.after(world.between(0, 2 * every), () -> {
                if (!weather.calm()) {
                    fault.run();
                    repeat(every, fault);
                }
            });
        }
    }

    private long longest() {
        return world.oneOf(List.of(5L, 45L, 100L)) * World.SECOND;
    }

    private void process(java.util.function.Consumer<SimulatedProcess> fault) {
        Host host = world.oneOf(universe.hosts());
        if (host.up()) {
            fault.accept(host.process);
        }
    }

    private void stop(SimulatedProcess process) {
        Duration patience = Duration.ofSeconds(10L * world.random.nextInt(4));
        if (process.ready()) {
            world.spawn(process, process.name() + "/stop", () -> process.stop(patience));
        }
    }

    private void cut() {
        Host host = world.oneOf(universe.hosts());
        Service service = world.oneOf(List.of(Service.values()));
        long micros = world.between(World.SECOND, 60 * World.SECOND);
        world.note(host.name + " is cut off from " + service + " for " + micros / World.MILLI + " ms");
        universe.tally().count("process cut off");
        host.cutUntil(service, world.now() + micros);
        if (service == Service.BROKER && host.up()) {
            universe.broker().connectionLost(host.process, world.between(0, 10 * World.SECOND));
        }
    }

    private void takeDown() {
        Service service = world.oneOf(List.of(Service.values()));
        long micros = world.between(World.SECOND, 60 * World.SECOND);
        universe.tally().count("service down");
        world.note(service + " is down for " + micros / World.MILLI + " ms");
        if (service == Service.BROKER) {
            universe.broker().restart(micros);
        } else {
            weather.takeDown(service, micros);
        }
    }

    private void stepClock() {
        Host host = world.oneOf(universe.hosts());
        long by = world.between(-3600, 3600) * World.SECOND;
        world.note(host.name + "'s clock steps by " + by / World.SECOND + " s");
        universe.tally().count("clock stepped");
        host.clockOffset += by;
    }
}
