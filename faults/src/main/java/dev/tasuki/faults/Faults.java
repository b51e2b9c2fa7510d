package dev.tasuki.faults;

import dev.tasuki.faults.history.Checker;
import dev.tasuki.faults.history.History;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The harness by hand: {@code all [MINUTES] [SEED]}; or one part of it: {@code kills TOPOLOGY COUNT SEED},
 * {@code celery COUNT SEED}, {@code points TOPOLOGY}, {@code handover TOPOLOGY short|long}, {@code promotion KIND},
 * {@code bug NAME true|false}, {@code fault NAME SEED}, {@code store CALL once|good}, {@code disk},
 * {@code recovery TOPOLOGY COUNT}, {@code overload SECONDS}; or {@code check FILE} for a history that is there. The history of
 * one part stays where it says.
 */
public final class Faults {
    private static final String AN_HOUR = "60";
    private static final Duration MOST = Duration.ofHours(3);

    private Faults() {}

    public static void main(String[] arguments) throws IOException {
        String what = argument(arguments, 0, "all");
        Path directory = Files.createTempDirectory("faults-" + what + "-");
        if (what.equals("all")) {
            long minutes = Long.parseLong(argument(arguments, 1, AN_HOUR));
            long seed = Long.parseLong(argument(arguments, 2, "1"));
            System.exit(new LongRun(directory, System.out).run(minutes, seed) ? 0 : 1);
        }
        System.out.println(directory);
        System.exit(well(arguments, directory) ? 0 : 1);
    }

    /** Whatever breaks, the last line says whether all was well. */
    private static boolean well(String[] arguments, Path directory) {
        try {
            Verdict verdict = TimeLimit.within(MOST, () -> one(arguments, directory));
            System.out.print(verdict.table());
            return verdict.well();
        } catch (RuntimeException broken) {
            broken.printStackTrace(System.out);
            System.out.println("NOT WELL: the run broke");
            return false;
        }
    }

    private static Verdict one(String[] arguments, Path directory) {
        String name = argument(arguments, 1, "");
        String more = argument(arguments, 2, "1");
        return switch (arguments[0]) {
            case "check" -> Checker.check(History.read(Path.of(name)));
            case "kills" ->
                new KillRun(topology(name), Long.parseLong(argument(arguments, 3, "1")), Integer.parseInt(more), true)
                        .run(directory);
            case "celery" ->
                CeleryRun.whole(Long.parseLong(more), Integer.parseInt(name)).run(directory);
            case "points" -> new PointsRun(topology(name)).run(directory);
            case "handover" ->
                new HandOverRun(topology(name), more.equals("short") ? HandOverRun.Terms.SHORT : HandOverRun.Terms.LONG)
                        .run(directory);
            case "promotion" -> new PromotionRun(PromotionRun.Kind.valueOf(name)).run(directory);
            case "bug" -> BugScenario.valueOf(name).run(directory, Boolean.parseBoolean(more));
            case "fault" -> FaultScenario.valueOf(name).run(directory, Long.parseLong(more));
            case "store" -> new StoreRun(Integer.parseInt(name), more.equals("good")).run(directory);
            case "recovery" -> {
                System.out.println(new Recovery(topology(name), Integer.parseInt(more)).run(directory));
                yield Verdict.WELL;
            }
            case "disk" -> new DiskRun().run(directory);
            case "overload" -> {
                Overload.Figures figures = new Overload(Integer.parseInt(name)).run(directory);
                System.out.println(figures);
                yield figures.verdict();
            }
            default -> throw new IllegalArgumentException("there is no part \"" + arguments[0] + "\"");
        };
    }

    private static Topology topology(String name) {
        return Topology.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String argument(String[] arguments, int index, String otherwise) {
        return index < arguments.length ? arguments[index] : otherwise;
    }
}
