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
    private static final long LONGEST_CALM = 45 * 60 * VirtualScheduler.SECOND;

    private final VirtualScheduler scheduler;
    private final SimulatedSystem system;
    private final Clients clients;

    private Simulation(long seed, ProcessOverrides overrides, int lines) {
        this.scheduler = new VirtualScheduler(seed, lines);
        this.system = new SimulatedSystem(scheduler, overrides);
        this.clients = new Clients(system);
    }

    /**
     * How it went.
     *
     * @param setting hosts and fault rates
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
            Map<String, Long> eventCounts,
            Throwable cause) {}

    /** Simulates the world of this seed; the result has at most {@code lines} lines of its trace. */
    static Result run(long seed, ProcessOverrides overrides, int lines) throws InterruptedException {
        Simulation simulation = new Simulation(seed, overrides, lines);
        VirtualScheduler scheduler = simulation.scheduler;
        String violation = scheduler.run(simulation::direct);
        Trace trace = scheduler.trace;
        return new Result(
                seed,
                simulation.system.setting(),
                Optional.ofNullable(violation),
                trace.hash(),
                trace.lines(),
                scheduler.now(),
                violation == null && lines != Integer.MAX_VALUE ? List.of() : trace.tail(),
                simulation.eventCounts(),
                scheduler.failure());
    }

    private Map<String, Long> eventCounts() {
        system.count();
        rows().forEach(row -> system.eventCounts().count(row.state().name()));
        return system.eventCounts().counts();
    }

    private void direct() {
        store();
        system.hosts().forEach(system::boot);
        new Faults(system).begin();
        clients.begin();
        scheduler.sleep(system.rates().calmFrom() - scheduler.now());
        calmDown();
        awaitQuiet();
        predictionsWork();
        // A request whose client had given up may have been accepted only now.
        awaitQuiet();
        rowsAreRight();
        orphansGo();
        scheduler.end();
    }

    private void store() {
        byte[] csv = "a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);
        try {
            system.objects()
                    .put(Keys.STANDARD.dataset(new dev.tasuki.core.task.DatasetId("d")), new ByteArrayInputStream(csv));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void calmDown() {
        scheduler.note("it is calm");
        for (Host host : system.hosts()) {
            for (Service service : Service.values()) {
                host.cutUntil(service, 0);
            }
        }
    }

    private void awaitQuiet() {
        while (!quiet()) {
            if (scheduler.now() > system.rates().calmFrom() + LONGEST_CALM) {
                system.checker().fail("it has been calm for long, and this is not done: " + waiting());
            }
            scheduler.sleep(2 * VirtualScheduler.SECOND);
        }
    }

    private boolean quiet() {
        return clients.done()
                && system.hosts().stream().allMatch(host -> host.up() && host.process.settled())
                && rows().stream().allMatch(row -> row.state().terminal() && !row.answerOwed())
                && clients.promised().keySet().stream()
                        .allMatch(id -> system.rows().find(new TaskId(id)).isPresent())
                && system.broker().empty();
    }

    private String waiting() {
        String open = rows().stream()
                .filter(row -> !row.state().terminal() || row.answerOwed())
                .map(row -> TraceText.of(row) + " due " + row.spec().runAt())
                .collect(Collectors.joining(", "));
        String lost = clients.promised().keySet().stream()
                .filter(id -> system.rows().find(new TaskId(id)).isEmpty())
                .map(id -> id + " has no row")
                .collect(Collectors.joining(", "));
        return open + " " + lost + (clients.done() ? "" : " clients wait")
                + (system.broker().empty() ? "" : " messages are left");
    }

    private List<TaskRow> rows() {
        return system.rows().list(TaskQuery.newest(1000));
    }

    private void predictionsWork() {
        for (int i = 0; i < 2; i++) {
            system.checker()
                    .require(clients.question("last-" + i), "a prediction was not answered although no fault struck");
        }
    }

    private void rowsAreRight() {
        for (TaskRow row : rows()) {
            String payload = row.spec().payload();
            system.checker()
                    .checkEnded(row, ScriptedTraining.Script.of(row.spec().name()));
            system.checker().checkTold(system.rows().find(row.id()).orElseThrow());
            system.checker().require(payload.contains(row.id().value()), "task " + row.id() + " has another's payload");
        }
    }

    /** A day later a sweeper leaves the committed artifacts, and nothing else. */
    private void orphansGo() {
        Set<String> committed = rows().stream()
                .filter(row -> row.outcome() instanceof Outcome.Completed)
                .map(row -> ((Outcome.Completed) row.outcome()).artifact().key())
                .collect(Collectors.toSet());
        system.eventCounts()
                .count("orphan", system.objects().list(Keys.STANDARD.models()).size() - committed.size());
        new Sweeper(
                        system.rows(),
                        system.objects(),
                        Keys.STANDARD,
                        () -> scheduler.instant().plus(Duration.ofHours(25)))
                .run();
        Set<String> left = system.objects().list(Keys.STANDARD.models()).stream()
                .map(object -> object.key())
                .collect(Collectors.toSet());
        system.checker().require(left.equals(committed), "a day later the store holds " + left + ", not " + committed);
    }
}
