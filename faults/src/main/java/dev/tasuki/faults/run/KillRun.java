package dev.tasuki.faults.run;

import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Kills members of a deployment, and its servers, at random moments under load, and starts each
 * again at once.
 *
 * @param seed of the schedule and of the clients' choices
 * @param kills of members
 * @param servers true: every eighth kill is a server's, if there is one
 */
public record KillRun(Topology topology, long seed, int kills, boolean servers) {
    private static final int MOST_ANSWERS = 60;
    private static final int LONGEST_MILLIS = 200;
    private static final int SERVER_EACH = 8;
    private static final Duration TO_THE_END = Duration.ofMinutes(6);

    /** Runs in an empty directory. */
    public Verdict run(Path directory) {
        Random random = new Random(seed);
        try (Stage stage = Stage.open(topology, directory)) {
            stage.with(List.of(), List.of("--num_threads", "2")).startAll();
            try (Load load = new Load(stage.client(), stage.specs(), seed)) {
                load.start();
                List<String> killable =
                        new ArrayList<>(stage.backends().servers().keySet());
                for (int i = 1; i <= kills; i++) {
                    load.awaitAnswers(random.nextInt(MOST_ANSWERS), random.nextInt(LONGEST_MILLIS));
                    String member = topology.members()
                            .get(random.nextInt(topology.members().size()));
                    stage.kill(member);
                    stage.start(member, null);
                    stage.ready(member);
                    if (servers && i % SERVER_EACH == 0 && !killable.isEmpty()) {
                        stage.killServer(killable.get(random.nextInt(killable.size())));
                    }
                }
                load.end();
                long end = System.nanoTime() + TO_THE_END.toNanos();
                load.settle(() -> System.nanoTime() > end);
            }
            stage.settled(TO_THE_END);
            return stage.finish();
        }
    }
}
