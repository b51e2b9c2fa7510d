package dev.tasuki.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker is checked: each planted bug is found, and for the right reason. */
class PlantedBugsTest {
    /** The rarest bug is found by about one seed in a thousand. */
    private static final int SEEDS = 8_000;

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void isFound(PlantedBug bug) throws InterruptedException {
        Pattern verdict = Pattern.compile(bug.verdict, Pattern.DOTALL);
        String other = "nothing";
        for (int seed = 1; seed <= SEEDS; seed++) {
            String found = Simulation.run(seed, bug, 1).violation().orElse(null);
            if (found != null && verdict.matcher(found).find()) {
                System.out.println("simulation: " + bug + " found by seed " + seed + ": " + found);
                return;
            }
            other = found == null ? other : found;
        }
        assertThat(other).as("what %d seeds say of %s", SEEDS, bug).containsPattern(verdict);
    }
}
