package dev.tasuki.learn.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.PartFormat;
import dev.tasuki.learn.model.CheckpointFile;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelFile;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitListener;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Keeping;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fits that are interrupted and go on from their finished trees, which went through a file. */
class ResumingTest {
    private static final String FINGERPRINT = "5a".repeat(32);
    private static final int TREES = 20;

    /** Keeps what is finished, and stops the fit after so many trees. */
    private static final class Interruption implements FitListener, FinishedParts<Tree> {
        private final SortedMap<Integer, Tree> former;
        private final SortedMap<Integer, Tree> fresh = new TreeMap<>();
        private final int most;
        private volatile boolean stopped;
        private boolean satisfied;

        Interruption(SortedMap<Integer, Tree> former, int most) {
            this.former = former;
            this.most = most;
        }

        @Override
        public Optional<Tree> find(int number) {
            return Optional.ofNullable(former.get(number));
        }

        @Override
        public void finished(int number, Tree tree) {
            fresh.put(number, tree);
            stopped = fresh.size() >= most;
        }

        @Override
        public void advanced(int grown, int total, double oobScoreSoFar) {
            // The number of fresh trees is what counts.
        }

        @Override
        public boolean cancelled() {
            return stopped;
        }

        @Override
        public boolean enough() {
            return satisfied;
        }

        FitContext context(int threads) {
            return FitContext.threads(threads).heardBy(this).resuming(new Kept(this));
        }
    }

    /** Hands out the parts of a forest, which are trees. */
    private record Kept(FinishedParts<Tree> trees) implements Keeping {
        @Override
        @SuppressWarnings("unchecked")
        public <T> FinishedParts<T> of(PartFormat<T> format) {
            assertThat(format).isInstanceOf(TreeFormat.class);
            return (FinishedParts<T>) trees;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRegressorThatWentOnHasTheSameBytes(int threads) throws Exception {
        Interruption first = new Interruption(new TreeMap<>(), 7);
        assertThatThrownBy(() -> regressor(first.context(threads))).isInstanceOf(FitCancelled.class);
        Interruption second = new Interruption(throughAFile(first.fresh, 1), TREES + 1);

        RegressionForest resumed = regressor(second.context(threads));

        assertThat(second.fresh.keySet()).doesNotContainAnyElementsOf(first.fresh.keySet());
        assertThat(first.fresh.size() + second.fresh.size()).isEqualTo(TREES);
        assertThat(bytes(resumed)).isEqualTo(bytes(regressor(FitContext.alone())));
    }

    @Test
    void aClassifierThatWentOnTwiceHasTheSameBytes() throws Exception {
        SortedMap<Integer, Tree> kept = new TreeMap<>();
        for (int i = 0; i < 2; i++) {
            Interruption part = new Interruption(kept, 5);
            assertThatThrownBy(() -> classifier(part.context(1))).isInstanceOf(FitCancelled.class);
            kept.putAll(throughAFile(part.fresh, 3));
        }
        assertThat(kept).hasSize(10);

        ClassificationForest resumed = classifier(new Interruption(kept, TREES).context(2));

        assertThat(bytes(resumed)).isEqualTo(bytes(classifier(FitContext.alone())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatFollowsOfTheKeptTreesIsTheForestWhenTheseAreEnough(int threads) throws Exception {
        Interruption all = new Interruption(new TreeMap<>(), TREES + 1);
        regressor(all.context(threads));
        for (List<Integer> kept : List.of(List.<Integer>of(), List.of(0), List.of(0, 1, 2, 5), List.of(3, 4))) {
            SortedMap<Integer, Tree> former = new TreeMap<>(all.fresh);
            former.keySet().retainAll(kept);
            Interruption second = new Interruption(former, TREES + 1);
            second.satisfied = true;

            RegressionForest finished = regressor(second.context(threads));

            assertThat(finished.nTrees()).as("kept %s", kept).isEqualTo(kept.contains(2) ? 3 : 1);
            assertThat(bytes(finished)).isEqualTo(bytes(regressor(finished.nTrees(), FitContext.alone())));
        }
    }

    @Test
    void treesOfAnotherFitAreNotTaken() throws Exception {
        Interruption some = new Interruption(new TreeMap<>(), 3);
        assertThatThrownBy(() -> regressor(some.context(1))).isInstanceOf(FitCancelled.class);
        byte[] file = file(some.fresh, 1);

        assertThat(new CheckpointFile<>("5b".repeat(32), new TreeFormat(2, 1)).read(new ByteArrayInputStream(file)))
                .isEmpty();
    }

    @Test
    void noAlteredByteGivesATree() throws Exception {
        Interruption some = new Interruption(new TreeMap<>(), 2);
        assertThatThrownBy(() -> regressor(some.context(1))).isInstanceOf(FitCancelled.class);
        byte[] file = file(some.fresh, 1);
        for (int i = 0; i < file.length; i++) {
            byte[] altered = file.clone();
            altered[i] ^= 0x40;
            assertThat(treesOf(altered)).as("byte %d", i).isZero();
        }
        assertThat(treesOf(Arrays.copyOf(file, file.length - 1))).isZero();
        assertThat(treesOf(Arrays.copyOf(file, file.length + 1))).isZero();
        assertThat(treesOf(file)).isEqualTo(2);
    }

    private static int treesOf(byte[] file) throws IOException {
        try {
            return checkpoint(1).read(new ByteArrayInputStream(file)).size();
        } catch (ModelFileException refused) {
            return 0;
        }
    }

    private static SortedMap<Integer, Tree> throughAFile(SortedMap<Integer, Tree> trees, int valuesPerNode)
            throws Exception {
        return checkpoint(valuesPerNode).read(new ByteArrayInputStream(file(trees, valuesPerNode)));
    }

    private static byte[] file(SortedMap<Integer, Tree> trees, int valuesPerNode) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        checkpoint(valuesPerNode).write(trees, out);
        return out.toByteArray();
    }

    private static CheckpointFile<Tree> checkpoint(int valuesPerNode) {
        return new CheckpointFile<>(FINGERPRINT, new TreeFormat(2, valuesPerNode));
    }

    private static RegressionForest regressor(FitContext context) {
        return regressor(TREES, context);
    }

    private static RegressionForest regressor(int trees, FitContext context) {
        double[] y = new SplittableRandom(2).doubles(80).toArray();
        return RandomForestRegressor.fit(
                rows(),
                y,
                ForestParameters.regressor().nEstimators(trees).oobScore(true).build(),
                context);
    }

    private static ClassificationForest classifier(FitContext context) {
        double[] y = new SplittableRandom(3).ints(80, 0, 3).asDoubleStream().toArray();
        return RandomForestClassifier.fit(
                rows(),
                ClassTarget.ofNumbers(y, true),
                ForestParameters.classifier().nEstimators(TREES).oobScore(true).build(),
                context);
    }

    private static FeatureMatrix rows() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = new double[80][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.doubles(2).toArray();
        }
        return FeatureMatrix.ofRows(rows);
    }

    private static byte[] bytes(Fitted forest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<FeatureRange> ranges = List.of(new FeatureRange("x0", 0, 0.5, 1), new FeatureRange("x1", 0, 0.5, 1));
        ModelFile.write(Model.of(forest, ranges, "y", Map.of()), out);
        return out.toByteArray();
    }
}
