package dev.tasuki.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskState;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What asks a run to stop when its work is done already, and its task has not ended yet. */
class LateCancelTest {
    private static final TaskId ID = new TaskId("t-1");

    private Runnable atTheEnd = () -> {};
    private Runnable whileStoring = () -> {};
    private final List<String> stored = new ArrayList<>();
    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final Rig rig = new Rig(
            new ScriptedWork((row, control) -> {
                atTheEnd.run();
                return Optional.of(ScriptedWork.PRODUCT);
            }),
            watched(),
            Duration.ofSeconds(5));

    @BeforeEach
    void accept() {
        rig.rows.accept(ScriptedWork.task("t-1", Instant.parse("2026-01-01T00:00:00Z")));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aCancelThatComesWhenTheWorkIsDoneStoresNothing() {
        atTheEnd = () -> rig.tasks.cancel(ID);

        assertThat(handled()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(stored).isEmpty();
    }

    @Test
    void aCancelThatComesWhileTheArtifactIsStoredTakesItAwayAgain() {
        whileStoring = () -> rig.tasks.cancel(ID);

        assertThat(handled()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(stored).containsExactly("models/t-1/1.tasuki");
        assertThat(objects.list("models/")).isEmpty();
    }

    @Test
    void whatIsReadyWhenTheProcessEndsIsKept() {
        atTheEnd = rig.runs::drain;

        assertThat(handled()).isEqualTo(TaskState.TASK_COMPLETED);
        assertThat(objects.list("models/")).hasSize(1);
    }

    private TaskState handled() {
        byte[] body = "t-1".getBytes(StandardCharsets.UTF_8);
        Message message = Message.durable(TaskKind.TRAIN.queue(), body, "c-1");
        assertThat(rig.train.handle(new Delivery(message, 1, () -> {}))).isEqualTo(Settlement.ACCEPT);
        return rig.rows.find(ID).orElseThrow().state();
    }

    private ObjectStore watched() {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (self, method, arguments) -> {
                    Object result = method.invoke(objects, arguments);
                    if (method.getName().equals("put")) {
                        objects.list("models/").forEach(object -> stored.add(object.key()));
                        whileStoring.run();
                    }
                    return result;
                });
    }
}
