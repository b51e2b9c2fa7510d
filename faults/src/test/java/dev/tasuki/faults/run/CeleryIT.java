package dev.tasuki.faults.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two steps and a few kills under a Celery program's chains; {@code ./check faults} does all steps and more kills. */
@Execution(ExecutionMode.CONCURRENT)
final class CeleryIT {
    @TempDir
    Path directory;

    @Test
    void everyChainEndsOnceWithOneModelForEachTraining() {
        Verdict verdict = CeleryRun.small(20261128).run(directory);

        assertThat(verdict.well()).as(verdict.table()).isTrue();
        assertThat(verdict.figure("chains ended")).as(verdict.table()).isGreaterThanOrEqualTo(5);
    }
}
