package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.learn.format.PartFormat;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.Keeping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trainings of the published request, whose trees take a second each by the clock, and which stop early. */
class CheckpointsTest {
    private static final TaskId ID = new TaskId("t-1");
    private static final int NEVER = Integer.MAX_VALUE;

    private final MovableClock clock = new MovableClock();
    private final MemoryObjectStore objects = new MemoryObjectStore(clock);
    private final TrainRequest request = TrainRequest.parse(Rig.utf8(Rig.TRAIN));
    private byte[] reference = new byte[0];

    @BeforeEach
    void trainInOneGo() throws IOException {
        try (InputStream csv = sample()) {
            reference = LocalFitter.alone(1)
                    .learn(new LocalFitter.Source(Datasets.SAMPLE, "e", csv), request, RunControl.NONE)
                    .orElseThrow()
                    .artifact();
        }
    }

    @Test
    void anAttemptAfterACrashGoesOnFromTheLastPart() throws IOException {
        Attempt crashed = attempt(objects, 1, 23, false);
        assertThat(crashed.learned()).isEmpty();

        Attempt second = attempt(objects, 2, NEVER, false);

        // Parts were begun at trees 10 and 20, or a tree later if the writer was still busy.
        assertThat(second.grown).isBetween(100 - 23, 90);
        assertThat(second.artifact()).isEqualTo(reference);
        assertThat(second.trees.files())
                .containsExactlyInAnyOrderElementsOf(
                        objects.list("").stream().map(StoredObject::key).toList());
    }

    @Test
    void anAttemptThatIsGivenBackLosesNoTree() throws IOException {
        Attempt drained = attempt(objects, 1, 23, true);
        assertThat(drained.learned()).isEmpty();

        Attempt second = attempt(objects, 2, 30, true);
        assertThat(second.grown).isEqualTo(30);
        Attempt third = attempt(objects, 3, NEVER, false);

        assertThat(third.grown).isEqualTo(100 - 23 - 30);
        assertThat(third.artifact()).isEqualTo(reference);
    }

    @Test
    void aShortTrainingLeavesNothing() throws IOException {
        Checkpoints rare = new Checkpoints(objects, Keys.STANDARD, Duration.ofHours(1), clock);
        Attempt attempt = new Attempt(rare.attempt(ID, 1), NEVER, false);

        attempt.run();

        assertThat(attempt.artifact()).isEqualTo(reference);
        assertThat(objects.list("")).isEmpty();
        assertThat(attempt.trees.files()).isEmpty();
    }

    @Test
    void treesOfAnotherRequestAndDamagedOnesAreNotTaken() throws IOException {
        attempt(objects, 1, 23, true);
        for (StoredObject part : objects.list("")) {
            byte[] bytes;
            try (ObjectStore.ObjectReader reader = objects.open(part.key())) {
                bytes = reader.content().readAllBytes();
            }
            bytes[bytes.length / 2] ^= 1;
            objects.put(part.key(), new ByteArrayInputStream(bytes));
        }
        TrainRequest other = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", ",\"params\":{\"random_state\":7}}")));
        Attempt ofAnother = new Attempt(checkpoints(objects).attempt(ID, 2), 5, true);
        ofAnother.run(other);

        Attempt third = attempt(objects, 3, NEVER, false);

        assertThat(third.grown).isEqualTo(100);
        assertThat(third.artifact()).isEqualTo(reference);
    }

    @Test
    void aStoreThatIsAwayFailsNoTraining() throws IOException {
        ObjectStore away = new Away();

        Attempt attempt = attempt(away, 2, NEVER, false);

        assertThat(attempt.grown).isEqualTo(100);
        assertThat(attempt.artifact()).isEqualTo(reference);
    }

    private Attempt attempt(ObjectStore store, long epoch, int most, boolean givenBack) throws IOException {
        Attempt attempt = new Attempt(checkpoints(store).attempt(ID, epoch), most, givenBack);
        attempt.run();
        return attempt;
    }

    private Checkpoints checkpoints(ObjectStore store) {
        return new Checkpoints(store, Keys.STANDARD, Duration.ofSeconds(10), clock);
    }

    private static InputStream sample() {
        return Datasets.class.getResourceAsStream("diabetes.csv");
    }

    /** One attempt as the handler of trainings makes it, stopped after so many trees of its own. */
    private final class Attempt implements RunControl {
        private final CheckpointedParts trees;
        private final int most;
        private final boolean givenBack;
        private int grown;
        private Optional<Learned> learned = Optional.empty();

        Attempt(CheckpointedParts trees, int most, boolean givenBack) {
            this.trees = trees;
            this.most = most;
            this.givenBack = givenBack;
        }

        void run() throws IOException {
            run(request);
        }

        void run(TrainRequest asked) throws IOException {
            try (InputStream csv = sample();
                    trees) {
                learned = LocalFitter.alone(1)
                        .learn(new LocalFitter.Source(Datasets.SAMPLE, "e", csv), asked, this, this::counted);
            }
            if (learned.isEmpty() && givenBack) {
                trees.flush();
            }
        }

        private Keeping counted(String fingerprint, String word) {
            Keeping keeping = trees.of(fingerprint, word);
            return new Keeping() {
                @Override
                public <T> FinishedParts<T> of(PartFormat<T> format) {
                    return counted(keeping.of(format));
                }
            };
        }

        private <T> FinishedParts<T> counted(FinishedParts<T> kept) {
            return new FinishedParts<>() {
                @Override
                public Optional<T> find(int number) {
                    return kept.find(number);
                }

                @Override
                public void finished(int number, T tree) {
                    grown++;
                    clock.move(Duration.ofSeconds(1));
                    kept.finished(number, tree);
                }
            };
        }

        Optional<Learned> learned() {
            return learned;
        }

        byte[] artifact() {
            return learned.orElseThrow().artifact();
        }

        @Override
        public void report(Progress progress) {
            assertThat(progress.fraction()).isBetween(0.0, 1.0);
        }

        @Override
        public boolean stopped() {
            return grown >= most;
        }
    }

    /** Refuses everything. */
    private static final class Away implements ObjectStore {
        @Override
        public StoredObject put(String key, InputStream content) {
            throw refusal();
        }

        @Override
        public ObjectReader open(String key) {
            throw refusal();
        }

        @Override
        public Optional<StoredObject> stat(String key) {
            throw refusal();
        }

        @Override
        public List<StoredObject> list(String prefix) {
            throw refusal();
        }

        @Override
        public boolean delete(String key) {
            throw refusal();
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        private static Unavailable refusal() {
            return new Unavailable(RefusalCode.STORE_UNAVAILABLE, "the store is away", Duration.ofSeconds(1));
        }
    }
}
