package dev.tasuki.faults.run;

import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A whole deployment with clients at work, in which something happens; then the clients end, every
 * task ends, and all of it is judged.
 *
 * @param seed of the clients' choices
 */
record UnderLoad(Topology topology, long seed) {
    private static final Duration TO_THE_END = Duration.ofMinutes(6);

    /** What is done while clients are at work. */
    interface Happening {
        void happen(TestDeployment deployment, Load load);
    }

    /** Runs in an empty directory. */
    Verdict run(Path directory, Happening happening) {
        try (TestDeployment deployment = TestDeployment.open(topology, directory)) {
            deployment.with(List.of(), List.of("--num_threads", "2")).startAll();
            try (Load load = new Load(deployment.client(), deployment.specs(), seed)) {
                load.start();
                happening.happen(deployment, load);
                load.end();
                long end = System.nanoTime() + TO_THE_END.toNanos();
                load.settle(() -> System.nanoTime() > end);
            }
            deployment.settled(TO_THE_END);
            return deployment.finish();
        }
    }
}
