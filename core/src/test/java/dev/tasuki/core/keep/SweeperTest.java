package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.ForwardingObjectStore;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Rows are read page by page, however many objects there are. */
    @Test
    void aPassAsksOncePerPageOfRowsAndOncePerTaskWithAnOrphan() throws IOException {
        for (int i = 0; i < 2_500; i++) {
            done("t-" + i);
        }
        for (String orphan : List.of("models/t-0/7.tasuki", "models/t-1000/7.tasuki", "models/t-2499/7.tasuki")) {
            objects.put(orphan, new ByteArrayInputStream(new byte[1]));
        }
        clock.move(Duration.ofHours(25));
        CountingStore counting = new CountingStore(tasks);

        new Sweeper(counting, objects, Keys.STANDARD, clock).run();

        assertThat(objects.list(""))
                .hasSize(2_500)
                .noneMatch(object -> object.key().endsWith("/7.tasuki"));
        assertThat(counting.lists).hasValue(3);
        assertThat(counting.finds).hasValue(3);
    }

    @Test
    void withoutOldObjectsNoRowIsRead() throws IOException {
        done("t");
        CountingStore counting = new CountingStore(tasks);
        new Sweeper(counting, objects, Keys.STANDARD, clock).run();
        assertThat(counting.lists).hasValue(0);
    }

    @Test
    void aTaskThatIsTriedAgainMeanwhileKeepsItsCheckpoints() throws IOException {
        started("t");
        tasks.apply(new Transition.Fail(new TaskId("t"), 1, new Outcome.Failed(RefusalCode.INTERNAL, "why")));
        objects.put("models/t/1-1.checkpoint", new ByteArrayInputStream(new byte[1]));
        clock.move(Duration.ofHours(25));
        CountingStore quicker = new CountingStore(tasks) {
            @Override
            public List<TaskRow> list(TaskQuery query) {
                List<TaskRow> page = super.list(query);
                tasks.apply(new Transition.Retry(new TaskId("t")));
                return page;
            }
        };
        new Sweeper(quicker, objects, Keys.STANDARD, clock).run();
        assertThat(objects.list("")).hasSize(1);
    }

    @Test
    void whatGoesWrongWithOneObjectEndsNothingElse() throws IOException {
        for (String id : List.of("a", "b", "c")) {
            done(id);
            objects.put("models/" + id + "/7.tasuki", new ByteArrayInputStream(new byte[1]));
        }
        clock.move(Duration.ofHours(25));
        ObjectStore odd = new ForwardingObjectStore() {
            @Override
            public ObjectStore store() {
                return objects;
            }

            @Override
            public boolean delete(String key) {
                if (key.startsWith("models/b/")) {
                    throw new NotFound(RefusalCode.OBJECT_NOT_FOUND, "another process was quicker with " + key);
                }
                return objects.delete(key);
            }
        };
        new Sweeper(tasks, odd, Keys.STANDARD, clock).run();
        assertThat(objects.list(""))
                .extracting(StoredObject::key)
                .containsExactlyInAnyOrder(
                        "models/a/1.tasuki", "models/b/1.tasuki", "models/b/7.tasuki", "models/c/1.tasuki");
    }

    private void done(String id) throws IOException {
        started(id);
        String key = "models/" + id + "/1.tasuki";
        tasks.apply(new Transition.Complete(
                new TaskId(id), 1, new Outcome.Completed(new Artifact(key, "00", 1), "{}"), "{}"));
        objects.put(key, new ByteArrayInputStream(new byte[1]));
    }

    /** Counts what is asked. */
    private static class CountingStore implements ForwardingTaskStore {
        private final TaskStore store;
        final AtomicInteger lists = new AtomicInteger();
        final AtomicInteger finds = new AtomicInteger();

        CountingStore(TaskStore store) {
            this.store = store;
        }

        @Override
        public TaskStore store() {
            return store;
        }

        @Override
        public List<TaskRow> list(TaskQuery query) {
            lists.incrementAndGet();
            return store.list(query);
        }

        @Override
        public Optional<TaskRow> find(TaskId id) {
            finds.incrementAndGet();
            return store.find(id);
        }
    }

    private void started(String id) {
        tasks.accept(ScriptedWork.task(id, clock.instant()));
        tasks.apply(new Transition.Claim(new TaskId(id), 0, "a process", LEASE));
    }
}
