package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Ends the process at every step that a task takes, one after the other: before and after accept,
 * publish, claim, run, artifact, commit and settle. A client that got no answer repeats its request
 * under its idempotency key, as clients do.
 *
 * <p>Steps of accepting and of working alternate, and before a step of accepting everything earlier
 * has ended: so no task is killed three times and given up. What happens to a training that lasts has
 * points of its own.
 */
public record PointsRun(Topology topology) {
    /** In the order in which they are reached for. */
    static final List<String> POINTS = List.of(
            "broker.handle:before",
            "tasks.accept:before",
            "tasks.Claim:before",
            "tasks.accept:after",
            "tasks.Claim:after",
            "broker.publish:before",
            "objects.open:after",
            "broker.publish:after",
            "objects.put:before",
            "tasks.Published:before",
            "objects.put:after",
            "tasks.Published:after",
            "tasks.Complete:before",
            "tasks.Complete:after",
            "broker.handle:after");

    /** The same for a training that lasts: while it goes on, and when it is cancelled. */
    static final List<String> POINTS_OF_LONG_ONES = List.of(
            "tasks.Heartbeat:before",
            "tasks.Heartbeat:after",
            "tasks.Cancel:before",
            "tasks.Cancel:after",
            "tasks.Stopped:before",
            "tasks.Stopped:after");

    private static final Duration TO_THE_END = Duration.ofMinutes(4);

    /** Runs in an empty directory. */
    public Verdict run(Path directory) {
        try (TestDeployment deployment = TestDeployment.open(topology, directory)) {
            String listener = topology.members().getFirst();
            String worker = topology.members().size() == 1
                    ? listener
                    : topology.members().get(1);
            deployment.up(listener);
            int tag = 0;
            for (String point : POINTS) {
                boolean accepting = accepting(point);
                String member = accepting ? listener : worker;
                if (deployment.runs(member)) {
                    deployment.kill(member);
                }
                tag++;
                halt(deployment, member, point, "s" + tag % 8 + "-" + tag);
            }
            startMissing(deployment, List.of(listener, worker));
            for (int again = 1; again <= tag; again++) {
                repeat(deployment, "s" + again % 8 + "-" + again);
            }
            deployment.settled(TO_THE_END);
            for (String point : POINTS_OF_LONG_ONES) {
                tag++;
                haltLong(
                        deployment,
                        point.contains("Cancel") ? listener : worker,
                        point,
                        TrainingRequests.LONG + "-" + tag);
                startMissing(deployment, List.of(listener, worker));
            }
            return deployment.finish();
        }
    }

    private static void startMissing(TestDeployment deployment, List<String> members) {
        for (String member : members) {
            if (!deployment.runs(member)) {
                deployment.up(member);
            }
        }
    }

    /** The client that asked for it, and got no answer or saw no end, cancels it again afterwards. */
    private void haltLong(TestDeployment deployment, String member, String point, String tag) {
        deployment.kill(member);
        deployment.fault(FaultKind.HALT, member);
        deployment.start(member, "halt:" + point + ":1");
        deployment.readyOrEnded(member);
        String task = deployment.client().train(tag, null).orElseThrow();
        if (!deployment.awaitEpoch(task, 1, TO_THE_END)) {
            throw new IllegalStateException("task " + task + " was never run");
        }
        if (!point.contains("Heartbeat")) {
            deployment.client().cancel(task);
        }
        deployment.halted(member);
        deployment.healed(member);
        deployment.up(member);
        deployment.client().cancel(task);
        deployment.settled(TO_THE_END);
    }

    private static boolean accepting(String point) {
        return point.startsWith("tasks.accept") || point.startsWith("broker.publish") || point.contains("Published");
    }

    /** A restart may take up earlier work and reach the point before anybody asks for more. */
    private void halt(TestDeployment deployment, String member, String point, String tag) {
        deployment.fault(FaultKind.HALT, member);
        deployment.start(member, "halt:" + point + ":1");
        if (deployment.readyOrEnded(member)) {
            if (accepting(point) && topology.members().size() == 1) {
                deployment.settledOrEnded(member, TO_THE_END);
            }
            repeat(deployment, tag);
        }
        deployment.halted(member);
        deployment.healed(member);
        if (accepting(point) && topology.members().size() > 1) {
            deployment.up(member);
        }
    }

    /** Nobody answers while the process is dead, and then nothing is asked. */
    private static void repeat(TestDeployment deployment, String tag) {
        Optional<String> unused = deployment.client().train(tag, "key-" + tag);
        unused.ifPresent(task -> deployment.client().look(task));
    }
}
