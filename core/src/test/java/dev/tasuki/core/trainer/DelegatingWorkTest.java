package dev.tasuki.core.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.consumer.ConsumerOptions;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.cost.FitCosts;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.fit.TrainHandler;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.TaskHandler;
import dev.tasuki.core.run.WorkerDied;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.Backlog;
import dev.tasuki.core.use.Publishing;
import dev.tasuki.core.use.Retries;
import dev.tasuki.core.use.Trainings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings that a program of somebody else does, with a function in its place. */
class DelegatingWorkTest {
    private static final String ASKED = """
            {"dataset_id":"shop","features":["age","town"],"target":"spent","algorithm":"far:boost",\
            "params":{"depth":6,"layers":[8,{"units":2}]},"timeout_s":60}""";

    private final Rig rig = new Rig();
    private BiFunction<TrainerCall, RunControl, JsonNode> program =
            (call, control) -> Json.parse(Rig.utf8("{\"metrics\":{\"RMSE\":1.5}}"));
    private final Trainers trainers =
            new Trainers(List.of(new MemoryTrainer("far:boost", (call, control) -> program.apply(call, control))));
    private final Trainings.Material material =
            new Trainings.Material(rig.datasets, FitCosts.any(rig.datasets), trainers);
    private final Trainings trainings = new Trainings(
            rig.rows,
            Publishing.atOnce(rig.rows, rig.broker),
            material,
            new Backlog(rig.rows, 100, rig.clock),
            new Trainings.Context(rig.clock, rig.telemetry));

