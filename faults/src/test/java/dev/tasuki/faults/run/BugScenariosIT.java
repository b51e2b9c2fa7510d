package dev.tasuki.faults.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker is checked: a planted bug is found, and without it nothing is. */
final class BugScenariosIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(value = BugScenario.class, mode = EnumSource.Mode.EXCLUDE, names = "PREFETCH_WITH_DELIVERY_LIMIT")
    void aPlantedBugIsFound(BugScenario scenario) {
        Verdict verdict = scenario.run(directory, true);

        assertThat(verdict.findings()).as(verdict.table()).containsKey(scenario.finding());
    }

    @ParameterizedTest
    @EnumSource(
            value = BugScenario.class,
            names = {"NO_EPOCH_IN_COMMIT", "DATASET_NOT_PINNED", "UNBOUNDED_REPLY_WAIT"})
    void theProgramAsShippedHasNone(BugScenario scenario) {
        Verdict verdict = scenario.run(directory, false);

        assertThat(verdict.well()).as(verdict.table()).isTrue();
    }
}
