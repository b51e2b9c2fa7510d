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
        try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE, directory)) {
            deployment.up("serve");
            deployment.kill("serve");
            deployment.fault(FaultKind.STORE, "objects");
            deployment.start("serve", (forGood ? "fail_for_good" : "fail") + ":objects.*:before:" + call);
            if (deployment.readyOrEnded("serve")) {
                deployment.healed("serve");
                for (int i = 1; i <= TRAININGS; i++) {
                    deployment.client().train("s" + i + "-" + i, null);
                }
            }
            if (forGood || !deployment.runs("serve")) {
                deployment.kill("serve");
                deployment.healed("objects");
                deployment.up("serve");
            }
            deployment.settled(TO_THE_END);
            return deployment.finish();
        }
    }
}
