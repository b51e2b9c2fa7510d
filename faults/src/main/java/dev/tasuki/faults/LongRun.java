package dev.tasuki.faults;

import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.run.BugScenario;
import dev.tasuki.faults.run.CeleryRun;
import dev.tasuki.faults.run.DiskRun;
import dev.tasuki.faults.run.FaultScenario;
import dev.tasuki.faults.run.HandOverRun;
import dev.tasuki.faults.run.KillRun;
import dev.tasuki.faults.run.Overload;
import dev.tasuki.faults.run.PointsRun;
import dev.tasuki.faults.run.PromotionRun;
import dev.tasuki.faults.run.Recovery;
import dev.tasuki.faults.run.StoreRun;
import dev.tasuki.faults.run.Topology;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Everything there is, once, and then kills at random until the time is over. Each part has a
 * directory of its own with its history; the directory of a part that is well is removed.
 */
final class LongRun {
    private static final int STORE_CALLS = 12;
    private static final int KILLS_IN_A_ROW = 25;
    private static final int OVERLOAD_SECONDS = 30;
    private static final Duration MOST = Duration.ofMinutes(40);
    /** One for each kind of broker that several processes share. */
    private static final List<Topology> BROKERS =
            List.of(Topology.POSTGRES, Topology.MARIADB, Topology.REDIS, Topology.RABBIT, Topology.SQS);

    private static final List<Topology> KILLED = List.of(
            Topology.SQLITE,
            Topology.POSTGRES,
            Topology.REDIS,
            Topology.SQLITE,
            Topology.RABBIT,
            Topology.REDIS,
            Topology.SQLITE,
            Topology.MARIADB,
            Topology.REDIS_QUEUES,
            Topology.SQS);
    /** Where a bug shows only in many tasks, or is the same path as another's without it. */
    private static final Set<BugScenario> SAME_WITHOUT = Set.of(BugScenario.FSYNC_TRIED_AGAIN);

    private final Path directory;
    private final PrintStream out;
    private int passed;
    private int failed;
    private int skipped;

    LongRun(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /** A part that makes its history in an empty directory. */
    private interface Part {
        Verdict run(Path directory);
    }

    /** Runs all; true if all is well. */
    boolean run(long minutes, long seed) {
        long end = System.nanoTime() + minutes * 60_000_000_000L;
        for (BugScenario scenario : BugScenario.values()) {
            planted(scenario);
            if (!SAME_WITHOUT.contains(scenario)) {
                part("without " + scenario, at -> scenario.run(at, false));
            }
        }
        for (Topology topology : Topology.values()) {
            part("named points, " + topology, new PointsRun(topology)::run);
        }
        for (FaultScenario faultScenario : FaultScenario.values()) {
            part("fault " + faultScenario, at -> faultScenario.run(at, seed));
        }
        for (PromotionRun.Kind kind : PromotionRun.Kind.values()) {
            part("promoted with loss, " + kind, new PromotionRun(kind)::run);
        }
        for (int call = 1; call <= STORE_CALLS; call++) {
            part("store fails once at call " + call, new StoreRun(call, false)::run);
            part("store fails for good at call " + call, new StoreRun(call, true)::run);
        }
        disk();
        recovery();
        for (Topology topology : BROKERS) {
            part("handed over, " + topology, new HandOverRun(topology, HandOverRun.Terms.LONG)::run);
        }
        part("chains of a Celery program", CeleryRun.whole(seed, KILLS_IN_A_ROW)::run);
        part("overload", this::overload);
        for (int i = 0; System.nanoTime() < end; i++) {
            Topology topology = KILLED.get(i % KILLED.size());
            part(KILLS_IN_A_ROW + " kills, " + topology, new KillRun(topology, seed + i, KILLS_IN_A_ROW, true)::run);
        }
        out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
        return failed == 0;
    }

    private void planted(BugScenario scenario) {
        part("planted " + scenario, at -> {
            Verdict verdict = scenario.run(at, true);
            if (!verdict.findings().containsKey(scenario.finding())) {
                throw new IllegalStateException("not found: " + scenario.finding() + "\n" + verdict.table());
            }
            return Verdict.WELL;
        });
    }

    private void disk() {
        DiskRun.obstacle().ifPresentOrElse(why -> skip("disk: " + why), () -> part("disk", new DiskRun()::run));
    }

    private void skip(String what) {
        out.println("== skipped: " + what);
        skipped++;
    }

    private void recovery() {
        for (Topology topology :
                List.of(Topology.SQLITE, Topology.POSTGRES, Topology.MARIADB, Topology.REDIS, Topology.RABBIT)) {
            part("recovery, " + topology, at -> {
                out.println("  " + new Recovery(topology, 3).run(at));
                return Verdict.WELL;
            });
        }
    }

    private Verdict overload(Path at) {
        Overload.Figures figures = new Overload(OVERLOAD_SECONDS).run(at);
        out.println("  " + figures);
        return figures.verdict();
    }

    private void part(String name, Part part) {
        long begun = System.nanoTime();
        try {
            Path own = Files.createTempDirectory(directory, "part");
            out.println("== " + name);
            Verdict verdict = TimeLimit.within(MOST, () -> part.run(own));
            out.print(verdict.figures().isEmpty() ? "" : verdict.table());
            count(verdict.well(), own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            e.printStackTrace(out);
            failed++;
        }
        out.println("  " + (System.nanoTime() - begun) / 1_000_000_000L + " s");
        out.flush();
    }

    private void count(boolean well, Path own) {
        if (well) {
            passed++;
            Directories.remove(own);
        } else {
            failed++;
            out.println("  kept: " + own);
        }
    }
}
