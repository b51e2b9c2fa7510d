package dev.tasuki.faults.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A long run is kept by its lease, whatever the broker's own timer says; {@code ./check faults} takes 240 s for it. */
@Isolated("its times are short: beside another run a sign of life may come too late")
final class HandOverIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"RABBIT", "REDIS", "SQS"})
    void aLongRunIsBegunOnceAndTakenOverAfterAKill(Topology topology) {
        Verdict verdict = new HandOverRun(topology, HandOverRun.Terms.SHORT).run(directory);

        assertThat(verdict.well()).as(verdict.table()).isTrue();
    }
}
