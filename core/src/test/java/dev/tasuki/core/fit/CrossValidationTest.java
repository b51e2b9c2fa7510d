package dev.tasuki.core.fit;

import static dev.tasuki.core.fit.SampleTraining.counted;
import static dev.tasuki.core.fit.SampleTraining.learn;
import static dev.tasuki.core.fit.SampleTraining.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folds of the sample dataset, its target as a number or as one of three words. */
class CrossValidationTest {
    private static final String FOREST =
            "\"algorithm\":\"RandomForestRegressor\",\"params\":{\"n_estimators\":20,\"max_depth\":3}";
    private static final String ENDED = "fold %d of 5";

    /** A line of the golden file: the scores of the folds, their mean and standard deviation. */
    record Scores(String algorithm, int folds, String scoring, double[] values) {
        static Scores of(String line) {
            String[] parts = line.split(" ");
            double[] values = Arrays.stream(parts)
                    .skip(3)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Scores(parts[0], Integer.parseInt(parts[1]), parts[2], values);
        }

        String metric() {
            return switch (scoring) {
                case "neg_root_mean_squared_error" -> "rmse";
                case "neg_log_loss" -> "log_loss";
                default -> scoring;
            };
        }

        String fields() {
            String params = algorithm.startsWith("Hist") ? "\"max_iter\":20" : "\"n_estimators\":20,\"max_depth\":3";
            return "\"algorithm\":\"" + algorithm + "\",\"params\":{" + params + "},\"cv\":" + folds;
        }

        @Override
        public String toString() {
            return algorithm + " " + folds + " " + scoring;
        }
    }

    static Stream<Scores> scores() throws IOException {
        try (InputStream golden = CrossValidationTest.class.getResourceAsStream("/golden/cross-validation.txt")) {
            return new String(golden.readAllBytes(), UTF_8).lines().map(Scores::of).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scores")
    void theScoresAreThoseOfCrossValScore(Scores expected) throws IOException {
        JsonNode cv = learn(expected.fields(), LocalFitter.alone(2)).report().path("cv");

        assertThat(cv.path("folds").asInt()).isEqualTo(expected.folds());
        assertThat(cv.path("splitter").asText())
                .isEqualTo(expected.algorithm().endsWith("Classifier") ? "StratifiedKFold" : "KFold");
        assertThat(cv.path("complete").asBoolean()).isTrue();
        List<Double> found = new ArrayList<>();
        cv.path("table")
                .forEach(fold ->
                        found.add(fold.path("metrics").path(expected.metric()).doubleValue()));
        found.add(cv.path("mean").path(expected.metric()).doubleValue());
        found.add(cv.path("std").path(expected.metric()).doubleValue());
        // A logarithm may be a unit in the last place off, and so may what is computed of it.
        double tolerance = expected.metric().equals("log_loss") ? 1e-13 : 0;
        assertThat(found).hasSize(expected.values().length);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).as("score %d", i).isCloseTo(expected.values()[i], within(tolerance));
        }
    }

    @Test
    void foldsChangeNeitherTheModelNorItsMetricsAndThreadsNothingAtAll() throws IOException {
        Learned without = learn(FOREST, LocalFitter.alone(1));
        Learned alone = learn(FOREST + ",\"cv\":5", LocalFitter.alone(1));
        Learned many = learn(FOREST + ",\"cv\":5", LocalFitter.alone(8));
        Executor saturated = work -> {
            throw new RejectedExecutionException("as if");
        };
        Learned refused = learn(FOREST + ",\"cv\":5", new LocalFitter(3, saturated));
        Learned bounded =
                learn(FOREST + ",\"cv\":5", new LocalFitter(Runnable::run, new FitBounds(200L << 20, 1_000, 3)));

        assertThat(without.report().has("cv")).isFalse();
        for (Learned learned : List.of(alone, many, refused, bounded)) {
            assertThat(learned.artifact()).isEqualTo(without.artifact());
            assertThat(learned.metrics()).isEqualTo(without.metrics());
            assertThat(learned.report().path("cv")).isEqualTo(alone.report().path("cv"));
        }
    }

