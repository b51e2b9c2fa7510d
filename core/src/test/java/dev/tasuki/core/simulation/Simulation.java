package dev.tasuki.core.simulation;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.keep.Sweeper;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One simulated world, from its seed to its end. */
final class Simulation {
    private static final long LONGEST_CALM = 45 * 60 * World.SECOND;

    private final World world;
    private final Universe universe;
    private final Clients clients;

    private Simulation(long seed, Seams seams, int lines) {
        this.world = new World(seed, lines);
        this.universe = new Universe(world, seams);
        this.clients = new Clients(universe);
    }

    /**
     * How it went.
     *
     * @param setting hosts and weather
     * @param violation what was wrong first, if anything
     * @param hash over all that happened; the same for the same seed
     * @param micros of virtual time
     * @param tail the last lines of the trace
     */
    record Result(
            long seed,
            String setting,
            Optional<String> violation,
            long hash,
            long lines,
            long micros,
            List<String> tail,
            Map<String, Long> tally,
            Throwable cause) {}

    /** Simulates the world of this seed; the result has at most {@code lines} lines of its trace. */
    static Result run(long seed, Seams seams, int lines) throws InterruptedException {
        Simulation simulation = new Simulation(seed, seams, lines);
        World world = simulation.world;
        String violation = world.run(simulation::direct);
        Trace trace = world.trace;
        return new Result(
                seed,
                simulation.universe.setting(),
                Optional.ofNullable(violation),
                trace.hash(),
                trace.lines(),
                world.now(),
                violation == null && lines != Integer.MAX_VALUE ? List.of() : trace.tail(),
                simulation.tally(),
                world.failure());
    }

    private Map<String, Long> tally() {
        universe.count();
        rows().forEach(row -> universe.tally().count(row.state().name()));
        return universe.tally().counts();
    }

    private void direct() {
        store();
        universe.hosts().forEach(universe::boot);
        new Faults(universe).begin();
        clients.begin();
        world.sleep(universe.weather().calmFrom() - world.now());
        calmDown();
        awaitQuiet();
        predictionsWork();
        // A request whose client had given up may have been accepted only now.
        awaitQuiet();
        rowsAreRight();
        orphansGo();
        world.end();
    }

    private void store() {
        byte[] csv = "a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);
        try {
            universe.objects()
                    .put(Keys.STANDARD.dataset(new dev.tasuki.core.task.DatasetId("d")), new ByteArrayInputStream(csv));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void calmDown() {
        world.note("it is calm");
        for (Host host : universe.hosts()) {
            for (Service service : Service.values()) {
                host.cutUntil(service, 0);
            }
        }
    }

    private void awaitQuiet() {
        while (!quiet()) {
            if (world.now() > universe.weather().calmFrom() + LONGEST_CALM) {
                universe.referee().fail("it has been calm for long, and this is not done: " + waiting());
            }
            world.sleep(2 * World.SECOND);
        }
    }

    private boolean quiet() {
        return clients.done()
                && universe.hosts().stream().allMatch(host -> host.up() && host.process.settled())
                && rows().stream().allMatch(row -> row.state().terminal())
                && clients.promised().keySet().stream()
                        .allMatch(id -> universe.rows().find(new TaskId(id)).isPresent())
                && universe.broker().empty();
    }

    private String waiting() {
        String open = rows().stream()
                .filter(row -> !row.state().terminal())
                .map(row -> Words.of(row) + " due " + row.spec().runAt())
                .collect(Collectors.joining(", "));
        String lost = clients.promised().keySet().stream()
                .filter(id -> universe.rows().find(new TaskId(id)).isEmpty())
                .map(id -> id + " has no row")
                .collect(Collectors.joining(", "));
        return open + " " + lost + (clients.done() ? "" : " clients wait")
                + (universe.broker().empty() ? "" : " messages are left");
    }

    private List<TaskRow> rows() {
        return universe.rows().list(TaskQuery.newest(1000));
    }

    private void predictionsWork() {
        for (int i = 0; i < 2; i++) {
            universe.referee().require(clients.question("last-" + i), "a prediction was not answered in calm weather");
        }
    }

    private void rowsAreRight() {
        for (TaskRow row : rows()) {
            String payload = row.spec().payload();
            universe.referee()
                    .checkEnded(row, ScriptedTraining.Script.of(row.spec().name()));
            universe.referee()
                    .require(payload.contains(row.id().value()), "task " + row.id() + " has another's payload");
        }
    }

    /** A day later a sweeper leaves the committed artifacts, and nothing else. */
    private void orphansGo() {
        Set<String> committed = rows().stream()
                .filter(row -> row.outcome() instanceof Outcome.Completed)
                .map(row -> ((Outcome.Completed) row.outcome()).artifact().key())
                .collect(Collectors.toSet());
        universe.tally()
                .count("orphan", universe.objects().list(Keys.STANDARD.models()).size() - committed.size());
        new Sweeper(
                        universe.rows(),
                        universe.objects(),
                        Keys.STANDARD,
                        () -> world.instant().plus(Duration.ofHours(25)))
                .run();
        Set<String> left = universe.objects().list(Keys.STANDARD.models()).stream()
                .map(object -> object.key())
                .collect(Collectors.toSet());
        universe.referee()
                .require(left.equals(committed), "a day later the store holds " + left + ", not " + committed);
    }
}
