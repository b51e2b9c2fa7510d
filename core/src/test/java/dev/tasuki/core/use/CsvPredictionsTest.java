package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.tasuki.core.Rig;
import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.ask.RequesterOptions;
import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Uninterruptibly;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.data.dialect.DialectOptions;
import dev.tasuki.core.predict.csv.AskedModel;
import dev.tasuki.core.predict.csv.CheckedFile;
import dev.tasuki.core.predict.csv.FileRoom;
import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CsvPredictionsTest {
    private static final ModelId ID = new ModelId("m");
    private static final int BATCH = Limits.PREDICT_CSV_BATCH.intValue();

    private final Rig rig = new Rig();
    private final List<Duration> pauses = new ArrayList<>();
    private final CancelSignal client = new CancelSignal();
    private Consumers consumers;

    @BeforeEach
    void start() {
        consumers = rig.consume();
    }

    @AfterEach
    void stop() {
        consumers.close();
        rig.close();
    }

    private CsvPredictions csv(Requester requester, CsvPredictions.Pause pause) {
        return new CsvPredictions(rig.models, new Predictions(requester), null, rig.clock, pause);
    }

    private CsvPredictions csv() {
        return csv(rig.requester, pauses::add);
    }

    private CsvPredictions.Answer answer(CsvPredictions csv, String rows) {
        return csv.answer(csv.model(trained()), AnswerParts.NONE, stream(rows), DialectOptions.NOTHING, client);
    }

    private ModelId trained() {
        rig.datasets.put(new DatasetId("d"), stream("a,b,y\n" + "1,,2\n2,x,4\n3,y,6\n4,,8\n".repeat(10)));
        var row = rig.trainings.submit(
                TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\",\"features\":[\"a\",\"b\"],\"target\":\"y\","
                        + "\"params\":{\"n_estimators\":2}}")),
                null);
        assertThat(rig.ended(row.id()).state().terminal()).isTrue();
        return new ModelId(row.id().value());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long lines(byte[] part) {
        return new String(part, StandardCharsets.UTF_8).lines().count();
    }

    @Test
    @Tag("bound:predict_csv_batch")
    void rowsAreAskedInPartsOfAThousand() {
        try (CsvPredictions.Answer answer = answer(csv(), "a,b\n" + "1,x\n".repeat(BATCH + 1))) {
            assertThat(lines(Objects.requireNonNull(answer.next()))).isEqualTo(BATCH + 1);
            assertThat(lines(Objects.requireNonNull(answer.next()))).isEqualTo(1);
            assertThat(answer.next()).isNull();
        }
        try (CsvPredictions.Answer answer = answer(csv(), "a,b\n" + "1,x\n".repeat(BATCH))) {
            assertThat(answer.next()).isNotNull();
            assertThat(answer.next()).isNull();
        }
    }

    @Test
    @Tag("bound:predict_csv_time")
    void anAnswerEndsWhenItsTimeIsOver() {
        Duration most = Duration.ofSeconds(Limits.PREDICT_CSV_TIME.value());
        try (CsvPredictions.Answer answer = answer(csv(), "a,b\n" + "1,x\n".repeat(3 * BATCH))) {
            assertThat(answer.next()).isNotNull();
            rig.clock.move(most.minusMillis(1));
            assertThat(answer.next()).isNotNull();
            rig.clock.move(Duration.ofMillis(1));
            assertThatThrownBy(answer::next).isInstanceOf(TimedOut.class);
        }
    }

    private ModelId isolated() {
        StringBuilder rows = new StringBuilder("a,b\n");
        for (int row = 0; row < 70; row++) {
            rows.append(row % 7).append(',').append(row % 5).append('\n');
        }
        rig.datasets.put(new DatasetId("d"), stream(rows.toString()));
        var row = rig.trainings.submit(
                TrainRequest.parse(Rig.utf8(
                        "{\"dataset_id\":\"d\",\"features\":[\"a\",\"b\"]," + "\"algorithm\":\"IsolationForest\"}")),
                null);
        assertThat(rig.ended(row.id()).state().terminal()).isTrue();
        return new ModelId(row.id().value());
    }

    @Test
    void scoredRowsSayWhetherTheyAreOutliers() {
        CsvPredictions csv = csv();
        ModelId model = isolated();

        try (CsvPredictions.Answer answer = csv.answer(
                csv.model(model), AnswerParts.NONE, stream("a,b\n3,2\n900,-900\n"), DialectOptions.NOTHING, client)) {
            String text = new String(Objects.requireNonNull(answer.next()), StandardCharsets.UTF_8);
            assertThat(text).startsWith("a,b,prediction,outlier,warning").containsPattern("900,-900,-0\\.\\d+,true,");
        }
        assertThatThrownBy(() -> csv.answer(
                        csv.model(model),
                        AnswerParts.NONE,
                        stream("a,b,outlier\n3,2,x\n"),
                        DialectOptions.NOTHING,
                        client))
                .hasMessageContaining("has a column called outlier, as a column of the answer is");
        try (CsvPredictions.Answer answer = answer(csv, "a,b,outlier\n1,x,y\n")) {
            assertThat(lines(Objects.requireNonNull(answer.next()))).isEqualTo(2);
        }
    }

    @Test
    void aClientThatGoesEndsIt() {
        try (CsvPredictions.Answer answer = answer(csv(), "a,b\n" + "1,x\n".repeat(2 * BATCH))) {
            assertThat(answer.next()).isNotNull();
            assertThat(answer.abandoned()).isFalse();
            client.go();
            assertThat(answer.abandoned()).isTrue();
            assertThatThrownBy(answer::next).isInstanceOf(TimedOut.class);
        }
    }

    @Test
    void aLaterPartWaitsForRoomAndTheFirstDoesNot() {
        try (Requester narrow =
                new Requester(rig.broker, new RequesterOptions(Duration.ofSeconds(30), 1), rig.clock, rig.telemetry)) {
            Thread other = new Thread(() ->
                    catchThrowableOfType(RuntimeException.class, () -> narrow.ask("nobody.listens", Rig.utf8("{}"))));
            CsvPredictions csv = csv(narrow, time -> {
                pauses.add(time);
                other.interrupt();
                Uninterruptibly.join(other);
            });
            try (CsvPredictions.Answer first = answer(csv, "a,b\n1,x\n");
                    CsvPredictions.Answer later = answer(csv, "a,b\n" + "1,x\n".repeat(2 * BATCH))) {
                assertThat(later.next()).isNotNull();
                other.start();
                await().until(() ->
                        other.getState() == Thread.State.TIMED_WAITING || other.getState() == Thread.State.WAITING);

                assertThatThrownBy(first::next).isInstanceOf(TooBusy.class);
                assertThat(pauses).isEmpty();
                assertThat(later.next()).isNotNull();
                assertThat(pauses).hasSize(1);
            }
        }
    }

    @Test
    @Tag("bound:row_warnings")
    void aRowTellsOfFiveValuesAndCountsTheRest() throws IOException {
        int most = Limits.ROW_WARNINGS.intValue();
        String names = "a,b,c,d,e,f";
        rig.datasets.put(
                new DatasetId("gaps"), stream(names + ",y\n" + ",,,,,,1\n1,2,3,4,5,6,2\n2,3,4,5,6,7,3\n".repeat(10)));
        var row = rig.trainings.submit(
                TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"gaps\",\"features\":[\"" + names.replace(",", "\",\"")
                        + "\"],\"target\":\"y\",\"params\":{\"n_estimators\":2}}")),
                null);
        rig.ended(row.id());
        CsvPredictions csv = csv();
        AskedModel model = csv.model(new ModelId(row.id().value()));
        String rows = names + "\n,,,,,6\n,,,,,\n";

        try (CsvPredictions.Answer answer =
                csv.answer(model, AnswerParts.NONE, stream(rows), DialectOptions.NOTHING, client)) {
            List<String> lines = new String(Objects.requireNonNull(answer.next()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(lines.get(1).split("is missing", -1)).hasSize(most + 1);
            assertThat(lines.get(2).split("is missing", -1)).hasSize(most);
            assertThat(lines.get(2)).endsWith("; and 2 more values are missing or unknown");
        }
    }

    @Test
    @Tag("bound:predict_csv_rows")
    void aFileHasAsManyRowsAsAreAllowed() throws IOException {
        int most = Limits.PREDICT_CSV_ROWS.intValue();

        assertThat(checked("a\n" + "1\n".repeat(most), 1)).isEqualTo(most);
        assertThatThrownBy(() -> checked("a\n" + "1\n".repeat(most + 1), 1))
                .hasMessageContaining("line 1000002: there are more than the 1000000 rows allowed");
    }

    @Test
    @Tag("bound:predict_csv_row")
    void aRowHasAsManyBytesAsAreAllowed() throws IOException {
        int most = Limits.PREDICT_CSV_ROW.intValue();
        String names = "a,b,c,d,e,f\n";
        String cells = ("x".repeat(most / 5 - 1) + ",").repeat(5);

        assertThat(checked(names + cells + "1".repeat(most - cells.length()) + "\n", 1))
                .isEqualTo(1);
        assertThatThrownBy(() -> checked(names + cells + "1".repeat(most + 1 - cells.length()) + "\n", 1))
                .hasMessageContaining("line 2: the row is longer than the 262144 bytes allowed");
    }

    @Test
    @Tag("bound:predict_csv_held")
    void filesThatAreHeldShareTheirRoom() throws IOException {
        FileRoom room = new FileRoom();
        long most = Limits.PREDICT_CSV_HELD.value();
        try (CheckedFile one = CheckedFile.receive(stream("a,b\n1,x\n"), room)) {
            room.take(most - 8);
            assertThatThrownBy(() -> CheckedFile.receive(stream("x"), room))
                    .isInstanceOf(TooBusy.class)
                    .hasMessageContaining("try again, or send fewer rows");
            assertThat(one.rows()).isZero();
        }
        // The room of a file that was closed, or that found none, is free again.
        room.take(8);
        assertThatThrownBy(() -> room.take(1)).isInstanceOf(TooBusy.class);
    }

    @Test
    @Tag("bound:predict_csv_walks")
    void whatRowsAndTreesCostIsKnownBeforeTheFirstIsPredicted() throws IOException {
        long trees = Limits.PREDICT_CSV_WALKS.value() / 1_000;

        assertThat(checked("a\n" + "1\n".repeat(1_000), trees)).isEqualTo(1_000);
        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> checked("a\n" + "1\n".repeat(1_001), trees));
        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY);
        assertThat(refusal.detail())
                .isEqualTo("1,001 rows × 1,000,000 trees = 1,001,000,000 walks; at most 1,000,000,000:"
                        + " send up to 1,000 rows in one file");
    }

    private static long checked(String csv, long trees) throws IOException {
        try (CheckedFile file = CheckedFile.receive(stream(csv), new FileRoom())) {
            file.check(new AskedModel(ID, List.of(new AskedModel.Input("a", true)), trees, 1, false), Deadline.NEVER);
            return file.rows();
        }
    }
}
