package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Target;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations and intervals, from the client's bytes to the answer. */
class PredictionPartsTest {
    private static final Rig RIG = new Rig();
    private static final Consumers CONSUMERS = RIG.consume();
    private static final String INPUT = "{\"size\":1.5,\"city\":\"Rome\",\"sold\":\"2024-05-06\",\"age\":null}";

    /** A number, a category, a date and a column with gaps; a price, and words of two and of three kinds. */
    @BeforeAll
    static void table() {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder csv = new StringBuilder("size,city,sold,age,price,dear,class\n");
        for (int row = 0; row < 200; row++) {
            double size = random.nextDouble(0, 4);
            int city = random.nextInt(3);
            double price = 100 * size + 30 * city + random.nextDouble();
            csv.append(size)
                    .append(',')
                    .append(List.of("Rome", "Oslo", "Bern").get(city))
                    .append(',');
            csv.append("2024-0%d-1%d,".formatted(1 + random.nextInt(9), random.nextInt(9)));
            csv.append(random.nextInt(4) == 0 ? "" : Integer.toString(random.nextInt(50)))
                    .append(',');
            csv.append(price).append(',').append(price > 250 ? "yes" : "no");
            csv.append(",c").append((int) price % 3).append('\n');
        }
        RIG.datasets.put(new DatasetId("t"), new ByteArrayInputStream(Rig.utf8(csv.toString())));
    }

    @AfterAll
    static void close() {
        CONSUMERS.close();
        RIG.close();
    }

    private static TaskRow trained(String algorithm, String target, String more) {
        String named = target.isEmpty() ? "" : ",\"target\":\"" + target + "\"";
        TaskRow row = RIG.ended(RIG.trainings
                .submit(
                        TrainRequest.parse(
                                Rig.utf8("{\"dataset_id\":\"t\",\"features\":[\"size\",\"city\",\"sold\",\"age\"]"
                                        + named + ",\"algorithm\":\"" + algorithm + "\"" + more + "}")),
                        null)
                .id());
        assertThat(row.state()).isEqualTo(TaskState.TASK_COMPLETED);
        return row;
    }

    private static JsonNode ask(TaskRow model, String input, String more) {
        String body = "{\"model_id\":\"" + model.id() + "\",\"input_data\":" + input + "," + more + "}";
        return Json.stored(new String(RIG.predictions.predict(Rig.utf8(body)).json(), StandardCharsets.UTF_8));
    }

    private static InvalidRequest refused(TaskRow model, String more) {
        return catchThrowableOfType(InvalidRequest.class, () -> ask(model, INPUT, more));
    }

    private static double sum(JsonNode numbers) {
        double sum = 0;
        for (JsonNode number : numbers) {
            sum += number.doubleValue();
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RandomForestRegressor",
                "ExtraTreesRegressor",
                "DecisionTreeRegressor",
                "GradientBoostingRegressor",
                "HistGradientBoostingRegressor",
                "Ridge",
                "LinearRegression",
                "DummyRegressor"
            })
    void contributionsAreOfTheUsersColumnsAndSumToTheNumber(String algorithm) {
        TaskRow model = trained(algorithm, "price", "");

        JsonNode one = ask(model, INPUT, "\"explain\":true");
        JsonNode two = ask(model, "[" + INPUT + "," + INPUT.replace("Rome", "Paris") + "]", "\"explain\":true");

        JsonNode explanation = one.get("explanation");
        assertThat(explanation.get("scale").textValue()).isEqualTo("prediction");
        assertThat(explanation.get("features").toString()).isEqualTo("[\"size\",\"city\",\"sold\",\"age\"]");
        assertThat(explanation.get("contributions")).hasSize(4);
        double base = explanation.get("base").doubleValue();
        assertThat(base + sum(explanation.get("contributions")))
                .isCloseTo(one.get("pred_proba").doubleValue(), within(1e-9));
        assertThat(two.at("/explanation/contributions/0")).isEqualTo(explanation.get("contributions"));
        assertThat(base + sum(two.at("/explanation/contributions/1")))
                .isCloseTo(two.at("/pred_proba/1").doubleValue(), within(1e-9));
        assertThat(one.has("interval")).isFalse();
        assertThat(ask(model, INPUT, "\"explain\":false").has("explanation")).isFalse();
    }