    {
        // A column of words that no algorithm of ours could take as a target.
        rig.datasets.put(
                new DatasetId("shop"), new ByteArrayInputStream(Rig.utf8("age,town,spent\n1,Kyoto,x\n2,,y\n")));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Consumers consume() {
        DelegatingWork work = new DelegatingWork(
                new TrainHandler(rig.datasets, LocalFitter.alone(2), rig.clock),
                trainers,
                rig.datasets,
                rig.objects,
                Keys.STANDARD);
        Dispatcher train = new Dispatcher(new TaskHandler(work, rig.means("this process")), rig.retries, rig.telemetry);
        return Consumers.start(
                new Consumers.Line(rig.broker, train),
                new Consumers.Line(rig.broker, rig.predict),
                new ConsumerOptions(1, 0),
                rig.runs);
    }

    private TaskRow run(String json) {
        TaskId id = trainings.submit(TrainRequest.parse(Rig.utf8(json)), null).id();
        try (Consumers consumers = consume()) {
            assertThat(consumers).isNotNull();
            return rig.ended(id);
        }
    }

    private String failure(String answer) {
        program = (call, control) -> Json.parse(Rig.utf8(answer.replace("$KEY", call.artifactKey())));
        TaskRow row = run(ASKED);
        assertThat(row.state()).isEqualTo(TaskState.TASK_ERROR);
        Outcome.Failed failed = (Outcome.Failed) row.outcome();
        assertThat(failed.code()).isEqualTo(RefusalCode.TRAINER_FAILED);
        return failed.detail();
    }

    private void store(String key, byte[] content) {
        try {
            rig.objects.put(key, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatTheProgramMadeIsInTheRow() {
        byte[] model = Rig.utf8("a model of somebody else");
        program = (call, control) -> {
            assertThat(call.algorithm()).isEqualTo("far:boost");
            assertThat(call.epoch()).isEqualTo(1);
            assertThat(call.arguments().path("dataset").path("key").asText()).isEqualTo("datasets/shop.csv");
            assertThat(call.arguments().path("dataset").path("etag").asText())
                    .isEqualTo(call.row().spec().pin().etag());
            assertThat(call.arguments().path("params").toString())
                    .isEqualTo("{\"depth\":6,\"layers\":[8,{\"units\":2}]}");
            assertThat(call.arguments().path("features").toString()).isEqualTo("[\"age\",\"town\"]");
            store(call.artifactKey(), model);
            return Json.parse(
                    Rig.utf8("{\"metrics\":{\"RMSE\":1.5,\"n\":3},\"report\":{\"epochs\":20},\"artifact\":{\"key\":\""
                            + call.artifactKey() + "\",\"size\":" + model.length + ",\"sha256\":\"" + Sha256.hex(model)
                            + "\"}}"));
        };

        TaskRow row = run(ASKED);

        Outcome.Completed done = (Outcome.Completed) row.outcome();
        assertThat(done.metrics()).isEqualTo("{\"RMSE\":1.5,\"n\":3}");
        assertThat(done.artifact().sha256()).isEqualTo(Sha256.hex(model));
        assertThat(done.artifact().key()).isEqualTo("models/" + row.id() + "/1.artifact");
        assertThat(rig.rows.report(row.id()))
                .hasValue("{\"algorithm\":\"far:boost\",\"params\":{\"depth\":6,\"layers\":[8,{\"units\":2}]},"
                        + "\"target\":\"spent\",\"trainer\":{\"epochs\":20}}");
        // What came in goes once the outcome is committed.
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rig.objects.list("models/" + row.id() + "/"))
                        .extracting(object -> object.key())
                        .containsExactly(done.artifact().key()));
    }

    @Test
    void aModelOfSomebodyElseIsNotAsked() {
        TaskRow row = run(ASKED);

        byte[] question = Rig.utf8("{\"model_id\":\"" + row.id() + "\",\"input_data\":{\"age\":1,\"town\":\"Kyoto\"}}");
        assertThat(catchThrowableOfType(NotFound.class, () -> rig.handler.answer(question, Deadline.NEVER))
                        .code())
                .isEqualTo(RefusalCode.MODEL_FOREIGN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1]|is a list and no object",
                "{\"metric\":{}}|has a member \"metric\"",
                "{}|has no metrics",
                "{\"metrics\":[]}|has metrics that are a list and no object",
                "{\"metrics\":{\"RMSE\":\"low\"}}|has a metric \"RMSE\" that is",
                "{\"metrics\":{\"RMSE\":NaN}}|has a metric \"RMSE\" that is",
                "{\"metrics\":{},\"report\":7}|has a report that is a number and no object",
                "{\"metrics\":{},\"artifact\":\"a\"}|has an artifact that is a text and no object",
                "{\"metrics\":{},\"artifact\":{\"key\":\"elsewhere\"}}|names the artifact \"elsewhere\"",
                "{\"metrics\":{},\"artifact\":{\"key\":\"$KEY\",\"size\":-1}}|has an artifact of size \"-1\"",
                "{\"metrics\":{},\"artifact\":{\"key\":\"$KEY\",\"size\":3,\"sha256\":\"x\"}}|has an artifact of sha256 \"x\"",
            })
    void aWrongAnswerIsOneSentence(String answer, String words) {
        assertThat(failure(answer)).startsWith("the trainer's answer " + words).doesNotContain("\n");
    }

    @Test
    void anArtifactWithAnotherHashIsNotTaken() {
        program = (call, control) -> Json.object();
        String none = failure(
                "{\"metrics\":{},\"artifact\":{\"key\":\"$KEY\",\"size\":3,\"sha256\":\"" + "a".repeat(64) + "\"}}");
        assertThat(none).contains("names an artifact that is not in the store");

        String wrong =
                "{\"metrics\":{},\"artifact\":{\"key\":\"$KEY\",\"size\":3,\"sha256\":\"" + "a".repeat(64) + "\"}}";
        program = (call, control) -> {
            store(call.artifactKey(), new byte[3]);
            return Json.parse(Rig.utf8(wrong.replace("$KEY", call.artifactKey())));
        };
        Outcome.Failed failed = (Outcome.Failed) run(ASKED).outcome();
        assertThat(failed.detail())
                .contains("names an artifact with SHA-256 aaaa")
                .contains("but what is stored has");
    }

    @Test
    @Tag("bound:trainer_artifact")
    void anArtifactHasABound() {
        long most = Limits.TRAINER_ARTIFACT.value();
        String form =
                "{\"metrics\":{},\"artifact\":{\"key\":\"$KEY\",\"size\":%d,\"sha256\":\"" + "a".repeat(64) + "\"}}";

        assertThat(failure(form.formatted(most))).contains("is not in the store");
        assertThat(failure(form.formatted(most + 1)))
                .contains("has an artifact of 268435457 bytes; allowed is at most");
    }

    @Test
    @Tag("bound:trainer_metrics")
    void metricsAreCounted() {
        int most = Limits.TRAINER_METRICS.intValue();

        assertThat(TrainerAnswer.read(Json.parse(Rig.utf8(metrics(most))), "k").metrics())
                .hasSize(most);
        assertThat(failure(metrics(most + 1))).contains("has 101 metrics; allowed is at most 100");
    }

    private static String metrics(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"m" + i + "\":1")
                .collect(Collectors.joining(",", "{\"metrics\":{", "}}"));
    }

    @Test
    @Tag("bound:trainer_report")
    void aReportHasABound() {
        int most = Limits.TRAINER_REPORT.intValue();
        String form = "{\"metrics\":{},\"report\":{\"a\":\"%s\"}}";

        assertThat(TrainerAnswer.read(Json.parse(Rig.utf8(form.formatted("x".repeat(most - 8)))), "k")
                        .report())
                .isNotEmpty();
        assertThat(failure(form.formatted("x".repeat(most - 7)))).contains("has a report of 262145 bytes");
    }

