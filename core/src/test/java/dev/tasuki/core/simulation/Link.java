package dev.tasuki.core.simulation;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One process's way to one service. Every call of {@code core} to a port goes through here, takes some
 * virtual time on both sides of its effect, and may fail before the effect or after it (the answer is
 * lost), or be the last thing that the process does.
 */
final class Link {
    private final World world;
    private final Weather weather;
    private final SimulatedProcess process;
    private final Service service;

    Link(World world, Weather weather, SimulatedProcess process, Service service) {
        this.world = world;
        this.weather = weather;
        this.process = process;
        this.service = service;
    }

    /** Makes the call; {@code shown} is its result in the trace, nothing of a result that is null there. */
    <T> T call(String what, Supplier<T> effect, Function<T, String> shown) {
        process.step();
        travel();
        if (weather.down(service) || process.cut(service)) {
            world.sleep(world.between(1, 2 * World.SECOND));
            throw trouble(what, "no connection");
        }
        if (weather.strikes(weather.crashesAtCall)) {
            process.die("before " + what);
        }
        if (weather.strikes(weather.fails)) {
            throw trouble(what, "failed before its effect");
        }
        T result = effect.get();
        String text = shown.apply(result);
        if (text != null) {
            world.note(what + " -> " + text);
        }
        if (weather.strikes(weather.crashesAtCall)) {
            process.die("after " + what);
        }
        travel();
        if (weather.strikes(weather.fails) || (weather.down(service) && world.chance(5_000))) {
            throw trouble(what, "failed after its effect");
        }
        return result;
    }

    private RuntimeException trouble(String what, String why) {
        world.note(what + " !! " + why);
        process.troubled(service, why);
        return service.away(why);
    }

    /** Most calls are quick, some are not; without a wait nobody else comes between. */
    private void travel() {
        int kind = world.random.nextInt(100);
        if (weather.strikes(weather.slow)) {
            world.sleep(world.between(200 * World.MILLI, 8 * World.SECOND));
            process.troubled(service, "slow");
        } else if (kind < 12) {
            world.sleep(world.between(1, 20 * World.MILLI));
        } else if (kind < 40) {
            world.sleep(world.between(1, World.MILLI));
        }
    }
}
