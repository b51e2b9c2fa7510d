package dev.tasuki.faults.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The run of {@link HandOverIT} finds what it is for; other runs beside it do no harm, as it ends badly anyhow. */
@Execution(ExecutionMode.CONCURRENT)
final class LateHandOverIT {
    @TempDir
    Path directory;

    @Test
    void aRunThatIsHandedOverTooLateIsSeen() {
        HandOverRun.Terms late = new HandOverRun.Terms(
                Duration.ofMinutes(5), Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(6));

        assertThatThrownBy(() -> new HandOverRun(Topology.RABBIT, late).run(directory))
                .hasMessageContaining("was taken back by the broker");
    }
}
