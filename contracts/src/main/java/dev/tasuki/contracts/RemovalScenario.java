package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.keep.Sweeper;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.core.use.Models;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Removals of models that broke off between two steps, and what the sweeper makes of them later. */
final class RemovalScenario {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ObjectStore objects;
    private final TaskStore rows = new MemoryTaskStore(new MovableClock());

    RemovalScenario(ObjectStore objects) {
        this.objects = objects;
    }

    /** A task store that is gone at the removal of a row: before it, or after it without an answer. */
    private record GoneAtRemoval(TaskStore store, boolean after) implements ForwardingTaskStore {
        @Override
        public boolean apply(Transition transition) {
            if (after) {
                store.apply(transition);
            }
            throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "gone", MINUTE);
        }
    }

    void run() throws IOException {
        trained("kept");
        trained("removed");
        trained("begun-again");
        put("models/nobody/1.tasuki");
        put("models/removed/1-1.checkpoint");
        breakOff("kept", false);
        breakOff("removed", true);
        breakOff("begun-again", true);
        rows.accept(task("begun-again"));
        Instant marked =
                objects.stat("models/removed/model.removal").orElseThrow().modified();
        List<String> all = keys();
        assertThat(all).hasSize(8);

        sweepAt(marked.plus(Duration.ofMinutes(30)));
        assertThat(keys()).isEqualTo(all);

        sweepAt(marked.plus(Duration.ofHours(2)));
        assertThat(keys())
                .containsExactly(
                        "models/begun-again/1.tasuki",
                        "models/kept/1.tasuki",
                        "models/nobody/1.tasuki",
                        "models/removed/1-1.checkpoint",
                        "models/removed/1.tasuki",
                        "models/removed/model.removal");

        sweepAt(marked.plus(Duration.ofHours(25)));
        assertThat(keys())
                .containsExactly("models/begun-again/1.tasuki", "models/kept/1.tasuki", "models/nobody/1.tasuki");

        new Models(rows, objects, Keys.STANDARD, InstantSource.system()).delete(new ModelId("kept"));
        assertThat(keys()).containsExactly("models/begun-again/1.tasuki", "models/nobody/1.tasuki");
    }

    private void trained(String id) throws IOException {
        TaskId task = rows.accept(task(id)).row().id();
        rows.apply(new Transition.Claim(task, 0, "w", MINUTE));
        Artifact artifact = new Artifact(put("models/" + id + "/1.tasuki"), "00", 1);
        assertThat(rows.apply(new Transition.Complete(task, 1, new Outcome.Completed(artifact, "{}"), "{}")))
                .isTrue();
    }

    private String put(String key) throws IOException {
        return objects.put(key, new ByteArrayInputStream(new byte[1])).key();
    }

    private void breakOff(String id, boolean after) {
        Models models = new Models(new GoneAtRemoval(rows, after), objects, Keys.STANDARD, InstantSource.system());
        assertThat(catchThrowableOfType(Unavailable.class, () -> models.delete(new ModelId(id))))
                .isNotNull();
    }

    private void sweepAt(Instant time) {
        new Sweeper(rows, objects, Keys.STANDARD, () -> time).run();
    }

    private List<String> keys() {
        return objects.list("models/").stream().map(StoredObject::key).toList();
    }
}
