package dev.tasuki.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Many simulations of {@code core}, each from one seed. What may be set:
 *
 * <ul>
 *   <li>{@code tasuki.simulation.seeds}: how many, default {@value #SEEDS}
 *   <li>{@code tasuki.simulation.first}: the first seed, default 1
 *   <li>{@code tasuki.simulation.seed}: this one alone, and its whole trace to the console
 * </ul>
 */
class SimulationTest {
    private static final long SEEDS = 2_000;
    private static final int SHOWN = 60;

    @Test
    void noSeedBreaksAPromise() throws InterruptedException {
        Long alone = Long.getLong("tasuki.simulation.seed");
        if (alone != null) {
            replay(alone);
            return;
        }
        long first = Long.getLong("tasuki.simulation.first", 1);
        long seeds = Long.getLong("tasuki.simulation.seeds", SEEDS);
        Map<String, Long> counts = new TreeMap<>();
        long micros = 0;
        long began = System.nanoTime();
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation.Result result = Simulation.run(seed, ProcessOverrides.NONE, SHOWN);
            result.violation().ifPresent(violation -> fail(report(result, violation), result.cause()));
            result.eventCounts().forEach((what, times) -> counts.merge(what, times, Long::sum));
            micros += result.micros();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "simulation: %d seeds in %.1f s: %.0f seeds/s, %.1f simulated hours/s%nsimulation: %s%n",
                seeds,
                seconds,
                seeds / seconds,
                micros / 3.6e9 / seconds,
                counts);
        if (seeds >= SEEDS) {
            assertThat(counts).as("everything that should happen did").containsKeys(EventCounts.EXPECTED);
        }
    }

    private static void replay(long seed) throws InterruptedException {
        Simulation.Result result = Simulation.run(seed, ProcessOverrides.NONE, Integer.MAX_VALUE);
        result.tail().forEach(System.out::println);
        System.out.println("seed " + seed + ": " + result.setting() + ", trace hash " + hash(result));
        result.violation().ifPresent(violation -> fail(report(result, violation), result.cause()));
    }

    private static String report(Simulation.Result result, String violation) {
        List<String> last = result.tail();
        return "seed " + result.seed() + ": " + violation
                + "\nagain, with its whole trace: ./check -pl core -am -Dtest=SimulationTest#noSeedBreaksAPromise"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtasuki.simulation.seed=" + result.seed()
                + "\n" + result.setting() + ", trace hash " + hash(result) + ", last lines:\n"
                + String.join("\n", last.subList(Math.max(0, last.size() - SHOWN), last.size()));
    }

    private static String hash(Simulation.Result result) {
        return Long.toHexString(result.hash());
    }

    @Test
    void theSameSeedIsTheSameHistory() throws InterruptedException {
        for (long seed = 1; seed <= 40; seed++) {
            Simulation.Result once = Simulation.run(seed, ProcessOverrides.NONE, SHOWN);
            Simulation.Result again = Simulation.run(seed, ProcessOverrides.NONE, SHOWN);
            assertThat(again.hash()).as("trace hash of seed %d", seed).isEqualTo(once.hash());
            assertThat(again.lines()).as("lines of seed %d", seed).isEqualTo(once.lines());
        }
    }

    @Test
    void theSameSeedIsTheSameHistoryInAnotherJvm() throws Exception {
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hashes.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).as(said).isZero();
        assertThat(said.strip()).endsWith(Hashes.line());
    }

    @Test
    void differentSeedsAreDifferentHistories() {
        long different =
                LongStream.rangeClosed(1, 40).map(Hashes::of).distinct().count();
        assertThat(different).isEqualTo(40);
    }
}
