package dev.tasuki.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.Rig;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskQuery;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not suit a dataset is said before the training is accepted, in the words of the training itself. */
class FitPreconditionsTest {
    private static final String TABLE = "a,n,word\n" + "1,2,x\n2,3,y\n3,4,z\n".repeat(2) + "4,5,x\n5,6,y\n";

    private final Rig rig = new Rig();

    @BeforeEach
    void table() {
        rig.datasets.put(new DatasetId("t"), new ByteArrayInputStream(Rig.utf8(TABLE)));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static TrainRequest request(String members) {
        return TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"t\",\"features\":[\"a\"]," + members + "}"));
    }

    @Test
    void aShareForEarlyStoppingThatLeavesNoRowIsToldBefore() {
        TrainRequest request = request("\"target\":\"n\",\"algorithm\":\"GradientBoostingRegressor\","
                + "\"params\":{\"n_iter_no_change\":2,\"validation_fraction\":0.9}");

        assertThatThrownBy(() -> rig.trainings.submit(request, null)).hasMessageContaining("validation_fraction");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "target":"n","test_size":0.9                                       | test_size
                    "target":"word","stratify":true                                    | 6 rows to train, 2 to test, 3 classes
                    "target":"n","params":{"max_samples":7}                            | max_samples
                    "target":"n","params":{"max_samples":0.01}                         | max_samples
                    "target":"n","params":{"criterion":"gini"}                         | criterion
                    "target":"word","params":{"criterion":"squared_error"}             | criterion
                    "target":"n","params":{"class_weight":"balanced"}                  | class_weight
                    "target":"word","algorithm":"GradientBoostingClassifier"            | for a target of 3 classes
                    """)
    void whatTheTrainingWouldSayIsSaidBefore(String members, String told) {
        TrainRequest request = request(members);

        assertThatThrownBy(() -> rig.trainings.submit(request, null))
                .isInstanceOfSatisfying(
                        InvalidRequest.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.INVALID_PARAMETER))
                .hasMessageContaining(told);
        assertThatThrownBy(() -> rig.trainings.plan(new TrainRequest.Parsed(request, java.util.List.of()), null))
                .hasMessageContaining(told);
        assertThat(rig.rows.list(TaskQuery.newest(10))).isEmpty();
        assertThatThrownBy(() -> LocalFitter.alone(1).learn(source(), request, RunControl.NONE))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "target":"n","test_size":0.87
                    "target":"word","stratify":true,"test_size":0.3
                    "target":"n","params":{"max_samples":6}
                    "target":"word","params":{"criterion":"gini","class_weight":"balanced"}
                    "target":"n","algorithm":"RandomForestClassifier","params":{"criterion":"gini"}
                    """)
    void whatSuitsIsAccepted(String members) {
        assertThat(rig.trainings.submit(request(members), null)).isNotNull();
        assertThat(LocalFitter.alone(1).learn(source(), request(members), RunControl.NONE))
                .isPresent();
    }

    @Test
    void allIsSaidAtOnceAndWhyTheAlgorithmIsWhatItIs() {
        TrainRequest request =
                request("\"target\":\"word\",\"stratify\":true,\"params\":{\"criterion\":\"squared_error\"}");

        assertThatThrownBy(() -> rig.trainings.submit(request, null))
                .hasMessageContaining("stratify")
                .hasMessageContaining("criterion")
                .hasMessageContaining(
                        "the algorithm is RandomForestClassifier, since the target \"word\" is a column of"
                                + " type text");
    }

    private static LocalFitter.Source source() {
        return new LocalFitter.Source(new DatasetId("t"), "", new ByteArrayInputStream(Rig.utf8(TABLE)));
    }
}