    @Test
    void probabilitiesOfForestsAreExplainedClassByClass() {
        TaskRow model = trained("RandomForestClassifier", "class", "");

        JsonNode one = ask(model, INPUT, "\"explain\":true");

        JsonNode explanation = one.get("explanation");
        assertThat(explanation.get("scale").textValue()).isEqualTo("probability");
        assertThat(explanation.get("of")).isEqualTo(one.get("classes")).hasSize(3);
        for (int k = 0; k < 3; k++) {
            assertThat(explanation.get("base").get(k).doubleValue()
                            + sum(explanation.get("contributions").get(k)))
                    .isCloseTo(one.get("pred_proba").get(k).doubleValue(), within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({"HistGradientBoostingClassifier", "GradientBoostingClassifier", "LogisticRegression"})
    void ofTwoClassesTheLogOddsOfTheSecondAreExplained(String algorithm) {
        TaskRow model = trained(algorithm, "dear", "");

        JsonNode two = ask(model, "[" + INPUT + "," + INPUT + "]", "\"explain\":true");

        JsonNode explanation = two.get("explanation");
        assertThat(explanation.get("scale").textValue()).isEqualTo("raw_score");
        assertThat(explanation.get("of").toString()).isEqualTo("[\"yes\"]");
        assertThat(explanation.get("contributions")).hasSize(2);
        double sum = explanation.at("/base/0").doubleValue() + sum(explanation.at("/contributions/1/0"));
        assertThat(1 / (1 + Math.exp(-sum))).isCloseTo(two.at("/pred_proba/1/1").doubleValue(), within(1e-9));
    }

    @Test
    void ofMoreClassesEachHasASumForSoftmax() {
        TaskRow model = trained("HistGradientBoostingClassifier", "class", "");

        JsonNode one = ask(model, INPUT, "\"explain\":true");

        double[] shares = new double[3];
        double all = 0;
        for (int k = 0; k < 3; k++) {
            shares[k] = Math.exp(
                    one.at("/explanation/base/" + k).doubleValue() + sum(one.at("/explanation/contributions/" + k)));
            all += shares[k];
        }
        assertThat(shares[2] / all).isCloseTo(one.at("/pred_proba/2").doubleValue(), within(1e-9));
        assertThat(one.at("/explanation/scale").textValue()).isEqualTo("raw_score");
    }

    @Test
    void whatCannotBeExplainedIsRefused() {
        InvalidRequest refusal = refused(trained("IsolationForest", "", ""), "\"explain\":true");

        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_EXPLAINABLE);
        assertThat(refusal.detail())
                .contains("is of IsolationForest, which cannot tell what each feature adds; ask without explain");
    }

    @Test
    void anIntervalIsAsWideAsTheModelWasWrongOnHeldOutRows() {
        TaskRow model = trained("Ridge", "price", "");

        JsonNode one = ask(model, INPUT, "\"interval\":0.9");
        JsonNode two = ask(model, "[" + INPUT + ",{}]", "\"interval\":0.5,\"explain\":true,\"each_row\":true");

        JsonNode interval = one.get("interval");
        assertThat(interval.get("level").doubleValue()).isEqualTo(0.9);
        assertThat(interval.get("residuals").textValue()).isEqualTo("held_out");
        assertThat(interval.get("rows").intValue()).isEqualTo(40);
        double prediction = one.get("pred_proba").doubleValue();
        double below = prediction - interval.get("low").doubleValue();
        assertThat(interval.get("high").doubleValue() - prediction).isPositive().isCloseTo(below, within(1e-9));
        assertThat(two.at("/pred_proba/1").isNull()).isTrue();
        assertThat(two.at("/interval/low/1").isNull()).isTrue();
        assertThat(two.at("/interval/high/1").isNull()).isTrue();
        assertThat(two.at("/explanation/contributions/1").isNull()).isTrue();
        assertThat(prediction - two.at("/interval/low/0").doubleValue()).isLessThan(below);
        assertThat(ask(model, INPUT, "\"interval\":null").has("interval")).isFalse();
    }

    @Test
    void aForestThatCountsVotesOutOfTheBagHasItsErrorsFromThere() {
        TaskRow model = trained("RandomForestRegressor", "price", ",\"params\":{\"oob_score\":true}");

        JsonNode interval = ask(model, INPUT, "\"interval\":0.99").get("interval");

        assertThat(interval.get("residuals").textValue()).isEqualTo("out_of_bag");
        assertThat(interval.get("rows").intValue()).isEqualTo(160);
    }

    @Test
    void aLevelThatNeedsMoreErrorsIsRefusedWithTheHighest() {
        TaskRow model = trained("Ridge", "price", "");

        assertThat(refused(model, "\"interval\":0.98").detail())
                .isEqualTo("an interval of 0.98 needs the errors on 49 rows that the model had not seen; model "
                        + model.id()
                        + " knows those on 40 rows: ask for at most 0.975, or train with more rows held out"
                        + " (test_size), or a forest with oob_score");
        assertThat(refused(model, "\"interval\":0.9999").detail()).startsWith("no model has intervals above 0.999;");
        assertThat(ask(model, INPUT, "\"interval\":0.975").has("interval")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"RandomForestClassifier, dear", "IsolationForest, ''"})
    void whatPredictsNoNumbersHasNoInterval(String algorithm, String target) {
        InvalidRequest refusal = refused(trained(algorithm, target, ""), "\"interval\":0.9");

        assertThat(refusal.code()).isEqualTo(RefusalCode.NO_INTERVAL);
        assertThat(refusal.detail()).contains("is of " + algorithm + ", which predicts no numbers");
    }

    @Test
    void aModelOfAnOlderVersionHasNoInterval() {
        PredictRequest request =
                PredictRequest.parse(Rig.utf8("{\"model_id\":\"old\",\"input_data\":{\"x0\":1},\"interval\":0.9}"));
        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> RowIntervals.of(request, 0.9, model(Map.of())));
        Corrupt damaged = catchThrowableOfType(
                Corrupt.class, () -> RowIntervals.of(request, 0.9, model(Map.of("residuals", "held_out 9 1.0"))));

        assertThat(refusal.code()).isEqualTo(RefusalCode.NO_INTERVAL);
        assertThat(refusal.detail()).contains("model old was trained by a version that kept no errors");
        assertThat(damaged.code()).isEqualTo(RefusalCode.ARTIFACT_CORRUPT);
    }

    private static Model model(Map<String, String> properties) {
        Fitted fitted = ConfiguredLearner.of(Learners.named("Ridge").orElseThrow(), Map.of())
                .fit(
                        Rows.ofRows(new double[][] {{1}, {2}, {4}}),
                        new Target.Numbers(new double[] {1, 2, 3}),
                        FitContext.alone());
        return Model.of(fitted, List.of(new FeatureRange("x0", 1, 2, 4)), "y", properties);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"explain\":1 | explain | bool_type",
                "\"explain\":\"yes\" | explain | bool_type",
                "\"explain\":null | explain | bool_type",
                "\"interval\":\"0.9\" | interval | float_type",
                "\"interval\":true | interval | float_type",
                "\"interval\":[0.9] | interval | float_type",
                "\"interval\":0 | interval | value_error",
                "\"interval\":1 | interval | value_error",
                "\"interval\":90 | interval | value_error",
                "\"interval\":-0.5 | interval | value_error",
                "\"interval\":NaN | interval | value_error"
            })
    void aWrongMemberIsNamed(String member, String name, String type) {
        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class,
                () -> PredictRequest.parse(Rig.utf8("{\"model_id\":\"m\",\"input_data\":{}," + member + "}")));

        assertThat(refusal.fields()).singleElement().satisfies(problem -> {
            assertThat(problem.type()).isEqualTo(type);
            assertThat(problem.loc()).isEqualTo(List.of("body", name));
        });
    }
}
