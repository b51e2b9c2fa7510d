package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangePruningTest {
    private final MovableClock clock = new MovableClock();
    private final MemoryTaskStore tasks = new MemoryTaskStore(clock);
    private final ChangePruning pruning = new ChangePruning(tasks.changes(), Duration.ofDays(7), clock);

    @Test
    void changesGoAfterTheirTimeButTheNewestStays() {
        for (int i = 0; i < 2_500; i++) {
            accept("old-" + i);
        }
        clock.move(Duration.ofDays(4));
        accept("young");
        pruning.run();
        assertThat(tasks.changes().since(0, 3_000).changes()).hasSize(2_501);

        clock.move(Duration.ofDays(4));
        pruning.run();
        assertThat(tasks.changes().since(0, 3_000).changes())
                .extracting(change -> change.task().value())
                .containsExactly("young");

        clock.move(Duration.ofDays(400));
        pruning.run();
        assertThat(tasks.changes().span().newest()).isEqualTo(2_501);
        assertThat(tasks.changes().span().oldest()).isEqualTo(2_501);
    }

    private void accept(String id) {
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("d"), null, null, List.of(), clock.instant());
        tasks.accept(new NewTask(new TaskId(id), spec, null));
    }
}
