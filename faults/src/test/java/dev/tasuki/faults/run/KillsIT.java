package dev.tasuki.faults.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A few kills under load; {@code ./check faults} does hundreds. */
@Execution(ExecutionMode.CONCURRENT)
final class KillsIT {
    private static final long SEED = 20261123;

    @TempDir
    Path directory;

    @Test
    void oneProcessAndADirectory() {
        judge(new KillRun(Topology.SQLITE, SEED, 4, false).run(directory));
    }

    @Test
    void producerAndConsumersOverPostgresql() {
        judge(new KillRun(Topology.POSTGRES, SEED, 4, false).run(directory));
    }

    @Test
    void producerAndConsumersOverRedis() {
        judge(new KillRun(Topology.REDIS, SEED, 4, true).run(directory));
    }

    @Test
    void producerAndConsumersOverSqs() {
        judge(new KillRun(Topology.SQS, SEED, 4, true).run(directory));
    }

    @Test
    void sqsAtItsWorst() {
        judge(FaultScenario.SQS_AT_ITS_WORST.run(directory, SEED));
    }

    private static void judge(Verdict verdict) {
        assertThat(verdict.well()).as(verdict.table()).isTrue();
        assertThat(verdict.figure("trainings accepted"))
                .as(verdict.table())
                .isGreaterThanOrEqualTo(KillRun.LEAST_ACCEPTED);
    }

    @Test
    void endedAtEveryStep() {
        Verdict verdict = new PointsRun(Topology.SQLITE).run(directory);

        assertThat(verdict.well()).as(verdict.table()).isTrue();
        assertThat(verdict.figure("faults HALT"))
                .as(verdict.table())
                .isEqualTo(PointsRun.POINTS.size() + PointsRun.POINTS_OF_LONG_ONES.size());
    }
}
