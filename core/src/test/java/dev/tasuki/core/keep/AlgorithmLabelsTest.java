package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A row without an algorithm is what a process of an older version has made. */
final class AlgorithmLabelsTest {
    private final MemoryTaskStore tasks = new MemoryTaskStore(InstantSource.system());
    private final AlgorithmLabels labels = new AlgorithmLabels(tasks);

    @Test
    void aModelHasTheAlgorithmOfItsReport() {
        complete("m", "{\"algorithm\":\"auto\"}", "{\"algorithm\":\"Ridge\",\"trees\":1}");
        complete("foreign", "{}", "{}");

        labels.run();

        assertThat(algorithm("m")).isEqualTo("Ridge");
        assertThat(algorithm("foreign")).isEmpty();
    }

    @Test
    void aTaskWithoutAModelHasTheAlgorithmOfItsRequest() {
        cancel("named", "{\"algorithm\":\"Lasso\"}");
        cancel("default", "{}");
        cancel("number", "{\"algorithm\":3}");
        cancel("long", "{\"algorithm\":\"" + "x".repeat(201) + "\"}");
        cancel("broken", "no JSON");
        accept("waits", "{\"algorithm\":\"Lasso\"}");

        labels.run();

        assertThat(algorithm("named")).isEqualTo("Lasso");
        for (String id : List.of("default", "number", "long", "broken")) {
            assertThat(algorithm(id)).as(id).isEmpty();
        }
        assertThat(algorithm("waits")).as("its end is awaited").isNull();
    }

    @Test
    void oneTurnIsBoundedAndTheNextOneGoesOn() {
        int some = 10;
        for (int i = 0; i < AlgorithmLabels.MOST + some; i++) {
            cancel("m-" + i, "{\"algorithm\":\"Lasso\"}");
        }

        labels.run();
        assertThat(labelled()).isEqualTo(AlgorithmLabels.MOST);
        labels.run();
        assertThat(labelled()).isEqualTo(AlgorithmLabels.MOST + some);
    }

    private long labelled() {
        TaskFilter lasso = TaskFilter.ALL.ofAlgorithms(Set.of("Lasso"));
        List<TaskRow> newest = tasks.list(TaskQuery.newest(lasso, 1_000));
        long count = newest.size();
        while (newest.size() == 1_000) {
            newest = tasks.list(
                    new TaskQuery(lasso, OptionalLong.of(newest.getLast().seq()), 1_000));
            count += newest.size();
        }
        return count;
    }

    private void accept(String id, String payload) {
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, payload, new DatasetId("d"), null, null, List.of(), Instant.EPOCH);
        tasks.accept(new NewTask(new TaskId(id), spec, null));
    }

    private void cancel(String id, String payload) {
        accept(id, payload);
        assertThat(tasks.apply(new Transition.Cancel(new TaskId(id)))).isTrue();
    }

    private void complete(String id, String payload, String report) {
        accept(id, payload);
        TaskId task = new TaskId(id);
        Outcome.Completed made = new Outcome.Completed(new Artifact("models/" + id, "ab".repeat(32), 1), "{}");
        assertThat(tasks.apply(new Transition.Claim(task, 0, "w", Duration.ofMinutes(1))))
                .isTrue();
        assertThat(tasks.apply(new Transition.Complete(task, 1, made, report))).isTrue();
    }

    private String algorithm(String id) {
        return tasks.find(new TaskId(id)).orElseThrow().spec().algorithm();
    }
}
