package dev.tasuki.core.fit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Progress;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Permutation importance of raw columns, whatever they became. */
class ColumnImportancesTest {
    private static final String CSV = "city,rooms,noise,price\n"
            + "rome,1,7,10\noslo,2,3,25\nrome,3,1,30\nbern,,9,41\noslo,5,2,52\nbern,4,4,48\n".repeat(20);

    private static TrainRequest request(String algorithm, int repeats) {
        return TrainRequest.parse(("{\"dataset_id\":\"d\",\"features\":[\"city\",\"rooms\",\"noise\"],"
                        + "\"target\":\"price\",\"preprocess\":{\"categories\":\"one_hot\"},\"algorithm\":\""
                        + algorithm + "\",\"permutation_importance\":" + repeats + "}")
                .getBytes(UTF_8));
    }

    private static Optional<Learned> learn(LocalFitter fitter, TrainRequest request, RunControl control) {
        return fitter.learn(
                new LocalFitter.Source(new DatasetId("d"), "", new ByteArrayInputStream(CSV.getBytes(UTF_8))),
                request,
                control);
    }

    private static JsonNode report(int threads, TrainRequest request) {
        return learn(LocalFitter.alone(threads), request, RunControl.NONE)
                .orElseThrow()
                .report();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RandomForestRegressor",
                "RandomForestClassifier",
                "ExtraTreesRegressor",
                "HistGradientBoostingRegressor",
                "DecisionTreeClassifier",
                "DummyClassifier"
            })
    void everyLearnerHasThemForColumnsOnAnyNumberOfThreads(String algorithm) {
        JsonNode one = report(1, request(algorithm, 4));
        JsonNode four = report(4, request(algorithm, 4));

        assertThat(four.get("features")).isEqualTo(one.get("features"));
        assertThat(one.get("features")).hasSize(3);
        double least = algorithm.startsWith("Dummy") ? 0 : 1e-9;
        JsonNode rooms = one.at("/features/1/permutation_importance");
        assertThat(rooms.get("mean").doubleValue()).isGreaterThanOrEqualTo(least);
        assertThat(rooms.get("std").doubleValue()).isNotNegative();
        assertThat(one.at("/evaluation/permutation_importance").toString())
                .isEqualTo("{\"n_repeats\":4,\"random_state\":42,\"scoring\":\""
                        + (algorithm.endsWith("Regressor") ? "r2" : "accuracy") + "\"}");
    }

    @Test
    void columnsAreMeasuredSideBySide() {
        AtomicInteger helpers = new AtomicInteger();
        // A single tree has no use of helpers while it grows.
        LocalFitter fitter = new LocalFitter(8, work -> {
            helpers.incrementAndGet();
            Thread.ofPlatform().daemon().name("tasuki-grower").start(work);
        });

        assertThat(learn(fitter, request("DecisionTreeRegressor", 0), RunControl.NONE))
                .isPresent();
        assertThat(helpers).hasValue(0);
        assertThat(learn(fitter, request("DecisionTreeRegressor", 4), RunControl.NONE))
                .isPresent();
        assertThat(helpers).as("beside the calling thread, of 3 columns").hasValue(2);
    }

    @Test
    void withoutBeingRequestedThereAreNone() {
        JsonNode report = report(2, request("HistGradientBoostingRegressor", 0));

        assertThat(report.at("/features/0").has("permutation_importance")).isFalse();
        assertThat(report.get("evaluation").has("permutation_importance")).isFalse();
        assertThat(report.at("/features/0/importance").isNull()).isTrue();
        double gains = 0;
        for (JsonNode feature : report.get("features")) {
            gains += feature.get("gain").doubleValue();
        }
        assertThat(gains).isPositive();
    }

    @Test
    void aCancelReachesBetweenTheShuffles() {
        List<String> heard = new ArrayList<>();
        RunControl control = new RunControl() {
            private volatile boolean stopped;

            @Override
            public void report(Progress progress) {
                if (progress.text().startsWith("importance")) {
                    heard.add(progress.text());
                    stopped = heard.size() == 5;
                }
            }

            @Override
            public boolean stopped() {
                return stopped;
            }
        };

        assertThat(learn(LocalFitter.alone(2), request("RandomForestRegressor", 4), control))
                .isEmpty();
        assertThat(heard).hasSize(5).endsWith("importance of feature 1 of 3", "importance of feature 2 of 3");
    }
}
