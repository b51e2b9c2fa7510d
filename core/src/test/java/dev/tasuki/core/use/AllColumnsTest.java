package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tasuki.core.Rig;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingPlan;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training of every column but the target. */
class AllColumnsTest {
    private final Rig rig = new Rig();

    @BeforeEach
    void store() {
        rig.datasets.installSample();
        StringBuilder mixed = new StringBuilder("id,gaps,w,town,y\n");
        for (int row = 0; row < 60; row++) {
            mixed.append("n%d,%s,%d,%s,%d\n"
                    .formatted(row, row % 3 == 0 ? "" : "" + row, row, row % 2 == 0 ? "Rome" : "Oslo", row % 7));
        }
        put("mixed", mixed.toString());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void put(String name, String csv) {
        rig.datasets.put(new DatasetId(name), new ByteArrayInputStream(Rig.utf8(csv)));
    }

    private static TrainRequest all(String dataset, String target, String more) {
        return TrainRequest.parse(Rig.utf8(
                "{\"dataset_id\":\"%s\",\"features\":[\"*\"],\"target\":\"%s\"%s}".formatted(dataset, target, more)));
    }

    private static List<String> features(TaskRow row) {
        return TrainRequest.parseMessage(Rig.utf8(row.spec().payload())).features();
    }

    @Test
    void theRowHasTheNamesInTheFilesOrder() {
        TrainRequest request = all("diabetes", "target", "");

        TaskRow row = rig.trainings.submit(request, null);

        assertThat(features(row)).containsExactly("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6");
        assertThat(rig.trainings.doubts(request, row)).isEmpty();
    }

    @Test
    void whatCannotBeLearnedFromIsLeftOutAndSaid() {
        TrainRequest request = all("mixed", "y", ",\"preprocess\":\"none\",\"algorithm\":\"RandomForestRegressor\"");

        TaskRow row = rig.trainings.submit(request, null);
        TrainingPlan plan = rig.trainings.plan(new TrainRequest.Parsed(request, List.of()), null);

        assertThat(features(row)).containsExactly("w");
        assertThat(plan.features()).containsExactly("w");
        assertThat(rig.trainings.doubts(request, row))
                .containsExactly(
                        "features: 1 of 4 columns can be learned from; left out: 20 of 60 rows of \"gaps\" have"
                                + " no value; \"id\" is text, e.g. \"n0\" in line 2; \"town\" is text, e.g. \"Rome\" in line 2")
                .isEqualTo(plan.warnings());
    }

    @Test
    void preparedColumnsAreFeatures() {
        TrainRequest request = all("mixed", "y", "");

        TaskRow row = rig.trainings.submit(request, null);

        assertThat(features(row)).containsExactly("id", "gaps", "w", "town");
        assertThat(rig.trainings.preprocess(request, row).stream()
                        .map(TrainingPlan.PlannedColumn::as)
                        .toList())
                .containsExactly("left_out", "number", "number", "category");
        assertThat(rig.trainings.doubts(request, row))
                .singleElement()
                .asString()
                .startsWith("algorithm: regression");
    }

    @Test
    void aColumnOfThatNameIsThatColumn() {
        put("starred", "*,b,y\n" + "1,2,3\n4,5,6\n7,8,9\n".repeat(5));
        TrainRequest request = all("starred", "y", "");

        TaskRow row = rig.trainings.submit(request, null);

        assertThat(features(row)).containsExactly("*");
        assertThat(rig.trainings.doubts(request, row)).noneMatch(words -> words.startsWith("features"));
    }

    @Test
    void theSameKeyIsTheSameTaskAfterTheDatasetHasChanged() {
        put("grows", "a,y\n" + "1,2\n3,4\n".repeat(9));
        TaskRow first = rig.trainings.submit(all("grows", "y", ""), "key-1");
        put("grows", "a,b,y\n" + "1,7,2\n3,8,4\n".repeat(9));

        assertThat(rig.trainings.submit(all("grows", "y", ""), "key-1").id()).isEqualTo(first.id());
        assertThat(features(rig.tasks.find(first.id()))).containsExactly("a");
        assertThat(features(rig.trainings.submit(all("grows", "y", ""), "key-2")))
                .containsExactly("a", "b");
    }

    @Test
    void whatIsSaidOfFeaturesIsCheckedOnceTheyHaveNames() {
        TrainRequest fine = all(
                "mixed",
                "y",
                ",\"params\":{\"max_features\":4},\"preprocess\":{\"columns\":{\"town\":{\"categories\":\"one_hot\"}}}");
        assertThat(features(rig.trainings.submit(fine, null))).hasSize(4);

        TrainRequest wrong = all(
                "mixed",
                "y",
                ",\"params\":{\"max_features\":5},\"preprocess\":{\"columns\":{\"tow\":{\"categories\":\"one_hot\"}}}");
        InvalidRequest refused = catchThrowableOfType(InvalidRequest.class, () -> rig.trainings.submit(wrong, null));

        assertThat(refused.fields())
                .extracting(problem -> problem.loc().getLast(), problem -> problem.msg())
                .contains(tuple("tow", "\"tow\" is none of the features; did you mean town?"))
                .hasSize(2);
        assertThat(refused.fields().getFirst().msg()).contains("max_features").contains("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"*\", \"age\"]", "[\"**\"]"})
    void besideOtherNamesAStarIsAName(String features) {
        TrainRequest request = TrainRequest.parse(
                Rig.utf8("{\"dataset_id\":\"diabetes\",\"features\":%s,\"target\":\"target\"}".formatted(features)));

        assertThatThrownBy(() -> rig.trainings.submit(request, null))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("has no column for feature \"*");
    }

    @Test
    void refusalsNameWhatIsWrong() {
        put("lonely", "y\n1\n2\n3\n");
        put("words", "a,y\nx,1\nz,2\nx,3\nz,4\n");

        refused(all("lonely", "y", ""), RefusalCode.UNKNOWN_COLUMN, "has no column but \"y\"");
        refused(
                all("diabetes", "targt", ""),
                RefusalCode.UNKNOWN_COLUMN,
                "target \"targt\" (did you mean \"target\"?)");
        refused(all("words", "y", ",\"preprocess\":\"none\""), RefusalCode.NOT_A_NUMBER, "\"a\" is text, e.g. \"x\"");
        assertThatThrownBy(() -> rig.trainings.submit(all("nothing", "y", ""), null))
                .isInstanceOf(NotFound.class);
    }

    private void refused(TrainRequest request, RefusalCode code, String words) {
        assertThatThrownBy(() -> rig.trainings.submit(request, null))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void aTaskThatIsTriedAgainMayNameAll() {
        TaskRow failed = rig.failing();
        try (var consumers = rig.consume()) {
            assertThat(rig.ended(failed.id()).state()).isEqualTo(TaskState.TASK_ERROR);
            assertThat(consumers).isNotNull();
        }

        TaskRow row = rig.again.mended(
                failed.id(), Rig.utf8("{\"dataset_id\":\"mixed\",\"features\":[\"*\"],\"stratify\":null}"));

        assertThat(features(row)).containsExactly("id", "gaps", "w", "town");
    }

    @Test
    void aSendersOwnIdIsTheSameTaskAlsoWithoutTheDataset() {
        TrainRequest request = all("mixed", "y", "");
        TaskId id = new TaskId("t-1");
        Origin origin = new Origin("letters", "{}");
        assertThat(rig.trainings.accept(request, id, origin)).isInstanceOf(Acceptance.Created.class);
        rig.datasets.delete(new DatasetId("mixed"));

        assertThat(rig.trainings.accept(request, id, origin))
                .isInstanceOfSatisfying(
                        Acceptance.Repeated.class,
                        repeated -> assertThat(features(repeated.row())).hasSize(4));
    }
}
