package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.data.dialect.DialectOptions;
import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rows of a file have beside their predictions is what {@code /predict} tells of them. */
class CsvExplanationsTest {
    private static final Rig RIG = new Rig();
    private static final Consumers CONSUMERS = RIG.consume();
    private static final CsvPredictions CSV = new CsvPredictions(RIG.models, RIG.predictions, null, RIG.clock);
    private static final String ROWS = "size,city\n1.5,Rome\n,Oslo\nwide,Bern\n3.25,Paris\n";
    private static final String INPUT = """
            [{"size":"1.5","city":"Rome"},{"size":"","city":"Oslo"},{"size":"wide","city":"Bern"},\
            {"size":"3.25","city":"Paris"}]""";

    @BeforeAll
    static void table() {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder csv = new StringBuilder("size,city,price,dear,class\n");
        for (int row = 0; row < 200; row++) {
            double size = random.nextDouble(0, 4);
            int city = random.nextInt(3);
            double price = 100 * size + 30 * city + random.nextDouble();
            csv.append(random.nextInt(9) == 0 ? "" : Double.toString(size))
                    .append(',')
                    .append(List.of("Rome", "Oslo", "Bern").get(city))
                    .append(',')
                    .append(price)
                    .append(price > 250 ? ",yes,c" : ",no,c")
                    .append((int) price % 3)
                    .append('\n');
        }
        RIG.datasets.put(new DatasetId("t"), stream(csv.toString()));
    }

