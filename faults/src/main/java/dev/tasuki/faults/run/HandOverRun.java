package dev.tasuki.faults.run;

import dev.tasuki.faults.history.Verdict;
import dev.tasuki.faults.program.Tasuki;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training that lasts longer than the broker lets a consumer hold a message, while a second consumer waits for
 * work: it is run once, the broker keeps nothing of it and takes nothing back. Then its consumer is killed, and the
 * other one has the task soon.
 */
public record HandOverRun(Topology topology, Terms terms) {
    private static final Duration TO_BEGIN = Duration.ofMinutes(3);
    /** From the kill of its consumer until another has the task. */
    private static final Duration TO_TAKE_OVER = Duration.ofSeconds(35);

    private static final Duration GLANCE = Duration.ofMillis(500);
    /** What a consumer says when RabbitMQ closes the channel of a message that was held too long. */
    private static final String TAKEN_BACK = "PRECONDITION_FAILED";

    /**
     * The times of a run.
     *
     * @param handOver the setting of the consumers
     * @param brokerTimeout how long RabbitMQ lets a consumer hold a message; the other brokers judge by signs of life,
     *     and take back after 30 s without one
     * @param watched how long the training is watched from its begin
     * @param lease how long a claim holds without a sign of life; null: as shipped
     */
    public record Terms(
            Duration handOver,
            Duration brokerTimeout,
            Duration watched,
            @Nullable Duration lease) {
        /** Scaled down, to be a part of the tests. */
        public static final Terms SHORT =
                new Terms(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(12), Duration.ofSeconds(6));
        /** With the lease as shipped. */
        public static final Terms LONG =
                new Terms(Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(240), null);
    }

    /** Runs in an empty directory. */
    public Verdict run(Path directory) {
        try (TestDeployment deployment = TestDeployment.open(topology, directory)) {
            deployment.backends().limitHolding(terms.brokerTimeout());
            deployment.with(
                    List.of(), List.of("--hand-over", terms.handOver().toSeconds() + "s", "--checkpoint", "none"));
            String producer = topology.members().get(0);
            String holder = topology.members().get(1);
            String other = topology.members().get(2);
            up(deployment, producer);
            putLargeDataset(deployment);
            up(deployment, holder);
            String task = deployment
                    .client()
                    .train(TrainingRequests.LASTING + "-1", null)
                    .orElseThrow();
            expect(deployment.awaitEpoch(task, 1, TO_BEGIN), "was never run", task);
            up(deployment, other);
            watch(deployment, holder, task);
            deployment.kill(holder);
            expect(deployment.awaitEpoch(task, 2, TO_TAKE_OVER), "was not taken over within " + TO_TAKE_OVER, task);
            deployment.client().cancel(task);
            expect(deployment.settled(TO_BEGIN), "was not cancelled", task);
            return deployment.finish();
        }
    }

    private void up(TestDeployment deployment, String member) {
        Duration lease = terms.lease();
        deployment.start(member, lease == null ? null : "lease:" + lease.toSeconds());
        deployment.ready(member);
    }

    /** One run, and nothing at the broker once it has lasted as long as the setting says. */
    private void watch(TestDeployment deployment, String holder, String task) {
        StoredRows rows = deployment.backends().rows();
        expect(TestDeployment.becomes(TO_BEGIN, () -> rows.messages() == 0), "was not handed over", task);
        Duration most = terms.watched().plus(TO_BEGIN);
        expect(
                TestDeployment.stays(
                        terms.watched(),
                        most,
                        GLANCE,
                        () -> rows.messages() == 0 && rows.unfinished() == 1 && epoch(rows, task) == 1),
                "did not go on undisturbed",
                task);
        Tasuki program = deployment.program(holder);
        expect(!program.output().contains(TAKEN_BACK), "was taken back by the broker", task);
    }

    private static long epoch(StoredRows rows, String task) {
        return rows.all(0).stream()
                .filter(row -> row.task().equals(task))
                .findFirst()
                .orElseThrow()
                .epoch();
    }

    private static void putLargeDataset(TestDeployment deployment) {
        try {
            deployment
                    .backends()
                    .objects()
                    .put("datasets/large.csv", new ByteArrayInputStream(TrainingRequests.largeDataset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void expect(boolean seen, String what, String task) {
        if (!seen) {
            throw new IllegalStateException("task " + task + " " + what);
        }
    }
}
