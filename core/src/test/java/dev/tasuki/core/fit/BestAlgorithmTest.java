package dev.tasuki.core.fit;

import static dev.tasuki.core.fit.SampleTraining.learn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.run.RunControl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** {@code algorithm: "auto"} on the sample dataset. */
class BestAlgorithmTest {
    private static final String AUTO = "\"algorithm\":\"auto\",\"search\":{\"cv\":2,\"max_seconds\":3600}";

    /** Of draws in which a candidate has a higher mean than the Dummy on two folds. */
    private static final long SEED = 23;

    @Test
    void theBestOfNumbersIsKeptAndTheOthersAreShownWithTheirTimes() throws IOException {
        Learned learned = learn(AUTO, LocalFitter.alone(2));

        JsonNode search = learned.report().path("search");
        assertThat(search.path("way").asText()).isEqualTo("auto");
        assertThat(search.path("scoring").asText()).isEqualTo("r2");
        assertThat(search.path("table").findValuesAsText("algorithm"))
                .isEqualTo(List.of(
                        "DummyRegressor",
                        "Ridge",
                        "HistGradientBoostingRegressor",
                        "ExtraTreesRegressor",
                        "RandomForestRegressor"));
        search.path("table").forEach(row -> {
            assertThat(row.path("state").asText()).isEqualTo("measured");
            assertThat(row.path("fit_seconds").doubleValue()).isPositive();
        });
        JsonNode best = search.path("table").get(search.path("best").asInt() - 1);
        assertThat(best.path("rank").asInt()).isEqualTo(1);
        assertThat(learned.report().path("algorithm")).isEqualTo(best.path("algorithm"));
        assertThat(search.at("/table/0/rank").asInt()).as("of the Dummy").isEqualTo(5);
        String name = best.path("algorithm").asText();
        Learned plain = learn(
                "\"algorithm\":\"" + name + "\",\"params\":"
                        + (name.equals("Ridge") ? "{}" : "{\"max_depth\":null,\"random_state\":42}"),
                LocalFitter.alone(1));
        assertThat(learned.artifact()).isEqualTo(plain.artifact());
    }

    @Test
    void wordsAreClassesAndTheirProbabilitiesCount() throws IOException {
        JsonNode report = learn(AUTO.replace("\"cv\"", "\"scoring\":\"log_loss\",\"cv\""), LocalFitter.alone(2))
                .report();

        assertThat(report.path("target_type").asText()).isEqualTo("class");
        assertThat(report.at("/search/table").findValuesAsText("algorithm"))
                .contains("DummyClassifier", "LogisticRegression", "HistGradientBoostingClassifier");
        assertThat(report.at("/search/table/0/mean").doubleValue())
                .isGreaterThan(report.at("/search/table")
                        .get(report.at("/search/best").asInt() - 1)
                        .path("mean")
                        .doubleValue());
    }

    @Test
    void whatIsBeyondTheMemoryIsLeftOutAndSaid() throws IOException {
        JsonNode report = learn(AUTO, new LocalFitter(Runnable::run, new FitBounds(3L << 20, 1_000, 1)))
                .report();

        assertThat(report.at("/search/table").findValuesAsText("state")).contains("measured", "too_costly");
        assertThat(report.at("/search/complete").asBoolean()).isTrue();
        assertThat(report.at("/search/table").findValuesAsText("candidate"))
                .isEqualTo(List.of("1", "2", "3", "4", "5"));
    }

    @Test
    void ofATableOfDrawsTheDummyIsKeptThoughAnotherHasTheHighestMeanByChance() throws IOException {
        JsonNode report = learnDraws(SEED);

        JsonNode dummy = report.at("/search/table/0");
        assertThat(dummy.path("rank").asInt()).isGreaterThan(1);
        assertThat(report.at("/search/best").asInt()).isEqualTo(1);
        assertThat(report.path("algorithm").asText()).isEqualTo("DummyRegressor");
    }

    private static JsonNode learnDraws(long seed) throws IOException {
        RandomGenerator draws = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("age,bmi,bp,s1,s2,s3,s4,s5,s6,target\n");
        for (int row = 0; row < 40; row++) {
            for (int column = 0; column < 10; column++) {
                csv.append(column == 0 ? "" : ",").append(draws.nextDouble());
            }
            csv.append('\n');
        }
        LocalFitter.Source source = new LocalFitter.Source(
                Datasets.SAMPLE, "e", new ByteArrayInputStream(csv.toString().getBytes(UTF_8)));
        return LocalFitter.alone(1)
                .learn(source, SampleTraining.request(AUTO), RunControl.NONE, PartKeeping.NONE)
                .orElseThrow()
                .report();
    }
}
