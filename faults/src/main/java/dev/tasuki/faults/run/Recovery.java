package dev.tasuki.faults.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a task waits whose worker was killed in the middle of it, until it runs again: the one
 * process of SQLITE is started again at once, elsewhere another consumer takes over.
 */
public record Recovery(Topology topology, int times) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * What was measured, in milliseconds.
     *
     * @param sinceKill from the kill until the task is claimed again
     * @param sinceReady the same from the moment when a process that can run it was ready
     */
    public record Figures(List<Long> sinceKill, List<Long> sinceReady) {}

    /** Measures in an empty directory. */
    public Figures run(Path directory) {
        try (TestDeployment deployment = TestDeployment.open(topology, directory)) {
            List<Long> sinceKill = new ArrayList<>();
            List<Long> sinceReady = new ArrayList<>();
            List<String> members = topology.members();
            String holder = members.size() == 1 ? members.getFirst() : members.get(1);
            deployment.up(members.getFirst());
            if (members.size() > 1) {
                deployment.up(holder);
            }
            for (int i = 1; i <= times; i++) {
                String task = deployment
                        .client()
                        .train(TrainingRequests.LONG + "-" + i, null)
                        .orElseThrow();
                expect(deployment.awaitEpoch(task, 1, PATIENCE), "was never run", task);
                String next = next(holder);
                if (!next.equals(holder)) {
                    deployment.up(next);
                }
                long killed = System.nanoTime();
                deployment.kill(holder);
                if (next.equals(holder)) {
                    deployment.up(next);
                }
                long ready = System.nanoTime();
                expect(deployment.awaitEpoch(task, 2, PATIENCE), "was not run again", task);
                sinceKill.add((System.nanoTime() - killed) / 1_000_000);
                sinceReady.add((System.nanoTime() - ready) / 1_000_000);
                deployment.client().cancel(task);
                deployment.settled(PATIENCE);
                holder = next;
            }
            return new Figures(sinceKill, sinceReady);
        }
    }

    private static String next(String holder) {
        return switch (holder) {
            case "consumer-1" -> "consumer-2";
            case "consumer-2" -> "consumer-1";
            default -> holder;
        };
    }

    private static void expect(boolean seen, String what, String task) {
        if (!seen) {
            throw new IllegalStateException("task " + task + " " + what);
        }
    }
}
