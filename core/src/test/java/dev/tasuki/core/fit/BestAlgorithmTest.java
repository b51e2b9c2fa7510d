package dev.tasuki.core.fit;

import static dev.tasuki.core.fit.SampleTraining.learn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.cost.FitBounds;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code algorithm: "auto"} on the sample dataset. */
class BestAlgorithmTest {
    private static final String AUTO = "\"algorithm\":\"auto\",\"search\":{\"cv\":2,\"max_seconds\":3600}";

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
}
