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
 * A run in which a bug shows. Each is run with its bug planted (see {@code bent.Bug}, which has the
 * same names) to see that the checker finds it, and without, to see that it finds nothing.
 */
public enum Trap {
    /** Killed right after an answer, what was answered is there. */
    ACK_BEFORE_COMMIT(Finding.LOST) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.SQLITE, directory)) {
                stage.start("serve", bend);
                stage.ready("serve");
                accept(stage, 10);
                stage.kill("serve");
                stage.up("serve");
                return settled(stage, bend);
            }
        }
    },

    /** A worker that slept through its lease wakes up and commits while another runs the task. */
    NO_EPOCH_IN_COMMIT(Finding.UNFENCED) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.SQLITE_SHARED, directory)) {
                stage.start("producer", null);
                stage.start("consumer-1", words("lease:6,pause:objects.put:after:1", bend));
                stage.ready("producer");
                stage.ready("consumer-1");
                accept(stage, 1);
                stage.fault(FaultKind.PAUSE, "consumer-1");
                stage.program("consumer-1").awaitOutput(PAUSED);
                stage.fault(FaultKind.PAUSE, "consumer-2");
                stage.start("consumer-2", "pause:objects.put:before:1").awaitOutput(PAUSED);
                stage.program("consumer-1").goOn();
                stage.program("consumer-1").awaitOutput(DONE_OR_FENCED);
                stage.program("consumer-2").goOn();
                stage.healed("consumer-1");
                stage.healed("consumer-2");
                return settled(stage, bend);
            }
        }
    },

    /** Workers that end at the same time. */
    SHARED_TEMP_FILE(Finding.WRONG_BYTES) {
        @Override
        Verdict spring(Path directory, String bend) {
            return manyAtOnce(directory, bend);
        }
    },

    /** The same request twice under one key. */
    NO_UNIQUE_KEY(Finding.DOUBLED) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.SQLITE, directory)) {
                stage.start("serve", bend);
                stage.ready("serve");
                stage.client().train("s1-1", "key");
                stage.client().train("s1-1", "key");
                return settled(stage, bend);
            }
        }
    },

    /** A producer without consumers is killed; every row that says so has its message. */
    PUBLISH_WITHOUT_CONFIRM(Finding.NO_MESSAGE) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.SQLITE_SHARED, directory)) {
                stage.start("producer", bend);
                stage.ready("producer");
                accept(stage, 10);
                stage.kill("producer");
                stage.countMessages();
                stage.start("producer", null);
                stage.start("consumer-1", null);
                stage.ready("producer");
                return settled(stage, bend);
            }
        }
    },

    /** Trainings wait while their dataset is replaced. */
    DATASET_NOT_PINNED(Finding.WRONG_BYTES) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.SQLITE_SHARED, directory)) {
                stage.start("producer", bend);
                stage.ready("producer");
                accept(stage, 2);
                stage.fault(FaultKind.DATASET, "diabetes");
                replaceDataset(stage);
                stage.up("consumer-1");
                return settled(stage, "");
            }
        }
    },

    /** A prediction while no consumer is there. */
    UNBOUNDED_REPLY_WAIT(Finding.HUNG) {
        @Override
        Verdict spring(Path directory, String bend) {
            Duration patience = bend.isEmpty() ? Duration.ofMinutes(1) : Duration.ofSeconds(12);
            try (Stage stage = Stage.open(Topology.SQLITE_SHARED, directory)) {
                stage.start("producer", bend);
                stage.start("consumer-1", null);
                stage.ready("producer");
                stage.ready("consumer-1");
                String model = stage.client().train("s1-1", null).orElseThrow();
                stage.settled(TO_THE_END);
                stage.kill("consumer-1");
                stage.client().predict(model, patience);
                return stage.finish();
            }
        }
    },

    /** A disk that cannot write what it was given. */
    FSYNC_TRIED_AGAIN(Finding.WRONG_BYTES) {
        @Override
        Verdict spring(Path directory, String bend) {
            return manyAtOnce(directory, bend);
        }
    },

    /** A machine whose clock is ahead; its consumer is given nothing to do but to look after leases. */
    LEASE_BY_OWN_CLOCK(Finding.RAN_AGAIN) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.POSTGRES, directory)) {
                stage.up("producer", "consumer-1");
                stage.aheadByAnHour("consumer-2", bend.isEmpty() ? null : bend);
                String task = runLong(stage);
                stage.awaitEpoch(task, 2, bend.isEmpty() ? FOR_A_WHILE : TO_THE_END);
                stage.client().cancel(task);
                stage.settled(TO_THE_END);
                return stage.finish();
            }
        }
    },

    /** A training that lasts longer than its lease, which is two seconds here. */
    STARVED_HEARTBEAT(Finding.RAN_AGAIN) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.SQLITE, directory)) {
                // A second worker, since the first does not learn that its claim is gone.
                stage.with(List.of(), List.of("--num_threads", "2"));
                stage.start("serve", bend.isEmpty() ? null : words("lease:2", bend));
                stage.ready("serve");
                String task = runLong(stage);
                stage.awaitEpoch(task, 2, bend.isEmpty() ? LONGER_THAN_A_LEASE : TO_THE_END);
                stage.client().cancel(task);
                stage.settled(TO_THE_END);
                return stage.finish();
            }
        }
    },

    /**
     * A consumer is killed that holds more than it works on, and the queue drops what comes back. The
     * producer is killed too: whoever is left would publish anew what has no message for a minute.
     */
    PREFETCH_WITH_DELIVERY_LIMIT(Finding.NO_MESSAGE) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.RABBIT, directory)) {
                if (!bend.isEmpty()) {
                    stage.backends().declareLimitedQueue();
                }
                stage.start("producer", null);
                stage.start("consumer-1", bend);
                stage.ready("producer");
                stage.ready("consumer-1");
                String task = runLong(stage);
                accept(stage, 5);
                stage.backends().rows().awaitTaken(bend.isEmpty() ? 1 : 6);
                stage.kill("consumer-1");
                stage.kill("producer");
                stage.backends().rows().awaitTaken(0);
                stage.countMessages();
                stage.start("producer", null);
                stage.start("consumer-1", null);
                stage.ready("producer");
                stage.client().cancel(task);
                return settled(stage, bend);
            }
        }
    },

    /** Killed between the commit and the message. */
    NO_RELAY(Finding.LOST) {
        @Override
        Verdict spring(Path directory, String bend) {
            try (Stage stage = Stage.open(Topology.SQLITE, directory)) {
                stage.start("serve", words("halt:broker.publish:before:1", bend));
                stage.ready("serve");
                stage.fault(FaultKind.HALT, "serve");
                stage.client().train("s1-1", null);
                stage.halted("serve");
                stage.start("serve", bend);
                stage.ready("serve");
                return settled(stage, bend);
            }
        }
    };

    private static final Duration TO_THE_END = Duration.ofMinutes(4);
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(40);
    /** With a bug planted, some tasks never end, and it is no use waiting for them. */
    private static final Duration FOR_A_WHILE = Duration.ofSeconds(10);

    private static final Pattern PAUSED = Pattern.compile("bent: PAUSE");
    private static final Pattern DONE_OR_FENCED =
            Pattern.compile(": TASK_COMPLETED|is no longer this consumer's|is lost, the run stops");

    private final Finding finding;

    Trap(Finding finding) {
        this.finding = finding;
    }

    /** What a checker says if the bug is planted. */
    public Finding finding() {
        return finding;
    }

    /** Runs it in an empty directory. */
    public Verdict run(Path directory, boolean planted) {
        return spring(directory, planted ? "bug:" + name() : "");
    }

    abstract Verdict spring(Path directory, String bend);

    private static void accept(Stage stage, int count) {
        for (int i = 1; i <= count; i++) {
            Optional<String> task = stage.client().train("s" + i % 8 + "-" + i, null);
            if (task.isEmpty()) {
                throw new IllegalStateException("a training was not accepted: "
                        + stage.program(stage.topology().members().getFirst()).output());
            }
        }
    }

    /** A task that is running by the time this returns. */
    private static String runLong(Stage stage) {
        String task = stage.client().train(Specs.LONG + "-1", null).orElseThrow();
        if (!stage.awaitEpoch(task, 1, TO_THE_END)) {
            throw new IllegalStateException("task " + task + " was never run");
        }
        return task;
    }

    private static Verdict manyAtOnce(Path directory, String bend) {
        try (Stage stage = Stage.open(Topology.SQLITE, directory)) {
            stage.with(List.of(), List.of("--num_threads", "4")).start("serve", bend);
            stage.ready("serve");
            accept(stage, 12);
            return settled(stage, "");
        }
    }

    private static Verdict settled(Stage stage, String bend) {
        stage.settled(bend.isEmpty() ? TO_THE_END : FOR_A_WHILE);
        return stage.finish();
    }

    private static String words(String first, String second) {
        return second.isEmpty() ? first : first + "," + second;
    }

    private static void replaceDataset(Stage stage) {
        String half = new String(Specs.diabetes(), StandardCharsets.UTF_8)
                .lines()
                .limit(220)
                .collect(Collectors.joining("\n", "", "\n"));
        try {
            stage.backends()
                    .objects()
                    .put("datasets/diabetes.csv", new ByteArrayInputStream(half.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
