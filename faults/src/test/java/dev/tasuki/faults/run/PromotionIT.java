package dev.tasuki.faults.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a promoted replica lacks is lost, and nothing else; {@code ./check faults} promotes the queues alone, too. */
final class PromotionIT {
    @TempDir
    Path directory;

    @Test
    void whatWasAcceptedBehindTheReplicasBackIsLostAndNothingElse() {
        Verdict verdict = new PromotionRun(PromotionRun.Kind.BOTH).run(directory);

        assertThat(verdict.well()).as(verdict.table()).isTrue();
    }
}
