package dev.tasuki.core.simulation;

import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.task.Caps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Everything that outlives a process: the hosts and what they share. */
final class Universe {
    private final World world;
    private final Weather weather;
    private final Seams seams;
    private final Caps caps;
    private final Tally tally = new Tally();
    private final List<Telemetry> telemetries = new ArrayList<>();
    private final MemoryTaskStore rows;
    private final MemoryObjectStore objects;
    private final Referee referee;
    private final SimulatedBroker broker;
    private final List<Host> hosts = new ArrayList<>();

    Universe(World world, Seams seams) {
        this.world = world;
        this.seams = seams;
        this.weather = new Weather(world);
        Caps.Cap few = new Caps.Cap(Map.of(), OptionalInt.of(1 + world.random.nextInt(2)));
        this.caps = world.chance(2_500) ? new Caps(Caps.Cap.NONE, few) : Caps.NONE;
        this.rows = new MemoryTaskStore(world::instant);
        this.objects = new MemoryObjectStore(world::instant);
        this.referee = new Referee(world, weather, rows, objects);
        this.broker = new SimulatedBroker(world, weather, referee);
        settle();
    }

    /** Hosts and weather in one line. */
    String setting() {
        return hosts.stream()
                        .map(host -> host.name + " " + host.role + " clock " + host.clockOffset / World.SECOND + " s")
                        .collect(Collectors.joining(", "))
                + (caps.none() ? "" : ", one tag capped") + "; " + weather;
    }

    /** One process with the store to itself, or several of mixed roles. */
    private void settle() {
        if (world.chance(3_000)) {
            host(new Host.Role(true, 1 + world.random.nextInt(2), true, false));
            return;
        }
        boolean foreign = world.chance(5_000);
        int others = 1 + world.random.nextInt(2);
        boolean apart = world.chance(5_000);
        host(new Host.Role(true, apart ? 0 : 1, false, foreign));
        for (int i = 0; i < others; i++) {
            host(new Host.Role(world.chance(3_000), 1 + world.random.nextInt(2), false, foreign));
        }
    }

    private void host(Host.Role role) {
        Host host = new Host("p" + (hosts.size() + 1), role);
        if (weather.skewedClocks) {
            long most = world.oneOf(List.of(2L, 20L, 600L, 7_200L)) * World.SECOND;
            host.clockOffset = world.between(-most, most);
        }
        hosts.add(host);
    }

    /** Starts a process on the host unless one is there. */
    void boot(Host host) {
        if (!host.up()) {
            SimulatedProcess process = new SimulatedProcess(this, host);
            host.process = process;
            world.note(process.name() + " starts, " + host.role);
            world.spawn(process, process.name() + "/main", process::boot);
        }
    }

    /** A process has ended; whoever watches over it starts another. */
    void died(Host host) {
        tally.count("process died");
        long after = weather.calm() ? world.between(1, 3 * World.SECOND) : world.between(1, 40 * World.SECOND);
        world.after(after, () -> boot(host));
    }

    /** How many trainings with one tag may run at once. */
    Caps caps() {
        return caps;
    }

    Tally tally() {
        return tally;
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
                tally.count(what.text(), telemetry.value(what));
            }
        }
    }

    World world() {
        return world;
    }

    Weather weather() {
        return weather;
    }

    Seams seams() {
        return seams;
    }

    MemoryTaskStore rows() {
        return rows;
    }

    MemoryObjectStore objects() {
        return objects;
    }

    Referee referee() {
        return referee;
    }

    SimulatedBroker broker() {
        return broker;
    }

    List<Host> hosts() {
        return hosts;
    }
}
