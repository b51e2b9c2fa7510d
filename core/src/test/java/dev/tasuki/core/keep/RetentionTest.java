package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model, a failed, a cancelled and a waiting task, of which some are past their time. */
class RetentionTest {
    private final Rig rig = new Rig();
    private TaskId model;
    private TaskId failed;
    private TaskId cancelled;
    private TaskId waiting;

    @BeforeEach
    void tasks() throws IOException {
        rig.datasets.installSample();
        model = submit("");
        failed = rig.failing().id();
        try (Consumers consumers = rig.consume()) {
            rig.ended(model);
            rig.ended(failed);
        }
        cancelled = submit("");
        rig.tasks.cancel(cancelled);
        waiting = submit("");
        rig.objects.put("models/" + failed + "/1-1.checkpoint", new ByteArrayInputStream(new byte[1]));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void nothingIsRemovedBeforeItsTime() {
        rig.clock.move(Duration.ofDays(30));
        retention(Optional.of(Duration.ofDays(30)), Optional.of(Duration.ofDays(30)))
                .run();

        assertThat(rows()).containsExactlyInAnyOrder(model, failed, cancelled, waiting);
    }

    @Test
    void failuresGoWithAllTheyHaveAndModelsStay() {
        rig.clock.move(Duration.ofDays(31));
        retention(Optional.of(Duration.ofDays(30)), Optional.empty()).run();

        assertThat(rows()).containsExactlyInAnyOrder(model, waiting);
        assertThat(rig.objects.list("models/"))
                .extracting(StoredObject::key)
                .containsExactly("models/" + model + "/1.tasuki");
    }

    @Test
    void modelsGoWhenTheyAreToldTo() {
        rig.clock.move(Duration.ofDays(31));
        retention(Optional.empty(), Optional.of(Duration.ofDays(30))).run();

        assertThat(rows()).containsExactlyInAnyOrder(failed, cancelled, waiting);
        assertThat(rig.objects.list("models/" + model)).isEmpty();
    }

    @Test
    void whatOwesAnAnswerStaysForSevenDays() {
        TaskId owed = asked("owed");
        TaskId answered = asked("answered");
        rig.rows.apply(new Transition.Answered(answered, 0));
        rig.clock.move(Duration.ofDays(7).minusMillis(1));
        retention(Optional.of(Duration.ofDays(1)), Optional.empty()).run();
        assertThat(rows()).containsExactlyInAnyOrder(model, waiting, owed);

        rig.clock.move(Duration.ofMillis(1));
        retention(Optional.of(Duration.ofDays(1)), Optional.empty()).run();
        assertThat(rows()).containsExactlyInAnyOrder(model, waiting);
    }

    @Test
    void whatOwesAnAnswerCanBeRemovedByHand() {
        TaskId owed = asked("owed");
        rig.models.delete(new ModelId(owed.value()));

        assertThat(rows()).doesNotContain(owed);
    }

    /** Cancelled, and the program that it came from does not know. */
    private TaskId asked(String id) {
        TrainRequest request = TrainRequest.parse(Rig.utf8(Rig.TRAIN));
        rig.trainings.accept(request, new TaskId(id), new Origin("letters", ""));
        return rig.tasks.cancel(new TaskId(id)).id();
    }

    @Test
    void aRowThatAnotherProcessRemovesMeanwhileDoesNotEndThePass() {
        rig.clock.move(Duration.ofDays(31));
        TaskStore raced = new ForwardingTaskStore() {
            @Override
            public TaskStore store() {
                return rig.rows;
            }

            @Override
            public List<TaskRow> list(TaskQuery query) {
                List<TaskRow> page = rig.rows.list(query);
                rig.rows.apply(new Transition.Remove(cancelled));
                return page;
            }
        };
        new Retention(
                        raced,
                        rig.models,
                        new Retention.Terms(Optional.of(Duration.ofDays(30)), Optional.empty()),
                        rig.clock)
                .run();

        assertThat(rows()).containsExactlyInAnyOrder(model, waiting);
    }

    private Retention retention(Optional<Duration> failures, Optional<Duration> models) {
        return new Retention(rig.rows, rig.models, new Retention.Terms(failures, models), rig.clock);
    }

    private TaskId submit(String members) {
        TrainRequest request = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", members + "}")));
        return rig.trainings.submit(request, null).id();
    }

    private List<TaskId> rows() {
        return rig.rows.list(TaskQuery.newest(100)).stream().map(TaskRow::id).toList();
    }
}
