package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.ask.Answerer;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.request.CellBudget;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a prediction may cost, at each bound and one beyond it. */
class PredictCostTest {
    private final Rig rig = new Rig();
    private final Consumers consumers = rig.consume();
    private final PredictHandler handler = new PredictHandler(
            new TrainedModels(rig.rows, rig.events, rig.clock), new ModelCache(rig.objects, 1 << 26, rig.telemetry));

    @BeforeEach
    void data() {
        rig.datasets.put(
                new DatasetId("d"), new ByteArrayInputStream(Rig.utf8("a,y\n" + "1,1\n2,2\n3,3\n4,4\n".repeat(5))));
    }

    @AfterEach
    void close() {
        consumers.close();
        rig.close();
    }

    @Test
    @Tag("bound:predict_rows")
    void rowsAreBounded() {
        int most = Limits.PREDICT_ROWS.intValue();
        assertThat(PredictRequest.parse(list("m", "{}", most)).rows()).isEqualTo(most);

        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class, () -> PredictRequest.parse(list("m", "{\"a\":1}", most + 1)));
        assertThat(refusal.fields()).singleElement().satisfies(problem -> {
            assertThat(problem.msg()).isEqualTo("List should have at most 100000 items after validation, not 100001");
            assertThat(String.valueOf(problem.input())).startsWith("[{a=1}, ").endsWith("… 99989 more]");
        });
    }

    @Test
    @Tag("bound:predict_cells")
    void cellsAreCountedWhereverTheyAre() {
        int most = Limits.PREDICT_CELLS.intValue();
        // The list is a cell, too.
        assertThat(PredictRequest.parse(cells(most - 1)).cells()).isEqualTo(most);

        assertThatThrownBy(() -> PredictRequest.parse(cells(most)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("at most 2000000 values");
    }

    @Test
    @Tag("bound:predict_cells_in_flight")
    void cellsUnderWayAreBoundedAndComeBack() {
        long most = Limits.PREDICT_CELLS_IN_FLIGHT.value();
        CellBudget budget = new CellBudget(most);
        try (CellBudget.Held all = budget.take(most)) {
            assertThat(all.cells()).isEqualTo(most);
            TooBusy refusal = catchThrowableOfType(TooBusy.class, () -> budget.take(1));
            assertThat(refusal.detail()).contains("4,000,000 cells are under way");
        }
        budget.take(most).close();
    }

    @Test
    @Tag("bound:predict_walks")
    void walksAreBoundedAndTheRefusalSaysWhatWouldFit() {
        int rows = Limits.PREDICT_ROWS.intValue();
        int trees = (int) (Limits.PREDICT_WALKS.value() / rows);
        TaskRow most = trained("y", trees);
        TaskRow beyond = trained("y", trees + 1);
        handler.answer(list(most.id().value(), "{\"a\":1}", 1), Deadline.NEVER);

        assertThatThrownBy(() -> handler.answer(list(most.id().value(), "{\"a\":1}", rows), soon(40)))
                .isInstanceOf(TimedOut.class);
        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class,
                () -> handler.answer(list(beyond.id().value(), "{\"a\":1}", rows), Deadline.NEVER));
        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY);
        assertThat(refusal.fields()).isEmpty();
        assertThat(refusal.detail())
                .isEqualTo("100,000 rows × 1,001 trees = 100,100,000 walks; at most 100,000,000:"
                        + " send up to 99,900 rows at once");
    }

    @Test
    @Tag("bound:predict_walks_between_looks")
    void theDeadlineIsLookedAtWithinOneRow() {
        int between = Limits.PREDICT_WALKS_BETWEEN_LOOKS.intValue();
        byte[] few = one(trained("y", between - 1));
        byte[] many = one(trained("y", between));
        handler.answer(few, Deadline.NEVER);
        handler.answer(many, Deadline.NEVER);

        assertThat(handler.answer(few, soon(0))).isNotEmpty();
        assertThatThrownBy(() -> handler.answer(many, soon(0))).isInstanceOf(TimedOut.class);
    }

    @Test
    @Tag("bound:small_prediction")
    void whatIsSmallIsAnsweredAtOnceAndWhatIsNotIsLeftForLater() {
        int most = Limits.SMALL_PREDICTION.intValue();
        String model = trained("y", 10).id().value();
        assertThat(handler.start(list(model, "{\"a\":1}", 1), Deadline.NEVER)).isEqualTo(Answerer.Start.Later.LOADING);
        handler.answer(list(model, "{\"a\":1}", 1), Deadline.NEVER);

        assertThat(handler.start(list(model, "{\"a\":1}", most), Deadline.NEVER))
                .isInstanceOf(Answerer.Start.Answered.class);
        assertThat(handler.start(list(model, "{\"a\":1}", most + 1), Deadline.NEVER))
                .isEqualTo(Answerer.Start.Later.LARGE);
    }

    @Test
    void whatIsSmallToReadButMuchToWalkIsNotSmall() {
        String model = trained("y", 1_001).id().value();
        handler.answer(list(model, "{\"a\":1}", 1), Deadline.NEVER);

        assertThat(handler.start(list(model, "{\"a\":1}", 99), Deadline.NEVER))
                .isInstanceOf(Answerer.Start.Answered.class);
        assertThat(handler.start(list(model, "{\"a\":1}", 100), Deadline.NEVER)).isEqualTo(Answerer.Start.Later.LARGE);
    }

    @Test
    void aLargeBodyForAnUnknownModelIsRefusedUnread() {
        byte[] body = list("nobody", "{\"a\":1}", 10_000);
        assertThat(body.length).isGreaterThan(ComputePool.SMALL);

        assertThatThrownBy(() -> handler.start(body, Deadline.NEVER)).hasMessageContaining("no model nobody");
    }

    @Test
    void probabilitiesAreBoundedAsCellsAre() {
        StringBuilder csv = new StringBuilder("a,k\n");
        for (int i = 0; i < 630; i++) {
            csv.append(i).append(",c").append(i % 21).append('\n');
        }
        rig.datasets.put(new DatasetId("d"), new ByteArrayInputStream(Rig.utf8(csv.toString())));
        String model = trained("k", 1).id().value();

        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class,
                () -> handler.answer(list(model, "{\"a\":1}", Limits.PREDICT_ROWS.intValue()), Deadline.NEVER));
        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY);
        assertThat(refusal.detail())
                .isEqualTo("100,000 rows × 21 classes = 2,100,000 probabilities; at most 2,000,000:"
                        + " send up to 95,238 rows at once");
    }

    @Test
    void aLongListIsAnsweredAsItsRowsAre() {
        String model = trained("y", 10).id().value();
        byte[] one = handler.answer(list(model, "{\"a\":3}", 1), Deadline.NEVER);
        byte[] many = handler.answer(list(model, "{\"x\":[],\"a\":3}", 5_000), Deadline.NEVER);

        double value = Json.stored(text(one)).at("/pred_proba/0").doubleValue();
        assertThat(Json.stored(text(many)).get("pred_proba"))
                .hasSize(5_000)
                .allSatisfy(number -> assertThat(number.doubleValue()).isEqualTo(value));
    }

    @Test
    void theOrderOfFeaturesDoesNotCountAndNoneMayStandTwice() {
        rig.datasets.put(
                new DatasetId("d"),
                new ByteArrayInputStream(Rig.utf8("a,b,y\n" + "1,9,1\n2,8,2\n3,7,3\n4,6,4\n".repeat(5))));
        TaskRow row = rig.ended(rig.trainings
                .submit(
                        TrainRequest.parse(
                                Rig.utf8("{\"dataset_id\":\"d\",\"features\":[\"a\",\"b\"],\"target\":\"y\"}")),
                        null)
                .id());
        byte[] plain = handler.answer(body(row, "{\"a\":3,\"b\":7}"), Deadline.NEVER);

        assertThat(handler.answer(body(row, "{\"c\":{\"a\":1},\"b\":7,\"a\":3}"), Deadline.NEVER))
                .isEqualTo(plain);
        assertThatThrownBy(() -> handler.answer(body(row, "{\"b\":\"x\",\"b\":7,\"a\":3}"), Deadline.NEVER))
                .hasMessageContaining("a key stands twice");
        assertThatThrownBy(() -> handler.answer(body(row, "{\"b\":[1,{\"z\":\"q\"},2.50]}"), Deadline.NEVER))
                .hasMessageContaining("input_data lacks the feature a; model");
        assertThatThrownBy(() -> handler.answer(body(row, "{\"b\":[1,{\"z\":\"q\"},2.50],\"a\":1}"), Deadline.NEVER))
                .hasMessageContaining("feature b is [1,{\"z\":\"q\"},2.5];");
    }

    private TaskRow trained(String target, int trees) {
        TaskRow row = rig.ended(rig.trainings
                .submit(
                        TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\",\"features\":[\"a\"],\"target\":\"" + target
                                + "\",\"params\":{\"max_depth\":1,\"n_estimators\":" + trees + "}}")),
                        null)
                .id());
        assertThat(row.state()).isEqualTo(TaskState.TASK_COMPLETED);
        return row;
    }

    /** Passes after it was looked at so often. */
    private static Deadline soon(int looks) {
        AtomicInteger looked = new AtomicInteger();
        InstantSource clock = () -> looked.getAndIncrement() < looks ? Instant.EPOCH : Instant.MAX;
        return Deadline.at(Instant.EPOCH.plusSeconds(1), clock);
    }

    private static byte[] one(TaskRow model) {
        return body(model, "{\"a\":1}");
    }

    private static byte[] body(TaskRow model, String input) {
        return Rig.utf8("{\"model_id\":\"" + model.id() + "\",\"input_data\":" + input + "}");
    }

    private static byte[] list(String model, String row, int rows) {
        return Rig.utf8("{\"model_id\":\"" + model + "\",\"input_data\":[" + (row + ",").repeat(rows - 1) + row + "]}");
    }

    private static byte[] cells(int count) {
        return Rig.utf8("{\"model_id\":\"m\",\"input_data\":{\"a\":[" + "1,".repeat(count - 1) + "1]}}");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