    @AfterAll
    static void close() {
        CONSUMERS.close();
        RIG.close();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ModelId trained(String algorithm, String target, String more) {
        String named = target.isEmpty() ? "" : ",\"target\":\"" + target + "\"";
        TaskRow row = RIG.ended(RIG.trainings
                .submit(
                        TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"t\",\"features\":[\"size\",\"city\"]" + named
                                + ",\"algorithm\":\"" + algorithm + "\"" + more + "}")),
                        null)
                .id());
        assertThat(row.state()).as(algorithm).isEqualTo(TaskState.TASK_COMPLETED);
        return new ModelId(row.id().value());
    }

    private static JsonNode asked(ModelId model, String input, String more) {
        String body = "{\"model_id\":\"" + model + "\",\"each_row\":true,\"input_data\":" + input + more + "}";
        return Json.stored(new String(RIG.predictions.predict(Rig.utf8(body)).json(), StandardCharsets.UTF_8));
    }

    private static CsvPredictions.Answer file(ModelId model, AnswerParts parts, String rows) {
        return CSV.answer(CSV.model(model), parts, stream(rows), DialectOptions.NOTHING, new CancelSignal());
    }

    /** The rows of an answer, each cell by the name of its column. */
    private static List<Map<String, String>> cells(ModelId model, AnswerParts parts, String rows) {
        StringBuilder text = new StringBuilder();
        try (CsvPredictions.Answer answer = file(model, parts, rows)) {
            for (byte[] part = answer.next(); part != null; part = answer.next()) {
                text.append(new String(part, StandardCharsets.UTF_8));
            }
        }
        List<String> lines = text.toString().lines().toList();
        String[] names = lines.getFirst().split(",", -1);
        List<Map<String, String>> cells = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", names.length);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            cells.add(row);
        }
        return cells;
    }

    private static List<String> lines(CsvPredictions.Answer answer) {
        return new String(Objects.requireNonNull(answer.next()), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    static Stream<String> numbers() {
        return named(Kind.NUMBERS);
    }

    static Stream<String> classes() {
        return named(Kind.CLASSES);
    }

    private static Stream<String> named(Kind kind) {
        return Learners.ALL.stream()
                .filter(learner -> learner.kind() == kind)
                .map(Learner::name)
                .filter(name -> !name.contains("."));
    }

    @ParameterizedTest
    @MethodSource
    void numbers(String algorithm) {
        ModelId model = trained(algorithm, "price", "");
        JsonNode told = asked(model, INPUT, ",\"explain\":true,\"interval\":0.8");

        List<Map<String, String>> rows = cells(model, new AnswerParts(true, OptionalDouble.of(0.8)), ROWS);

        assertThat(rows).hasSize(4);
        for (int i : new int[] {0, 1, 3}) {
            Map<String, String> row = rows.get(i);
            double sum = told.at("/explanation/base").doubleValue();
            assertThat(row.get("prediction"))
                    .isEqualTo(told.at("/pred_proba/" + i).asText());
            assertThat(row.get("prediction_low"))
                    .isEqualTo(told.at("/interval/low/" + i).asText());
            assertThat(row.get("prediction_high"))
                    .isEqualTo(told.at("/interval/high/" + i).asText());
            assertThat(row.get("explanation_base")).isEqualTo(Double.toString(sum));
            for (int f = 0; f < 2; f++) {
                JsonNode adds = told.at("/explanation/contributions/" + i + "/" + f);
                assertThat(row.get(f == 0 ? "contribution_size" : "contribution_city"))
                        .isEqualTo(adds.asText());
                sum += adds.doubleValue();
            }
            assertThat(Double.parseDouble(Objects.requireNonNull(row.get("prediction"))))
                    .isCloseTo(sum, within(1e-9));
        }
        assertThat(rows.get(2))
                .containsEntry("prediction", "")
                .containsEntry("prediction_low", "")
                .containsEntry("prediction_high", "")
                .containsEntry("explanation_base", "")
                .containsEntry("contribution_size", "")
                .containsEntry("contribution_city", "");
        assertThat(rows.get(2).get("warning")).contains("feature size is \"\"wide\"\"");
    }

    @ParameterizedTest
    @MethodSource
    void classes(String algorithm) {
        boolean two = algorithm.equals("GradientBoostingClassifier");
        ModelId model = trained(algorithm, two ? "dear" : "class", "");
        JsonNode told = asked(model, INPUT, ",\"explain\":true");

        List<Map<String, String>> rows = cells(model, new AnswerParts(true, OptionalDouble.empty()), ROWS);

        JsonNode of = told.at("/explanation/of");
        assertThat(of).hasSize(two ? 1 : 3);
        for (int i = 0; i < 4; i++) {
            Map<String, String> row = rows.get(i);
            assertThat(row).doesNotContainKeys("prediction_low", "explanation_base", "contribution_size");
            for (int k = 0; k < of.size(); k++) {
                String name = of.get(k).asText();
                JsonNode adds = told.at("/explanation/contributions/" + i + "/" + k);
                boolean none = i == 2;
                assertThat(row.get("explanation_base_" + name))
                        .isEqualTo(none ? "" : told.at("/explanation/base/" + k).asText());
                assertThat(row.get("contribution_" + name + "_size"))
                        .isEqualTo(none ? "" : adds.path(0).asText());
                assertThat(row.get("contribution_" + name + "_city"))
                        .isEqualTo(none ? "" : adds.path(1).asText());
            }
        }
        assertThatThrownBy(() -> file(model, new AnswerParts(false, OptionalDouble.of(0.8)), ROWS)
                        .next())
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.NO_INTERVAL));
    }

    @Test
    void scoresAreNotExplainedAndHaveNoInterval() {
        ModelId model = trained("IsolationForest", "", ",\"params\":{\"n_estimators\":5}");

        for (AnswerParts parts : List.of(
                new AnswerParts(true, OptionalDouble.empty()), new AnswerParts(false, OptionalDouble.of(0.5)))) {
            assertThatThrownBy(() -> file(model, parts, ROWS).next())
                    .isInstanceOfSatisfying(
                            InvalidRequest.class,
                            refusal -> assertThat(refusal.code())
                                    .isEqualTo(
                                            parts.explain() ? RefusalCode.NOT_EXPLAINABLE : RefusalCode.NO_INTERVAL));
        }
    }

    @Test
    void whatAllRowsCostIsKnownBeforeTheFirstIsAnswered() {
        ModelId model =
                trained("RandomForestRegressor", "price", ",\"params\":{\"max_depth\":null,\"n_estimators\":500}");
        long steps = asked(model, INPUT, ",\"explain\":true")
                .at("/explanation/steps")
                .asLong();
        int most = (int) (Limits.PREDICT_CSV_STEPS.value() / steps);
        assertThat(most).as("rows of %,d steps", steps).isBetween(1_000, 200_000);
        AnswerParts explained = new AnswerParts(true, OptionalDouble.empty());

        try (CsvPredictions.Answer all = file(model, explained, "size,city\n" + "1,Rome\n".repeat(most))) {
            assertThat(lines(all)).hasSize(2);
        }
        try (CsvPredictions.Answer more = file(model, explained, "size,city\n" + "1,Rome\n".repeat(most + 1))) {
            assertThatThrownBy(more::next)
                    .hasMessage(
                            "explaining %,d rows × %,d steps; at most 100,000,000,000: send up to %,d rows in one file,"
                                    + " or ask without explain",
                            most + 1, steps, most);
        }
    }

    @Test
    void partsAreAsLongAsOneExplanationMayBe() {
        ModelId model =
                trained("RandomForestRegressor", "price", ",\"params\":{\"max_depth\":null,\"n_estimators\":500}");
        long steps = asked(model, INPUT, ",\"explain\":true")
                .at("/explanation/steps")
                .asLong();
        long batch = Limits.EXPLAIN_STEPS.value() / 10 / steps;
        assertThat(batch).as("rows of %,d steps", steps).isBetween(2L, 900L);

        try (CsvPredictions.Answer answer = file(
                model,
                new AnswerParts(true, OptionalDouble.empty()),
                "size,city\n" + "1,Rome\n".repeat((int) batch + 2))) {
            assertThat(lines(answer)).hasSize(2);
            assertThat(lines(answer)).hasSize((int) batch);
            assertThat(lines(answer)).hasSize(1);
            assertThat(answer.next()).isNull();
        }
    }
}
