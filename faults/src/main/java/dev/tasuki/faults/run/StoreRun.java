package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The object store fails at its n-th call, once or from then on. Where it fails for good, the program
 * is started again with a store that is well, and what was accepted ends then.
 *
 * @param call which call, from 1
 */
public record StoreRun(int call, boolean forGood) {
    private static final Duration TO_THE_END = Duration.ofMinutes(4);
    private static final int TRAININGS = 3;

    /** Runs in an empty directory. */
    public Verdict run(Path directory) {
        try (Stage stage = Stage.open(Topology.SQLITE, directory)) {
            stage.up("serve");
            stage.kill("serve");
            stage.fault(FaultKind.STORE, "objects");
            stage.start("serve", (forGood ? "fail_for_good" : "fail") + ":objects.*:before:" + call);
            if (stage.readyOrEnded("serve")) {
                stage.healed("serve");
                for (int i = 1; i <= TRAININGS; i++) {
                    stage.client().train("s" + i + "-" + i, null);
                }
            }
            if (forGood || !stage.runs("serve")) {
                stage.kill("serve");
                stage.healed("objects");
                stage.up("serve");
            }
            stage.settled(TO_THE_END);
            return stage.finish();
        }
    }
}
