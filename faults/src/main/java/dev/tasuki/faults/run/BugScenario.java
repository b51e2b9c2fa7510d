package dev.tasuki.faults.run;

import dev.tasuki.faults.history.FaultKind;
import dev.tasuki.faults.history.Finding;
import dev.tasuki.faults.history.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A run in which a bug shows. Each is run with its bug planted (see {@code inject.Bug}, which has the
 * same names) to see that the checker finds it, and without, to see that it finds nothing.
 */
public enum BugScenario {
    /** Killed right after an answer, what was answered is there. */
    ACK_BEFORE_COMMIT(Finding.LOST) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE, directory)) {
                deployment.start("serve", plan);
                deployment.ready("serve");
                accept(deployment, 10);
                deployment.kill("serve");
                deployment.up("serve");
                return settled(deployment, plan);
            }
        }
    },

    /** A worker that slept through its lease wakes up and commits while another runs the task. */
    NO_EPOCH_IN_COMMIT(Finding.UNFENCED) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE_SHARED, directory)) {
                deployment.start("producer", null);
                deployment.start("consumer-1", words("lease:6,pause:objects.put:after:1", plan));
                deployment.ready("producer");
                deployment.ready("consumer-1");
                accept(deployment, 1);
                deployment.fault(FaultKind.PAUSE, "consumer-1");
                deployment.program("consumer-1").awaitOutput(PAUSED);
                deployment.fault(FaultKind.PAUSE, "consumer-2");
                deployment.start("consumer-2", "pause:objects.put:before:1").awaitOutput(PAUSED);
                deployment.program("consumer-1").goOn();
                deployment.program("consumer-1").awaitOutput(DONE_OR_FENCED);
                deployment.program("consumer-2").goOn();
                deployment.healed("consumer-1");
                deployment.healed("consumer-2");
                return settled(deployment, plan);
            }
        }
    },

    /** Workers that end at the same time. */
    SHARED_TEMP_FILE(Finding.WRONG_BYTES) {
        @Override
        Verdict play(Path directory, String plan) {
            return manyAtOnce(directory, plan);
        }
    },

    /** The same request twice under one key. */
    NO_UNIQUE_KEY(Finding.DOUBLED) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE, directory)) {
                deployment.start("serve", plan);
                deployment.ready("serve");
                deployment.client().train("s1-1", "key");
                deployment.client().train("s1-1", "key");
                return settled(deployment, plan);
            }
        }
    },

    /** A producer without consumers is killed; every row that says so has its message. */
    PUBLISH_WITHOUT_CONFIRM(Finding.NO_MESSAGE) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE_SHARED, directory)) {
                deployment.start("producer", plan);
                deployment.ready("producer");
                accept(deployment, 10);
                deployment.kill("producer");
                deployment.countMessages();
                deployment.start("producer", null);
                deployment.start("consumer-1", null);
                deployment.ready("producer");
                return settled(deployment, plan);
            }
        }
    },

    /** Trainings wait while their dataset is replaced. */
    DATASET_NOT_PINNED(Finding.WRONG_BYTES) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE_SHARED, directory)) {
                deployment.start("producer", plan);
                deployment.ready("producer");
                accept(deployment, 2);
                deployment.fault(FaultKind.DATASET, "diabetes");
                replaceDataset(deployment);
                deployment.up("consumer-1");
                return settled(deployment, "");
            }
        }
    },

    /** A prediction while no consumer is there. */
    UNBOUNDED_REPLY_WAIT(Finding.HUNG) {
        @Override
        Verdict play(Path directory, String plan) {
            Duration patience = plan.isEmpty() ? Duration.ofMinutes(1) : Duration.ofSeconds(12);
            try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE_SHARED, directory)) {
                deployment.start("producer", plan);
                deployment.start("consumer-1", null);
                deployment.ready("producer");
                deployment.ready("consumer-1");
                String model = deployment.client().train("s1-1", null).orElseThrow();
                deployment.settled(TO_THE_END);
                deployment.kill("consumer-1");
                deployment.client().predict(model, patience);
                return deployment.finish();
            }
        }
    },

    /** A disk that cannot write what it was given. */
    FSYNC_TRIED_AGAIN(Finding.WRONG_BYTES) {
        @Override
        Verdict play(Path directory, String plan) {
            return manyAtOnce(directory, plan);
        }
    },

    /** A machine whose clock is ahead; its consumer is given nothing to do but to look after leases. */
    LEASE_BY_OWN_CLOCK(Finding.RAN_AGAIN) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.POSTGRES, directory)) {
                deployment.up("producer", "consumer-1");
                deployment.aheadByAnHour("consumer-2", plan.isEmpty() ? null : plan);
                String task = runLong(deployment);
                deployment.awaitEpoch(task, 2, plan.isEmpty() ? FOR_A_WHILE : TO_THE_END);
                deployment.client().cancel(task);
                deployment.settled(TO_THE_END);
                return deployment.finish();
            }
        }
    },

    /** A training that lasts longer than its lease, which is two seconds here. */
    STARVED_HEARTBEAT(Finding.RAN_AGAIN) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE, directory)) {
                // A second worker, since the first does not learn that its claim is gone.
                deployment.with(List.of(), List.of("--num_threads", "2"));
                deployment.start("serve", plan.isEmpty() ? null : words("lease:2", plan));
                deployment.ready("serve");
                String task = runLong(deployment);
                deployment.awaitEpoch(task, 2, plan.isEmpty() ? LONGER_THAN_A_LEASE : TO_THE_END);
                deployment.client().cancel(task);
                deployment.settled(TO_THE_END);
                return deployment.finish();
            }
        }
    },

    /**
     * A consumer is killed that holds more than it works on, and the queue drops what comes back. The
     * producer is killed too: its relay would publish the task again after a minute without a message.
     */
    PREFETCH_WITH_DELIVERY_LIMIT(Finding.NO_MESSAGE) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.RABBIT, directory)) {
                if (!plan.isEmpty()) {
                    deployment.backends().declareLimitedQueue();
                }
                deployment.start("producer", null);
                deployment.start("consumer-1", plan);
                deployment.ready("producer");
                deployment.ready("consumer-1");
                String task = runLong(deployment);
                accept(deployment, 5);
                deployment.backends().rows().awaitTaken(plan.isEmpty() ? 1 : 6);
                deployment.kill("consumer-1");
                deployment.kill("producer");
                deployment.backends().rows().awaitTaken(0);
                deployment.countMessages();
                deployment.start("producer", null);
                deployment.start("consumer-1", null);
                deployment.ready("producer");
                deployment.client().cancel(task);
                return settled(deployment, plan);
            }
        }
    },

    /** Killed between the commit and the message. */
    NO_RELAY(Finding.LOST) {
        @Override
        Verdict play(Path directory, String plan) {
            try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE, directory)) {
                deployment.start("serve", words("halt:broker.publish:before:1", plan));
                deployment.ready("serve");
                deployment.fault(FaultKind.HALT, "serve");
                deployment.client().train("s1-1", null);
                deployment.halted("serve");
                deployment.start("serve", plan);
                deployment.ready("serve");
                return settled(deployment, plan);
            }
        }
    };

    private static final Duration TO_THE_END = Duration.ofMinutes(4);
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(40);
    /** With a bug planted, some tasks never end, and it is no use waiting for them. */
    private static final Duration FOR_A_WHILE = Duration.ofSeconds(10);

    private static final Pattern PAUSED = Pattern.compile("fault: PAUSE");
    private static final Pattern DONE_OR_FENCED =
            Pattern.compile(": TASK_COMPLETED|is no longer this consumer's|is lost, the run stops");

    private final Finding finding;

    BugScenario(Finding finding) {
        this.finding = finding;
    }

    /** What a checker says if the bug is planted. */
    public Finding finding() {
        return finding;
    }

    /** Runs it in an empty directory. */
    public Verdict run(Path directory, boolean planted) {
        return play(directory, planted ? "bug:" + name() : "");
    }

    abstract Verdict play(Path directory, String plan);

    private static void accept(TestDeployment deployment, int count) {
        for (int i = 1; i <= count; i++) {
            Optional<String> task = deployment.client().train("s" + i % 8 + "-" + i, null);
            if (task.isEmpty()) {
                throw new IllegalStateException("a training was not accepted: "
                        + deployment
                                .program(deployment.topology().members().getFirst())
                                .output());
            }
        }
    }

    /** A task that is running by the time this returns. */
    private static String runLong(TestDeployment deployment) {
        String task =
                deployment.client().train(TrainingRequests.LONG + "-1", null).orElseThrow();
        if (!deployment.awaitEpoch(task, 1, TO_THE_END)) {
            throw new IllegalStateException("task " + task + " was never run");
        }
        return task;
    }

    private static Verdict manyAtOnce(Path directory, String plan) {
        try (TestDeployment deployment = TestDeployment.open(Topology.SQLITE, directory)) {
            deployment.with(List.of(), List.of("--num_threads", "4")).start("serve", plan);
            deployment.ready("serve");
            accept(deployment, 12);
            return settled(deployment, "");
        }
    }

    private static Verdict settled(TestDeployment deployment, String plan) {
        deployment.settled(plan.isEmpty() ? TO_THE_END : FOR_A_WHILE);
        return deployment.finish();
    }

    private static String words(String first, String second) {
        return second.isEmpty() ? first : first + "," + second;
    }

    private static void replaceDataset(TestDeployment deployment) {
        String half = new String(TrainingRequests.diabetes(), StandardCharsets.UTF_8)
                .lines()
                .limit(220)
                .collect(Collectors.joining("\n", "", "\n"));
        try {
            deployment
                    .backends()
                    .objects()
                    .put("datasets/diabetes.csv", new ByteArrayInputStream(half.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
