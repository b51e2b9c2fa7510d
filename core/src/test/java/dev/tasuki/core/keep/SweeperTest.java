package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Transition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweeperTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MovableClock clock = new MovableClock();
    private final MemoryTaskStore tasks = new MemoryTaskStore(clock);
    private final MemoryObjectStore objects = new MemoryObjectStore(clock);
    private final Sweeper sweeper = new Sweeper(tasks, objects, Keys.STANDARD, clock);

    @Test
    void onlyOldArtifactsAndCheckpointsOfEndedTasksThatNobodyNamesAreDeleted() throws IOException {
        started("done");
        tasks.apply(new Transition.Complete(
                new TaskId("done"),
                1,
                new Outcome.Completed(new Artifact("models/done/1.tasuki", "00", 1), "{}"),
                "{}"));
        started("running");
        tasks.accept(ScriptedWork.task("cancelled", clock.instant()));
        tasks.apply(new Transition.Cancel(new TaskId("cancelled")));
        for (String key : new String[] {
            "models/done/1.tasuki",
            "models/done/2.tasuki",
            "models/done/model.pkl",
            "models/running/1.tasuki",
            "models/running/1-1.checkpoint",
            "models/cancelled/7.tasuki",
            "models/cancelled/7-2.checkpoint",
            "models/nobody/1.tasuki",
            "models/a b/1.tasuki",
            "datasets/done.csv"
        }) {
            objects.put(key, new ByteArrayInputStream(new byte[1]));
        }
        clock.move(Duration.ofHours(24));
        sweeper.run();
        assertThat(objects.list("")).hasSize(10);

        clock.move(Duration.ofSeconds(1));
        objects.put("models/done/3.tasuki", new ByteArrayInputStream(new byte[1]));
        sweeper.run();

        assertThat(objects.list(""))
                .extracting(StoredObject::key)
                .containsExactlyInAnyOrder(
                        "models/done/1.tasuki",
                        "models/done/3.tasuki",
                        "models/done/model.pkl",
                        "models/running/1.tasuki",
                        "models/running/1-1.checkpoint",
                        "models/nobody/1.tasuki",
                        "models/a b/1.tasuki",
                        "datasets/done.csv");
    }

    private void started(String id) {
        tasks.accept(ScriptedWork.task(id, clock.instant()));
        tasks.apply(new Transition.Claim(new TaskId(id), 0, "a process", LEASE));
    }
}
