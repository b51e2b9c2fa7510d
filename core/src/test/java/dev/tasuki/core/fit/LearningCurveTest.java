package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    private static final int MOST = Limits.LEARNING_CURVE_POINTS.intValue();

    @Test
    @Tag("bound:learning_curve_points")
    void asManyPointsAsThereMayBeAreKept() {
        JsonNode points = curve("RandomForestRegressor", MOST).path("points");

        assertThat(points).hasSize(MOST);
        assertThat(points.get(0)).hasToString("[1,1.0]");
        assertThat(points.get(MOST - 1)).hasToString("[" + MOST + "," + MOST + ".0]");
    }

    @Test
    @Tag("bound:learning_curve_points")
    void ofMoreEachSecondGoesAndTheNewestStays() {
        for (int steps : new int[] {MOST + 1, 2 * MOST + 1, 9_999}) {
            JsonNode points = curve("HistGradientBoostingRegressor", steps).path("points");

            assertThat(points.size()).isBetween(MOST / 2, MOST);
            assertThat(points.get(points.size() - 1).get(0).asInt()).isEqualTo(steps);
            int stride = points.get(0).get(0).asInt();
            for (int i = 0; i + 1 < points.size(); i++) {
                assertThat(points.get(i).get(0).asInt()).isEqualTo(stride * (i + 1));
            }
        }
    }

    @Test
    void itSaysWhatWasMeasured() {
        assertThat(curve("RandomForestRegressor", 1).path("metric").asText()).isEqualTo("oob_r2");
        assertThat(curve("ExtraTreesClassifier", 1).path("metric").asText()).isEqualTo("oob_accuracy");
        JsonNode boosted = curve("HistGradientBoostingClassifier", 1);
        assertThat(boosted.path("metric").asText()).isEqualTo("early_stopping_score");
        assertThat(boosted.path("unit").asText()).isEqualTo("round");
    }

    @Test
    void withoutAScoreThereIsNone() {
        LearningCurve curve = new LearningCurve(learner("RandomForestRegressor"));
        curve.add(1, Double.NaN);
        curve.add(2, Double.NEGATIVE_INFINITY);
        ObjectNode report = Json.object();

        curve.tell(report);

        assertThat(report).isEmpty();
        assertThat(curve.newest()).isNull();
    }

    private static JsonNode curve(String algorithm, int steps) {
        LearningCurve curve = new LearningCurve(learner(algorithm));
        for (int step = 1; step <= steps; step++) {
            curve.add(step, step);
        }
        ObjectNode report = Json.object();
        curve.tell(report);
        return report.path("learning_curve");
    }

    private static ConfiguredLearner<?> learner(String name) {
        return ConfiguredLearner.of(Learners.named(name).orElseThrow(), Map.of());
    }
}