    @Test
    void aProgramThatDiedIsAskedAgainUnderTheNextClaim() {
        AtomicInteger asked = new AtomicInteger();
        program = (call, control) -> {
            if (asked.incrementAndGet() == 1) {
                throw new WorkerDied("nobody has it");
            }
            assertThat(call.epoch()).isEqualTo(2);
            return Json.parse(Rig.utf8("{\"metrics\":{\"attempt\":" + call.epoch() + "}}"));
        };

        TaskId id = trainings.submit(TrainRequest.parse(Rig.utf8(ASKED)), null).id();
        try (Consumers consumers = consume()) {
            assertThat(consumers).isNotNull();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> rig.tasks.find(id).lease().attempts() == 1
                            && rig.tasks.find(id).state() == TaskState.TASK_RECEIVED);
            rig.relay.run();
            assertThat(((Outcome.Completed) rig.ended(id).outcome()).metrics()).isEqualTo("{\"attempt\":2}");
        }
    }

    @Test
    void anAttemptMayEndWhatOneBeforeItBegan() {
        byte[] model = Rig.utf8("a model of somebody else");
        AtomicReference<String> key = new AtomicReference<>();
        program = (call, control) -> {
            if (call.epoch() == 1) {
                key.set(call.artifactKey());
                store(call.artifactKey(), model);
                throw new WorkerDied("the consumer, not the program");
            }
            return Json.parse(Rig.utf8("{\"metrics\":{},\"artifact\":{\"key\":\"" + key.get() + "\",\"size\":" + model.length
                    + ",\"sha256\":\"" + Sha256.hex(model) + "\"}}"));
        };

        TaskRow row = again();

        assertThat(key.get()).endsWith("/incoming/1");
        assertThat(((Outcome.Completed) row.outcome()).artifact().sha256()).isEqualTo(Sha256.hex(model));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(rig.objects.list("models/" + row.id() + "/")).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "01", "", "x", "1/2", "9999999999999999999"})
    void noOtherAttemptHasAnArtifact(String number) {
        program = (call, control) -> {
            if (call.epoch() == 1) {
                throw new WorkerDied("nobody has it");
            }
            String folder = call.artifactKey().replaceFirst("2$", "");
            return Json.parse(Rig.utf8("{\"metrics\":{},\"artifact\":{\"key\":\"" + folder + number + "\"}}"));
        };

        Outcome.Failed failed = (Outcome.Failed) again().outcome();
        assertThat(failed.detail()).startsWith("the trainer's answer names the artifact");
    }

    /** A training whose first attempt dies. */
    private TaskRow again() {
        TaskId id = trainings.submit(TrainRequest.parse(Rig.utf8(ASKED)), null).id();
        try (Consumers consumers = consume()) {
            assertThat(consumers).isNotNull();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> rig.tasks.find(id).lease().attempts() == 1
                            && rig.tasks.find(id).state() == TaskState.TASK_RECEIVED);
            rig.relay.run();
            return rig.ended(id);
        }
    }

    @Test
    void aNameThatNobodyHasIsRefusedBeforeThereIsARow() {
        String other = ASKED.replace("far:boost", "far:other");
        InvalidRequest refused = catchThrowableOfType(
                InvalidRequest.class, () -> trainings.submit(TrainRequest.parse(Rig.utf8(other)), null));

        assertThat(refused.fields()).singleElement().satisfies(problem -> {
            assertThat(problem.type()).isEqualTo("literal_error");
            assertThat(problem.msg()).contains("'RandomForestRegressor'").contains(" or 'far:boost'");
        });
        InvalidRequest nobody = catchThrowableOfType(
                InvalidRequest.class, () -> rig.trainings.submit(TrainRequest.parse(Rig.utf8(ASKED)), null));
        assertThat(nobody.fields()).hasSize(1);
    }

    @Test
    void fieldsOfOurOwnAlgorithmsAreRefused() {
        String more =
                ASKED.replace("\"timeout_s\"", "\"cv\":5,\"stratify\":true,\"preprocess\":\"none\",\"timeout_s\"");

        InvalidRequest refused = catchThrowableOfType(InvalidRequest.class, () -> TrainRequest.parse(Rig.utf8(more)));

        assertThat(refused.fields())
                .extracting(problem -> problem.loc().getLast())
                .containsExactly("preprocess", "stratify", "cv");
    }

    @Test
    void aTaskThatFailedIsMendedToAnotherTrainerOnlyIfThereIsOne() {
        program = (call, control) -> {
            throw InvalidRequest.content(RefusalCode.TRAINER_FAILED, "ValueError('bad')");
        };
        TaskRow row = run(ASKED);
        assertThat(((Outcome.Failed) row.outcome()).detail()).isEqualTo("ValueError('bad')");
        Retries retries = new Retries(rig.rows, material, rig.clock);

        InvalidRequest refused = catchThrowableOfType(
                InvalidRequest.class, () -> retries.mended(row.id(), Rig.utf8("{\"algorithm\":\"far:other\"}")));
        assertThat(refused.fields()).hasSize(1);
        assertThat(retries.mended(row.id(), Rig.utf8("{\"params\":{\"depth\":3}}"))
                        .state())
                .isEqualTo(TaskState.TASK_RECEIVED);
    }
}
