package dev.tasuki.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.io.ByteArrayInputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All columns that a training cannot use are told of at once: when it is asked for, or when it is run. */
class UnusableColumnsTest {
    private static final DatasetId ID = new DatasetId("d");
    private static final String GAPS = "x,w,y,z,whole\n"
            + IntStream.range(0, 60)
                    .mapToObj(i -> (i % 3 == 0 ? "" : i) + ",1,"
                            + (i % 7 == 0 ? "NA" : i)
                            + ",Tokyo," + (i == 5 ? "?" : i) + "\n")
                    .collect(Collectors.joining());

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void allColumnsAreNamedWithCountsBeforeTheTrainingIsAccepted() {
        put(GAPS);

        InvalidRequest refusal = refusal("\"features\":[\"x\",\"w\",\"z\",\"whole\"],\"target\":\"y\"");

        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_A_NUMBER);
        assertThat(refusal.detail())
                .isEqualTo("dataset d: 20 of 60 rows of \"x\" and 9 of the target \"y\" have no value; "
                        + "\"z\" is text, e.g. \"Tokyo\" in line 2; "
                        + "1 of 60 rows of \"whole\" is text, e.g. \"?\" in line 7 "
                        + "(\"?\" in line 7 often stands for a missing value: leave such cells empty). "
                        + "Ways out: fill in what is missing or remove those rows, or write text as numbers, "
                        + "or leave these columns out of features (those that can be used: \"w\")");
        assertThat(rig.rows.counts().states()).containsEntry(TaskState.TASK_RECEIVED, 0L);
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                Arguments.of("a,y\n1,2\n1e39,3\n", "", "\"a\" is beyond the range of 32-bit floats", "line 3"),
                Arguments.of("a,y\ninf,2\n1e39,3\n", "", "2 of 2 rows of \"a\" are beyond the range", "32-bit"),
                Arguments.of("a,y\n1,inf\n2,3\n", "", "the target \"y\" is infinite", "line 2"),
                Arguments.of(
                        "a,y\n1,x\n2,z\n",
                        ",\"algorithm\":\"RandomForestRegressor\"",
                        "\"y\" is text",
                        "use RandomForestClassifier"),
                Arguments.of("a,y\n1,True\n2,\n", "", "1 of 2 rows of the target \"y\" has no value", "fill in"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void eachKindIsToldOfAtBothPlaces(String csv, String more, String what, String other) {
        put(csv);
        String members = "\"features\":[\"a\"],\"target\":\"y\"" + more;

        assertThat(refusal(members).detail()).contains(what, other);
        assertThat(learned(csv, members).detail()).contains(what, other);
        assertThat(learned(csv, members).code()).isEqualTo(refusal(members).code());
    }

    @Test
    void whatIsNotThereIsToldWithWhatCannotBeUsed() {
        put("a,b,y\nx,1,2\nz,2,3\n");

        InvalidRequest refusal = refusal("\"features\":[\"a\",\"b\",\"c\"],\"target\":\"y\"");

        assertThat(refusal.code()).isEqualTo(RefusalCode.UNKNOWN_COLUMN);
        assertThat(refusal.detail())
                .contains("has no column for feature \"c\"", "Besides, dataset d: \"a\" is text")
                .contains("(those that can be used: \"b\")");
    }

    @Test
    void aFractionIsNoClassAndSaysWhatToUse() {
        put("a,y\n1,0.5\n2,1\n");

        InvalidRequest refusal =
                refusal("\"features\":[\"a\"],\"target\":\"y\",\"algorithm\":\"RandomForestClassifier\"");

        assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_PARAMETER);
        assertThat(refusal.detail()).contains("\"0.5\" in line 2", "use RandomForestRegressor");
    }

    @Test
    void whatIsPreparedCanBeUsedAndWhatIsRefusedByWishCannot() {
        put(GAPS);
        String members = "\"features\":[\"x\",\"w\",\"z\"],\"target\":\"whole\"";
        TrainRequest auto = TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\"," + members + "}"));
        TrainRequest strict = TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\"," + members
                + ",\"preprocess\":{\"missing\":\"error\",\"columns\":{\"z\":{\"categories\":\"error\"}}}}"));

        rig.datasets.requireUsable(auto, rig.datasets.pin(auto));

        assertThat(catchThrowableOfType(
                                InvalidRequest.class,
                                () -> rig.datasets.requireUsable(strict, rig.datasets.pin(strict)))
                        .detail())
                .contains("20 of 60 rows of \"x\" have no value; \"z\" is text, e.g. \"Tokyo\" in line 2");
    }

    @Test
    void whoTrainsNamesAllOfThemTooAndTheFirst() {
        InvalidRequest refusal = learned(GAPS, "\"features\":[\"x\",\"z\"],\"target\":\"y\"");

        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_A_NUMBER);
        assertThat(refusal.detail())
                .contains(
                        "20 of 60 rows of \"x\" and 9 of the target \"y\" have no value",
                        "\"z\" is text, e.g. \"Tokyo\" in line 2",
                        "Seen first: line 2, column x");
    }

    @Test
    void soManyAreNamedAndTheRestIsCounted() {
        String names = IntStream.range(0, 100).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        put(names + ",y\n" + "t,".repeat(50) + ",".repeat(50) + "1\n");

        String detail = refusal("\"features\":[\"" + names.replace(",", "\",\"") + "\"],\"target\":\"y\"")
                .detail();

        assertThat(detail).contains("\"c19\" is text", "and 30 more columns", "\"c69\" and 30 more have no value");
        assertThat(detail).doesNotContain("\"c20\"", "\"c70\"");
    }

    @Test
    void aCompleteTableIsAcceptedAndATableWithFlawsElsewhereToo() {
        put(GAPS);

        TaskRow row = rig.trainings.submit(request("\"features\":[\"w\"],\"target\":\"z\""), null);

        assertThat(rig.tasks.find(row.id()).spec().dataset()).isEqualTo(ID);
    }

    @Test
    void aSmallFileThatThisProcessDoesNotKnowIsReadOnceAndALargeOneIsNot() {
        put(GAPS);
        Datasets elsewhere = new Datasets(rig.objects, Keys.STANDARD);
        DatasetPin pin = elsewhere.pin(ID).orElseThrow();
        TrainRequest request = request("\"features\":[\"x\"],\"target\":\"w\"");

        elsewhere.requireUsable(request, new DatasetPin(pin.etag(), (64L << 20) + 1));
        assertThatThrownBy(() -> elsewhere.requireUsable(request, new DatasetPin(pin.etag(), 64L << 20)))
                .hasMessageContaining("20 of 60 rows of \"x\" have no value");
    }

    private void put(String csv) {
        rig.datasets.put(ID, new ByteArrayInputStream(Rig.utf8(csv)));
    }

    private InvalidRequest refusal(String members) {
        return catchThrowableOfType(InvalidRequest.class, () -> rig.trainings.submit(request(members), null));
    }

    private static InvalidRequest learned(String csv, String members) {
        LocalFitter.Source source = new LocalFitter.Source(ID, "", new ByteArrayInputStream(Rig.utf8(csv)));
        return catchThrowableOfType(
                InvalidRequest.class, () -> LocalFitter.alone(1).learn(source, request(members), RunControl.NONE));
    }

    private static TrainRequest request(String members) {
        return TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\",\"preprocess\":\"none\"," + members + "}"));
    }
}
