package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.ChangeSpan;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeTailerTest {
    private final MemoryTaskStore tasks = new MemoryTaskStore(new MovableClock());
    private final AtomicInteger queries = new AtomicInteger();
    private final List<String> heard = new ArrayList<>();
    private boolean hurried = true;
    private boolean away;
    private boolean tells;
    private Runnable changed = () -> {};
    private final ChangeTailer tailer = new ChangeTailer(new Counted(), () -> hurried);

    @Test
    void listenersHearEachChangeOnceFromTheFirstTurnOn() {
        accept("before");
        tailer.listenToEach(change -> heard.add(change.kind() + " " + change.task()));
        tailer.look();
        accept("a");
        tasks.apply(new Transition.Cancel(new TaskId("a")));
        tailer.look();
        tailer.look();

        assertThat(heard).containsExactly("RECEIVED a", "CANCELLED a");
        assertThat(tailer.version()).hasValue(3);
    }

    @Test
    void aLongAbsenceIsReadPageByPage() {
        tailer.listenToEach(change -> heard.add(change.task().value()));
        tailer.look();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_234; i++) {
            ids.add("t-" + i);
            accept("t-" + i);
        }
        tailer.look();

        assertThat(heard).isEqualTo(ids);
    }

    @Test
    void aPageThatHasRoomIsTheLastOfItsTurn() {
        tailer.listenToEach(change -> heard.add(change.task().value()));
        tailer.look();
        accept("a");
        int before = queries.get();
        tailer.look();

        assertThat(heard).containsExactly("a");
        assertThat(queries.get() - before).isEqualTo(1);
    }

    @Test
    void aStoreThatIsAwayDelaysAndLosesNothing() {
        away = true;
        tailer.listenToEach(change -> heard.add(change.task().value()));
        tailer.look();
        assertThat(tailer.version()).isEmpty();
        away = false;
        tailer.look();
        accept("a");
        away = true;
        tailer.look();
        accept("b");
        away = false;
        tailer.look();

        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void whileNobodyWaitsItAsksEachFifthTurn() {
        tailer.look();
        hurried = false;
        int before = queries.get();
        for (int i = 0; i < 10; i++) {
            tailer.look();
        }
        assertThat(queries.get() - before).isEqualTo(2);
    }

    @Test
    void aListenerHearsWithoutATurnWhatTheLogTellsOf() {
        tells = true;
        tailer.listenToEach(change -> heard.add(change.task().value()));
        try (ChangeLog.Watching following = tailer.follow()) {
            assertThat(following).isNotNull();
            changed.run();
            accept("a");
            changed.run();
            assertThat(heard).containsExactly("a");
        }
        assertThat(tells).isFalse();
    }

    @Test
    void whileTheLogTellsOnlyEachFifthTurnAsks() {
        tells = true;
        try (ChangeLog.Watching following = tailer.follow()) {
            assertThat(following).isNotNull();
            tailer.look();
            int before = queries.get();
            for (int i = 0; i < 10; i++) {
                tailer.look();
            }
            assertThat(queries.get() - before).isEqualTo(2);
        }
    }

    @Test
    void aLogThatDoesNotTellIsAskedInEachTurn() {
        tailer.follow().close();
        tailer.look();
        int before = queries.get();
        tailer.look();
        assertThat(queries.get() - before).isEqualTo(1);
    }

    @Test
    void whoeverHasLeftHearsNothing() {
        TaskEvents.Listening listening =
                tailer.listenToEach(change -> heard.add(change.task().value()));
        tailer.look();
        listening.close();
        accept("a");
        tailer.look();

        assertThat(heard).isEmpty();
    }

    private void accept(String id) {
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("d"), null, null, List.of(), Instant.EPOCH);
        tasks.accept(new NewTask(new TaskId(id), spec, null));
    }

    private final class Counted implements ChangeLog {
        private ChangeLog reached() {
            if (away) {
                throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "away", Duration.ofSeconds(1));
            }
            return tasks.changes();
        }

        @Override
        public ChangePage since(long version, int limit) {
            queries.incrementAndGet();
            return reached().since(version, limit);
        }

        @Override
        public Optional<Watching> watch(Runnable listener) {
            changed = listener;
            return tells ? Optional.of(() -> tells = false) : Optional.empty();
        }

        @Override
        public ChangePage of(TaskId task, long version, int limit) {
            return reached().of(task, version, limit);
        }

        @Override
        public ChangeSpan span() {
            return reached().span();
        }

        @Override
        public int prune(Instant before, long most) {
            return reached().prune(before, most);
        }
    }
}