    @Test
    void aCancelReachesEveryFoldAndProgressOnlyRises() throws IOException {
        SampleTraining.Watched whole = new SampleTraining.Watched();
        learn(FOREST + ",\"cv\":5", LocalFitter.alone(1), whole, PartKeeping.NONE);
        List<Double> fractions = whole.reports.stream().map(Progress::fraction).toList();
        assertThat(fractions).isSorted();
        assertThat(whole.reports)
                .extracting(Progress::text)
                .contains(ENDED.formatted(0), ENDED.formatted(2), ENDED.formatted(5));
        int folds = (int) whole.reports.stream()
                .filter(progress -> progress.stage().equals("cross-validating"))
                .count();
        for (int left = 1; left < folds; left += 7) {
            for (int threads : new int[] {1, 3}) {
                SampleTraining.Watched cancelled = new SampleTraining.Watched();
                cancelled.stopAfter = whole.reports.size() - left;
                assertThat(learn(FOREST + ",\"cv\":5", LocalFitter.alone(threads), cancelled, PartKeeping.NONE))
                        .isEmpty();
            }
        }
    }

    @Test
    void anAttemptAfterAKillGoesOnFromTheFoldsThatHaveEnded() throws IOException {
        JsonNode reference =
                learn(FOREST + ",\"cv\":5", LocalFitter.alone(1)).report().path("cv");
        MovableClock clock = new MovableClock();
        MemoryObjectStore objects = new MemoryObjectStore(clock);
        Checkpoints checkpoints = new Checkpoints(objects, Keys.STANDARD, Duration.ofSeconds(1), clock);
        TaskId id = new TaskId("t-1");
        SampleTraining.Watched killed = new SampleTraining.Watched();
        killed.killAt = ENDED.formatted(3);
        try (CheckpointedParts parts = checkpoints.attempt(id, 1)) {
            PartKeeping ticking = (fingerprint, word) -> counted(parts.of(fingerprint, word), () -> {
                // A file for each part.
                parts.close();
                clock.move(Duration.ofSeconds(2));
            });
            assertThatThrownBy(() -> learn(FOREST + ",\"cv\":5", LocalFitter.alone(1), killed, ticking))
                    .isInstanceOf(InternalError.class);
        }
        AtomicInteger fresh = new AtomicInteger();
        try (CheckpointedParts parts = checkpoints.attempt(id, 2)) {
            PartKeeping counting = (fingerprint, word) -> counted(parts.of(fingerprint, word), fresh::incrementAndGet);
            Learned second = learn(FOREST + ",\"cv\":5", LocalFitter.alone(1), new SampleTraining.Watched(), counting)
                    .orElseThrow();

            assertThat(second.report().path("cv")).isEqualTo(reference);
            assertThat(fresh.get()).as("two folds, and a tree or two").isBetween(2, 4);
            assertThat(parts.files()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aTrainingThatIsToFinishEarlyHasTheFoldsThatHaveEnded() throws IOException {
        JsonNode whole =
                learn(FOREST + ",\"cv\":5", LocalFitter.alone(1)).report().path("cv");
        SampleTraining.Watched finishing = new SampleTraining.Watched();
        finishing.finishAt = ENDED.formatted(2);

        Learned learned = learn(FOREST + ",\"cv\":5", LocalFitter.alone(1), finishing, PartKeeping.NONE)
                .orElseThrow();

        JsonNode cv = learned.report().path("cv");
        assertThat(cv.path("complete").asBoolean(true)).isFalse();
        assertThat(cv.path("folds").asInt()).isEqualTo(5);
        assertThat(cv.path("table")).hasSize(2);
        assertThat(cv.at("/table/1")).isEqualTo(whole.at("/table/1"));
        assertThat(learned.report().has("finished_early"))
                .as("the model has all its trees")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "5.5", "\"5\"", "true", "99999999999999999999"})
    void whatIsNoNumberOfFoldsIsRefused(String cv) {
        assertThatThrownBy(() -> request("\"cv\":" + cv))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.fields())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.loc()).containsExactly("body", "cv")));
    }

    @Test
    @Tag("bound:cv_folds")
    void asManyFoldsAsTheBoundAllowsAndNoMore() {
        long most = Limits.CV_FOLDS.value();

        assertThat(request("\"cv\":" + most).cv()).isEqualTo((int) most);
        assertThat(request("\"cv\":null").cv()).isZero();
        assertThatThrownBy(() -> request("\"cv\":" + (most + 1)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("less than or equal to " + most);
    }

    @Test
    void moreFoldsThanRowsAreRefused() {
        String csv = "age,bmi,bp,s1,s2,s3,s4,s5,s6,target\n" + "1,2,3,4,5,6,7,8,9,10\n".repeat(4);
        LocalFitter.Source source =
                new LocalFitter.Source(Datasets.SAMPLE, "e", new ByteArrayInputStream(csv.getBytes(UTF_8)));

        assertThatThrownBy(() -> LocalFitter.alone(1).learn(source, request("\"cv\":5"), RunControl.NONE))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_PARAMETER))
                .hasMessageContaining("cv")
                .hasMessageContaining("2 to 4, the number of rows");
    }
}
