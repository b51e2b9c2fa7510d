package dev.tasuki.core.fit;

import static dev.tasuki.core.fit.SampleTraining.counted;
import static dev.tasuki.core.fit.SampleTraining.learn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches on the sample dataset, beside those of scikit-learn in the golden file. */
class CandidateSearchTest {
    private static final String FOREST = "\"algorithm\":\"RandomForestRegressor\",\"params\":{\"n_estimators\":5},";
    private static final String GRID =
            FOREST + "\"search\":{\"grid\":{\"max_depth\":[1,3,2],\"max_features\":[0.3,1.0]},\"cv\":3}";
    /** The best of these is the second. */
    private static final int FITS = 18;

    static Stream<JsonNode> golden(String kind) throws IOException {
        try (InputStream golden = CandidateSearchTest.class.getResourceAsStream("/golden/search.txt")) {
            return new String(golden.readAllBytes(), UTF_8)
                    .lines().map(Json::stored).toList().stream()
                            .filter(line -> line.path("kind").asText().equals(kind));
        }
    }

    static Stream<JsonNode> searches() throws IOException {
        return golden("search");
    }

    @ParameterizedTest
    @MethodSource("searches")
    void theTableIsThatOfScikitLearn(JsonNode expected) throws IOException {
        ObjectNode fields = Json.object();
        fields.set("algorithm", expected.get("algorithm"));
        fields.set("params", expected.get("params"));
        fields.set("search", expected.get("search"));
        String inner = fields.toString();

        JsonNode report = learn(inner.substring(1, inner.length() - 1), LocalFitter.alone(2))
                .report();

        JsonNode search = report.path("search");
        assertThat(search.path("best").asInt()).isEqualTo(expected.path("best").asInt());
        assertThat(search.path("complete").asBoolean()).isTrue();
        assertThat(search.path("table")).hasSameSizeAs(expected.path("table"));
        // A logarithm may be a unit in the last place off, and so may what is computed of it.
        double tolerance = search.path("scoring").asText().equals("log_loss") ? 1e-13 : 0;
        for (int i = 0; i < search.path("table").size(); i++) {
            JsonNode found = search.path("table").get(i);
            JsonNode wanted = expected.path("table").get(i);
            assertThat(found.path("params").toString())
                    .isEqualTo(wanted.path("params").toString());
            assertThat(found.path("rank").asInt()).isEqualTo(wanted.path("rank").asInt());
            same(found.path("mean"), wanted.path("mean"), tolerance);
            same(found.path("std"), wanted.path("std"), tolerance);
            for (int fold = 0; fold < wanted.path("scores").size(); fold++) {
                same(found.path("scores").get(fold), wanted.path("scores").get(fold), tolerance);
            }
        }
        JsonNode best =
                expected.path("table").get(expected.path("best").asInt() - 1).path("params");
        best.properties()
                .forEach(param -> assertThat(
                                report.path("params").path(param.getKey()).toString())
                        .as(param.getKey())
                        .isEqualTo(param.getValue().toString()));
    }

    private static void same(JsonNode found, JsonNode wanted, double tolerance) {
        assertThat(found.doubleValue()).isCloseTo(wanted.doubleValue(), within(tolerance));
    }

    @Test
    void theModelIsThatOfARequestForTheBestAndThreadsChangeNothing() throws IOException {
        Learned alone = learn(GRID, LocalFitter.alone(1));
        Learned many = learn(GRID, LocalFitter.alone(8));
        Executor saturated = work -> {
            throw new RejectedExecutionException("as if");
        };
        Learned refused = learn(GRID, new LocalFitter(3, saturated));
        Learned bounded = learn(GRID, new LocalFitter(Runnable::run, new FitBounds(200L << 20, 1_000, 3)));
        JsonNode params = alone.report()
                .path("search")
                .path("table")
                .get(alone.report().path("search").path("best").asInt() - 1)
                .path("params");
        ObjectNode best = Json.object().put("n_estimators", 5);
        best.setAll((ObjectNode) params);
        Learned plain = learn("\"algorithm\":\"RandomForestRegressor\",\"params\":" + best, LocalFitter.alone(1));

        for (Learned learned : List.of(alone, many, refused, bounded)) {
            assertThat(learned.artifact()).isEqualTo(plain.artifact());
            assertThat(learned.metrics()).isEqualTo(plain.metrics());
            assertThat(untimed(learned)).isEqualTo(untimed(alone));
            assertThat(learned.report().has("finished_early")).isFalse();
        }
        assertThat(plain.report().has("search")).isFalse();
    }

