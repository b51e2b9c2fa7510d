package dev.tasuki.core.fit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LocalFitterTest {
    private static final String SMALL = "a,b,y\n" + "1,2,3\n4,5,6\n7,8,9\n10,11,12\n13,14,15\n".repeat(4);
    private static final String KINDS = "a,b,kind\n" + "1,2,cat\n4,5,dog\n7,8,cat\n10,1,dog\n13,4,emu\n".repeat(8);

    private final LocalFitter learner = LocalFitter.alone(2);

    @Test
    void thePublishedTrainingGivesThePublishedFigures() throws IOException {
        Learned learned = sample(Rig.TRAIN, learner);

        assertThat(learned.metrics().get("rmse").doubleValue()).isEqualTo(53.03900735084424);
        JsonNode report = learned.report();
        assertThat(report.get("algorithm").textValue()).isEqualTo("RandomForestRegressor");
        assertThat(report.at("/params/max_depth").intValue()).isEqualTo(3);
        assertThat(report.at("/dataset/rows").intValue()).isEqualTo(442);
        assertThat(report.at("/dataset/size").intValue()).isEqualTo(95_142);
        assertThat(report.at("/dataset/sha256").textValue()).matches("[0-9a-f]{64}");
        assertThat(report.at("/split/train_rows").intValue()).isEqualTo(353);
        assertThat(report.at("/split/test_rows").intValue()).isEqualTo(89);
        assertThat(report.at("/sample/actual")).hasSize(89);
        assertThat(report.at("/sample/predicted")).hasSize(89);
        assertThat(report.at("/features")).hasSize(9);
        double importances = 0;
        for (JsonNode feature : report.at("/features")) {
            importances += feature.get("importance").doubleValue();
            assertThat(feature.get("min").doubleValue())
                    .isLessThan(feature.get("max").doubleValue());
        }
        assertThat(importances).isCloseTo(1.0, within(1e-12));
        assertThat(report.at("/trees").intValue()).isEqualTo(100);
        assertThat(report.at("/oob").isNull()).isTrue();
        assertThat(report.at("/metrics/rmse")).isEqualTo(learned.metrics().get("rmse"));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBytes() throws IOException {
        assertThat(sample(Rig.TRAIN, LocalFitter.alone(1)).artifact())
                .isEqualTo(sample(Rig.TRAIN, LocalFitter.alone(5)).artifact());
    }

    @Test
    void aTargetThatIsTextMakesAClassifier() {
        Learned learned = learn(
                KINDS,
                "\"features\":[\"a\",\"b\"],\"target\":\"kind\",\"stratify\":true,"
                        + "\"params\":{\"n_estimators\":10,\"oob_score\":true}");

        assertThat(learned.report().get("algorithm").textValue()).isEqualTo("RandomForestClassifier");
        assertThat(learned.metrics().get("accuracy").doubleValue()).isEqualTo(1.0);
        assertThat(learned.metrics().get("log_loss").doubleValue()).isBetween(0.0, 0.7);
        assertThat(learned.report().get("classes").toString()).isEqualTo("[\"cat\",\"dog\",\"emu\"]");
        assertThat(learned.report().get("confusion_matrix")).hasSize(3);
        assertThat(learned.report().at("/oob/score").doubleValue()).isBetween(0.0, 1.0);
        assertThat(learned.report().at("/sample/actual/0").isTextual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"fitting, tree 10 of 10", "evaluating, ''"})
    void whatComesAfterTheFitIsGivenUpTooWhenTheRunShouldStop(String stage, String text) {
        for (String algorithm : List.of("RandomForestRegressor", "RandomForestClassifier")) {
            String json = "{\"dataset_id\":\"d\",\"features\":[\"a\",\"b\"],\"target\":\"y\",\"algorithm\":\""
                    + algorithm + "\",\"params\":{\"n_estimators\":10}}";
            TrainRequest request = TrainRequest.parse(json.getBytes(UTF_8));
            byte[] csv = ("a,b,y\n" + "1,2,3\n3,4,5\n".repeat(20)).getBytes(UTF_8);
            AtomicBoolean stopped = new AtomicBoolean();
            RunControl control = new RunControl() {
                @Override
                public void report(Progress now) {
                    if (now.stage().equals(stage) && now.text().equals(text)) {
                        stopped.set(true);
                    }
                }

                @Override
                public boolean stopped() {
                    return stopped.get();
                }
            };
            LocalFitter.Source source = new LocalFitter.Source(new DatasetId("d"), "", new ByteArrayInputStream(csv));

            assertThat(learner.learn(source, request, control)).isEmpty();
            assertThat(stopped).as("it came as far as " + stage).isTrue();
        }
    }

    @Test
    void classesThatTheTrainingRowsLackAreCountedAsWrong() {
        String rare = "a,y\n" + "1,no\n2,no\n".repeat(10) + "3,yes\n";
        Learned learned = null;
        for (int seed = 0; seed < 50 && learned == null; seed++) {
            Learned tried = learn(
                    rare,
                    "\"features\":[\"a\"],\"target\":\"y\",\"split_random_state\":" + seed
                            + ",\"params\":{\"n_estimators\":3}");
            learned = tried.report().at("/sample/actual").toString().contains("yes") ? tried : null;
        }

        assertThat(learned).as("a split that holds the only yes out").isNotNull();
        assertThat(learned.metrics().get("accuracy").doubleValue()).isEqualTo(0.8);
        assertThat(learned.metrics().get("log_loss").doubleValue())
                .isGreaterThan(7.0)
                .isFinite();
    }

    static Stream<Arguments> badData() {
        String plain = "\"features\":[\"a\",\"b\"],\"target\":\"y\",\"preprocess\":\"none\"";
        return Stream.of(
                Arguments.of("", plain, RefusalCode.INVALID_DATASET, List.of("empty")),
                Arguments.of("a,b,y\n", plain, RefusalCode.INVALID_DATASET, List.of("no row")),
                Arguments.of(
                        "a,b,y\n1,2,3\n4,5\n",
                        plain,
                        RefusalCode.INVALID_DATASET,
                        List.of("line 3", "column y", "ends")),
                Arguments.of(
                        "a,b,y\n1,2,3\n4,5,6,7\n",
                        plain,
                        RefusalCode.INVALID_DATASET,
                        List.of("line 3", "more fields")),
                Arguments.of(
                        "a,b,y\n1,2,3\n4,five,6\n",
                        plain,
                        RefusalCode.NOT_A_NUMBER,
                        List.of("line 3", "column b", "five")),
                Arguments.of("a,b,y\n1,2,3\n4,,6\n", plain, RefusalCode.NOT_A_NUMBER, List.of("line 3", "column b")),
                Arguments.of("a,b,y\n1,inf,3\n4,5,6\n", plain, RefusalCode.NOT_A_NUMBER, List.of("line 2", "column b")),
                Arguments.of(
                        "a,b,y\n1,1e400,3\n4,5,6\n", plain, RefusalCode.NOT_A_NUMBER, List.of("line 2", "column b")),
                Arguments.of(
                        "a,b,y\n1,1e39,3\n4,5,6\n", plain, RefusalCode.NOT_A_NUMBER, List.of("line 2", "column b")),
                Arguments.of("a,b,y\n1,2,\n4,5,6\n", plain, RefusalCode.NOT_A_NUMBER, List.of("line 2", "column y")),
                Arguments.of("a,b,y\n1,2,inf\n4,5,6\n", plain, RefusalCode.NOT_A_NUMBER, List.of("line 2", "column y")),
                Arguments.of(
                        SMALL,
                        "\"features\":[\"a\",\"bb\"],\"target\":\"z\"",
                        RefusalCode.UNKNOWN_COLUMN,
                        List.of("\"bb\"", "did you mean \"b\"", "\"z\"", "a, b, y")),
                Arguments.of(
                        KINDS,
                        "\"features\":[\"a\"],\"target\":\"kind\",\"algorithm\":\"RandomForestRegressor\"",
                        RefusalCode.NOT_A_NUMBER,
                        List.of("kind", "cat", "line 2", "RandomForestClassifier")),
                Arguments.of(
                        "a,y\n1,0.5\n2,1.5\n3,1\n",
                        "\"features\":[\"a\"],\"target\":\"y\",\"algorithm\":\"RandomForestClassifier\"",
                        RefusalCode.INVALID_PARAMETER,
                        List.of("0.5", "line 2", "RandomForestRegressor")),
                Arguments.of(
                        "a,y\n1,2\n",
                        "\"features\":[\"a\"],\"target\":\"y\"",
                        RefusalCode.INVALID_PARAMETER,
                        List.of("test_size")),
                Arguments.of(
                        "a,y\n1,x\n2,x\n3,x\n4,z\n",
                        "\"features\":[\"a\"],\"target\":\"y\",\"stratify\":true",
                        RefusalCode.INVALID_PARAMETER,
                        List.of("stratify")));
    }

    @ParameterizedTest
    @MethodSource("badData")
    void whatIsWrongWithTheDataIsSaidWithItsPlace(String csv, String members, RefusalCode code, List<String> words) {
        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> learn(csv, members));

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.fields()).isEmpty();
        assertThat(refusal.detail()).contains(words.toArray(String[]::new));
    }

    @Test
    void progressRisesFromReadingToEvaluating() throws IOException {
        List<Progress> seen = new ArrayList<>();
        RunControl control = new RunControl() {
            @Override
            public synchronized void report(Progress progress) {
                seen.add(progress);
            }

            @Override
            public boolean stopped() {
                return false;
            }
        };

        String request = Rig.TRAIN.replace("}", ",\"params\":{\"oob_score\":true}}");
        Optional<Learned> learned;
        try (InputStream csv = Datasets.class.getResourceAsStream("diabetes.csv")) {
            learned = learner.learn(
                    new LocalFitter.Source(Datasets.SAMPLE, "e", csv), TrainRequest.parse(Rig.utf8(request)), control);
        }

        assertThat(seen).extracting(Progress::fraction).isSorted();
        assertThat(seen.stream().map(Progress::stage).distinct()).containsExactly("reading", "fitting", "evaluating");
        assertThat(seen)
                .extracting(Progress::text)
                .contains("tree 0 of 100")
                .anyMatch(t -> t.startsWith("tree 100 of 100, OOB R²") && t.endsWith(" after 100"));
        JsonNode report = learned.orElseThrow().report();
        JsonNode curve = report.path("learning_curve");
        assertThat(curve.path("points"))
                .extracting(point -> point.get(0).asInt())
                .endsWith(20, 30, 40, 50, 60, 70, 80, 90, 100);
        assertThat(curve.at("/points/" + (curve.path("points").size() - 1) + "/1"))
                .isEqualTo(report.at("/oob/score"));
    }

    @Test
    void boostingThatMayStopEarlyHasACurveAndOtherFitsHaveNone() throws IOException {
        String boosted = Rig.TRAIN.replace(
                "}",
                ",\"algorithm\":\"HistGradientBoostingRegressor\","
                        + "\"params\":{\"max_iter\":12,\"early_stopping\":true}}");

        JsonNode report = report(boosted);

        assertThat(report.at("/learning_curve/metric").asText()).isEqualTo("early_stopping_score");
        assertThat(report.at("/learning_curve/unit").asText()).isEqualTo("round");
        assertThat(report.at("/learning_curve/points"))
                .hasSize(report.path("trees").asInt())
                .allMatch(point -> point.get(1).asDouble() < 0);
        assertThat(report(Rig.TRAIN).has("learning_curve")).isFalse();
        assertThat(report(boosted.replace(",\"early_stopping\":true", "")).has("learning_curve"))
                .isFalse();
    }

    private JsonNode report(String request) throws IOException {
        try (InputStream csv = Datasets.class.getResourceAsStream("diabetes.csv")) {
            return learner.learn(
                            new LocalFitter.Source(Datasets.SAMPLE, "e", csv),
                            TrainRequest.parse(Rig.utf8(request)),
                            RunControl.NONE)
                    .orElseThrow()
                    .report();
        }
    }

    @Test
    void aStopIsHeardInTheMiddleOfReading() throws IOException {
        AtomicLong given = new AtomicLong();
        RunControl control = new RunControl() {
            @Override
            public void report(Progress progress) {
                assertThat(progress.stage()).isEqualTo("reading");
            }

            @Override
            public boolean stopped() {
                return given.get() > 1_000_000;
            }
        };
        byte[] row = Rig.utf8("1,2\n");
        // Four megabytes of rows and no end: who does not heed the stop reads more than is allowed.
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                long at = given.getAndIncrement();
                assertThat(at).isLessThan(4_000_000);
                return at < 4 ? "a,y\n".charAt((int) at) : row[(int) (at % 4)];
            }
        };

        assertThat(learner.learn(
                        new LocalFitter.Source(new DatasetId("d"), "e", endless),
                        TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\",\"features\":[\"a\"],\"target\":\"y\"}")),
                        control))
                .isEmpty();
    }

    @Test
    void aStopIsHeardAtTheNextTree() throws IOException {
        List<String> grown = new ArrayList<>();
        RunControl control = new RunControl() {
            @Override
            public synchronized void report(Progress progress) {
                grown.add(progress.text());
            }

            @Override
            public synchronized boolean stopped() {
                return grown.contains("tree 3 of 100000");
            }
        };

        String request = Rig.TRAIN.replace("}", ",\"params\":{\"n_estimators\":100000}}");
        try (InputStream csv = Datasets.class.getResourceAsStream("diabetes.csv")) {
            assertThat(LocalFitter.alone(1)
                            .learn(
                                    new LocalFitter.Source(Datasets.SAMPLE, "e", csv),
                                    TrainRequest.parse(Rig.utf8(request)),
                                    control))
                    .isEmpty();
        }
        assertThat(grown.getLast()).isEqualTo("tree 3 of 100000");
    }

    private Learned learn(String csv, String members) {
        return learner.learn(
                        new LocalFitter.Source(new DatasetId("d"), "e", new ByteArrayInputStream(Rig.utf8(csv))),
                        TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\"," + members + "}")),
                        RunControl.NONE)
                .orElseThrow();
    }

    private static Learned sample(String request, LocalFitter learner) throws IOException {
        try (InputStream csv = Datasets.class.getResourceAsStream("diabetes.csv")) {
            return learner.learn(
                            new LocalFitter.Source(Datasets.SAMPLE, "e", csv),
                            TrainRequest.parse(Rig.utf8(request)),
                            RunControl.NONE)
                    .orElseThrow();
        }
    }
}