    @Test
    void foldsOfTheModelComeBesideItsSearch() throws IOException {
        Learned learned = learn(GRID + ",\"cv\":4", LocalFitter.alone(2));

        assertThat(learned.report().at("/cv/folds").asInt()).isEqualTo(4);
        assertThat(learned.report().at("/cv/complete").asBoolean()).isTrue();
        assertThat(untimed(learned)).isEqualTo(untimed(learn(GRID, LocalFitter.alone(2))));
    }

    @Test
    void aCancelReachesEveryFitAndProgressOnlyRises() throws IOException {
        SampleTraining.Watched whole = new SampleTraining.Watched();
        learn(GRID, LocalFitter.alone(1), whole, PartKeeping.NONE);
        assertThat(whole.reports.stream().map(Progress::fraction).toList()).isSorted();
        assertThat(whole.reports)
                .extracting(Progress::text)
                .contains("fit 0 of 18", "fit 2 of 18")
                .anyMatch(text -> text.startsWith("fit 18 of 18; best so far: candidate "));
        int searching = (int) whole.reports.stream()
                .filter(progress -> progress.stage().equals("searching"))
                .count();
        for (int after = 2; after < searching; after += 11) {
            for (int threads : new int[] {1, 3}) {
                SampleTraining.Watched cancelled = new SampleTraining.Watched();
                cancelled.stopAfter = after;
                assertThat(learn(GRID, LocalFitter.alone(threads), cancelled, PartKeeping.NONE))
                        .as("after %d reports", after)
                        .isEmpty();
            }
        }
    }

    @Test
    void anAttemptAfterAKillGoesOnFromTheFitsThatHaveEnded() throws IOException {
        Learned reference = learn(GRID, LocalFitter.alone(1));
        MovableClock clock = new MovableClock();
        MemoryObjectStore objects = new MemoryObjectStore(clock);
        Checkpoints checkpoints = new Checkpoints(objects, Keys.STANDARD, Duration.ofSeconds(1), clock);
        TaskId id = new TaskId("t-1");
        SampleTraining.Watched killed = new SampleTraining.Watched();
        killed.killAt = "fit 10 of 18";
        try (CheckpointedParts parts = checkpoints.attempt(id, 1)) {
            PartKeeping ticking = (fingerprint, word) -> counted(parts.of(fingerprint, word), () -> {
                // A file for each part.
                parts.close();
                clock.move(Duration.ofSeconds(2));
            });
            assertThatThrownBy(() -> learn(GRID, LocalFitter.alone(1), killed, ticking))
                    .isInstanceOf(InternalError.class);
        }
        AtomicInteger fits = new AtomicInteger();
        try (CheckpointedParts parts = checkpoints.attempt(id, 2)) {
            PartKeeping counting = (fingerprint, word) ->
                    counted(parts.of(fingerprint, word), () -> fits.addAndGet(word.equals("fit") ? 1 : 0));
            Learned second = learn(GRID, LocalFitter.alone(1), new SampleTraining.Watched(), counting)
                    .orElseThrow();

            assertThat(untimed(second)).isEqualTo(untimed(reference));
            assertThat(second.artifact()).isEqualTo(reference.artifact());
            assertThat(fits.get()).as("those that had not ended").isBetween(FITS - 10, FITS - 9);
        }
    }

    @Test
    void aRequestToFinishKeepsTheBestSoFarAndItsModelIsWhole() throws IOException {
        JsonNode whole = untimed(learn(GRID, LocalFitter.alone(1)));
        SampleTraining.Watched finishing = new SampleTraining.Watched();
        finishing.finishAt = "fit 7 of 18";

        Learned learned =
                learn(GRID, LocalFitter.alone(1), finishing, PartKeeping.NONE).orElseThrow();

        JsonNode search = untimed(learned);
        assertThat(search.path("complete").asBoolean(true)).isFalse();
        assertThat(search.path("table")).hasSize(6);
        assertThat(search.at("/table/1")).isEqualTo(with(whole.at("/table/1"), search.at("/table/1/rank")));
        assertThat(search.at("/table/2/state").asText()).isEqualTo("incomplete");
        assertThat(search.path("best").asInt()).isBetween(1, 2);
        assertThat(learned.report().path("finished_early").toString())
                .isEqualTo("{\"by\":\"request\",\"unit\":\"fit\",\"requested\":18,\"grown\":7}");
        assertThat(learned.report().path("trees").asInt()).as("of the model").isEqualTo(5);
    }

    @Test
    void aRequestToFinishInTheFirstFitTakesTheFirstCandidate() throws IOException {
        SampleTraining.Watched finishing = new SampleTraining.Watched();
        finishing.finishAt = "fit 0 of 18";

        Learned learned =
                learn(GRID, LocalFitter.alone(1), finishing, PartKeeping.NONE).orElseThrow();

        assertThat(learned.report().at("/search/best").isNull()).isTrue();
        assertThat(learned.report().at("/params/max_depth").asInt()).isEqualTo(1);
        assertThat(learned.report().at("/params/max_features").asDouble()).isEqualTo(0.3);
    }

    @Test
    void whenItsTimeIsUpTheSearchEndsWithTheBestSoFar() throws IOException {
        String timed = GRID.replace("\"cv\":3", "\"cv\":3,\"max_seconds\":");

        JsonNode none = learn(timed.replace("max_seconds\":", "max_seconds\":1e-9"), LocalFitter.alone(1))
                .report();
        JsonNode all = learn(timed.replace("max_seconds\":", "max_seconds\":31536000"), LocalFitter.alone(1))
                .report();

        assertThat(none.at("/search/complete").asBoolean(true)).isFalse();
        assertThat(none.at("/search/table/0/state").asText()).isEqualTo("incomplete");
        assertThat(none.has("finished_early")).isFalse();
        assertThat(all.at("/search/complete").asBoolean()).isTrue();
    }

    @Test
    void aCandidateThatCannotBeFittedIsToldOfAndTheOthersGoOn() throws IOException {
        String grid =
                "\"algorithm\":\"GradientBoostingRegressor\",\"params\":{\"n_estimators\":3,\"n_iter_no_change\":2},"
                        + "\"search\":{\"grid\":{\"validation_fraction\":[0.2,0.9999]},\"cv\":2}";
        JsonNode search = learn(grid, LocalFitter.alone(1)).report().path("search");

        assertThat(search.at("/table/1/state").asText()).isEqualTo("failed");
        assertThat(search.at("/table/1/error").asText()).contains("validation_fraction");
        assertThat(search.at("/table/1/rank").isNull()).isTrue();
        assertThat(search.at("/best").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> learn(grid.replace("0.2,", ""), LocalFitter.alone(1)))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_PARAMETER))
                .hasMessageContaining("no candidate of the search can be fitted")
                .hasMessageContaining("validation_fraction");
    }

    @Test
    void theMostExpensiveCandidateIsWhatATrainingCosts() throws IOException {
        String grid =
                "\"algorithm\":\"RandomForestRegressor\",\"search\":{\"grid\":{\"n_estimators\":[1,%d]},\"cv\":2}";
        FitBounds small = new FitBounds(3L << 20, 1_000, 1);

        assertThat(learn(grid.formatted(2), new LocalFitter(Runnable::run, small))
                        .report()
                        .at("/search/complete")
                        .asBoolean())
                .isTrue();
        assertThatThrownBy(() -> learn(grid.formatted(9_000), new LocalFitter(Runnable::run, small)))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY))
                .hasMessageContaining("9,000 trees")
                .hasMessageContaining("leave the largest candidates out of search");
    }

    private static JsonNode with(JsonNode row, JsonNode rank) {
        ObjectNode copy = row.deepCopy();
        copy.set("rank", rank);
        return copy;
    }

    /** The table without its times. */
    private static JsonNode untimed(Learned learned) {
        ObjectNode search = learned.report().path("search").deepCopy();
        search.remove("seconds");
        search.path("table").forEach(row -> ((ObjectNode) row).remove("fit_seconds"));
        return search;
    }
}
