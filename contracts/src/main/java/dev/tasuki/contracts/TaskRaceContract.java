package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.FAILED;
import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads on one task store, and a long random history beside the memory twin. */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskRaceContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int THREADS = 16;
    private static final Origin ORIGIN = new Origin("letters", "to whom it may concern");

    private Fixture<TaskStore> fixture;
    private TaskStore store;
    private TaskStore other;

    /** An empty store for one test. */
    protected abstract Fixture<TaskStore> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        store = fixture.port();
        other = fixture.another().orElse(store);
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    void oneIdIsCreatedOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String id = "m-" + round;
            List<Acceptance> answers = Together.run(THREADS, i -> () -> half(i).accept(task(id)));

            assertThat(answers).filteredOn(Acceptance.Created.class::isInstance).hasSize(1);
            assertThat(answers).extracting(Acceptance::row).containsOnly(row(id));
        }
        assertThat(store.list(TaskQuery.newest(100))).hasSize(5);
    }

    @Test
    void oneKeyMakesOneTask() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "key-" + round;
            List<Acceptance> answers =
                    Together.run(THREADS, i -> () -> half(i).accept(task(key + "-" + i, key, "fp-" + i % 2)));

            assertThat(answers).filteredOn(Acceptance.Created.class::isInstance).hasSize(1);
            assertThat(answers)
                    .filteredOn(Acceptance.Repeated.class::isInstance)
                    .hasSize(THREADS / 2 - 1);
            assertThat(answers)
                    .filteredOn(Acceptance.KeyTaken.class::isInstance)
                    .hasSize(THREADS / 2);
            assertThat(new HashSet<>(answers.stream().map(Acceptance::row).toList()))
                    .hasSize(1);
        }
        assertThat(store.list(TaskQuery.newest(100))).hasSize(5);
    }

    @Test
    void everyAcceptedTaskIsThereWithItsOwnPlace() throws Exception {
        Together.run(THREADS, i -> () -> {
            for (int n = 0; n < 20; n++) {
                half(i).accept(task("m-" + i + "-" + n, "d", List.of("tag-" + i)));
            }
            return true;
        });

        List<TaskRow> rows = store.list(TaskQuery.newest(1000));
        assertThat(rows).hasSize(THREADS * 20);
        assertThat(rows.stream().map(TaskRow::seq).distinct()).hasSize(THREADS * 20);
        TaskQuery tagged = TaskQuery.newest(
                new TaskFilter(Set.of(), Optional.empty(), Optional.of("tag-3"), Optional.empty()), 1000);
        assertThat(store.list(tagged)).hasSize(20);
    }

    @Test
    void oneClaimWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            TaskId id = store.accept(task("m-" + round)).row().id();
            List<Boolean> claims =
                    Together.run(THREADS, i -> () -> half(i).apply(new Transition.Claim(id, 0, "w-" + i, MINUTE)));

            assertThat(claims).filteredOn(won -> won).hasSize(1);
            Lease lease = row(id.value()).lease();
            assertThat(lease.owner()).isEqualTo("w-" + claims.indexOf(true));
            assertThat(lease.epoch()).isEqualTo(1);
            assertThat(lease.attempts()).isEqualTo(1);
        }
    }

    @Test
    void oneEndWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            TaskId id = store.accept(task("m-" + round)).row().id();
            store.apply(new Transition.Claim(id, 0, "w", MINUTE));
            List<Transition> ends = List.of(
                    TaskSamples.complete(id, 1),
                    new Transition.Fail(id, 1, FAILED),
                    new Transition.Stopped(id, 1),
                    new Transition.GiveBack(id, 1, Duration.ZERO, false));
            List<Boolean> won = Together.run(ends.size(), i -> () -> half(i).apply(ends.get(i)));

            assertThat(won).filteredOn(w -> w).hasSize(1);
            List<TaskState> states = List.of(
                    TaskState.TASK_COMPLETED, TaskState.TASK_ERROR, TaskState.TASK_CANCELLED, TaskState.TASK_RECEIVED);
            assertThat(row(id.value()).state()).isEqualTo(states.get(won.indexOf(true)));
        }
    }

    @Test
    void aLapsedRunIsFencedByTheOneThatTookItUp() throws Exception {
        for (int round = 0; round < 10; round++) {
            TaskId id = store.accept(task("m-" + round)).row().id();
            store.apply(new Transition.Claim(id, 0, "slow", MINUTE));
            fixture.advance(Duration.ofSeconds(61));
            List<Boolean> won = Together.run(
                    2,
                    i -> () -> half(i).apply(
                                    i == 0
                                            ? TaskSamples.complete(id, 1)
                                            : new Transition.Claim(id, 1, "rescuer", MINUTE)));

            assertThat(won).filteredOn(w -> w).hasSize(1);
            assertThat(row(id.value()).state())
                    .isEqualTo(won.getFirst() ? TaskState.TASK_COMPLETED : TaskState.TASK_STARTED);
        }
    }

    /** Everybody retries, mends or removes: one of them does it, and the row is what that one made of it. */
    @Test
    void oneRetryWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            TaskId id = store.accept(task("m-" + round)).row().id();
            store.apply(new Transition.Cancel(id));
            List<Transition> retries = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                retries.add(new Transition.Retry(id));
                retries.add(new Transition.Remove(id));
                retries.add(new Transition.Mend(
                        id, 0, task(id.value(), "other", List.of("tag-" + i)).spec()));
            }
            List<Boolean> won = Together.run(retries.size(), i -> () -> half(i).apply(retries.get(i)));

            assertThat(won).filteredOn(w -> w).hasSize(1);
            Optional<TaskRow> left = store.find(id);
            switch (retries.get(won.indexOf(true))) {
                case Transition.Remove removed -> assertThat(left).isEmpty();
                case Transition.Mend mended ->
                    assertThat(left.orElseThrow().spec().tags())
                            .isEqualTo(mended.spec().tags());
                default ->
                    assertThat(left.orElseThrow().spec())
                            .isEqualTo(task("m-" + round)
                                    .spec()
                                    .scheduled(left.orElseThrow().spec().schedule()));
            }
        }
    }

    @Test
    void workersDrainTheQueueWithoutMeetingTwice() throws Exception {
        int tasks = 120;
        for (int i = 0; i < tasks; i++) {
            store.accept(task("m-" + i));
        }
        Set<TaskId> done = ConcurrentHashMap.newKeySet();
        AtomicInteger doubles = new AtomicInteger();
        Together.run(8, i -> () -> {
            List<TaskRow> due = half(i).due(new Due.Claimable(TaskKind.TRAIN, 4));
            while (!due.isEmpty()) {
                for (TaskRow row : due) {
                    long epoch = row.lease().epoch();
                    if (half(i).apply(new Transition.Claim(row.id(), epoch, "w-" + i, MINUTE))) {
                        doubles.addAndGet(done.add(row.id()) ? 0 : 1);
                        assertThat(half(i).apply(TaskSamples.complete(row.id(), epoch + 1)))
                                .isTrue();
                    }
                }
                due = half(i).due(new Due.Claimable(TaskKind.TRAIN, 4));
            }
            return true;
        });

        assertThat(doubles).hasValue(0);
        assertThat(done).hasSize(tasks);
        assertThat(store.counts().states()).containsEntry(TaskState.TASK_COMPLETED, (long) tasks);
    }

    /**
     * The same random history for the store under test and the memory twin: same answers, same rows
     * (times apart, since a database has its own clock), same lists, same counts.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithTheMemoryTwin(long seed) {
        MovableClock clock = new MovableClock();
        TaskStore twin = new MemoryTaskStore(clock);
        Random random = new Random(seed);
        for (int step = 0; step < 150; step++) {
            String id = "m-" + random.nextInt(8);
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    NewTask task = switch (random.nextInt(4)) {
                        case 0 -> task(id);
                        case 1 -> TaskSamples.taskFrom(id, ORIGIN);
                        default -> task(id, "key-" + random.nextInt(4), "fp-" + random.nextInt(2));
                    };
                    assertThat(answer(store.accept(task))).as("step %d", step).isEqualTo(answer(twin.accept(task)));
                }
                case 2 -> {
                    Duration time = Duration.ofSeconds(45);
                    fixture.advance(time);
                    clock.advance(time);
                }
                default -> {
                    Transition transition = randomTransition(random, new TaskId(id), twin);
                    assertThat(store.apply(transition))
                            .as("step %d: %s", step, transition)
                            .isEqualTo(twin.apply(transition));
                }
            }
            assertThat(seen(store)).as("after step %d", step).isEqualTo(seen(twin));
        }
    }

    private static Transition randomTransition(Random random, TaskId id, TaskStore twin) {
        long epoch = twin.find(id).map(row -> row.lease().epoch()).orElse(0L) - random.nextInt(5) / 4;
        return switch (random.nextInt(18)) {
            case 0 -> new Transition.Published(id, turn(id, twin));
            case 1, 2, 3 -> new Transition.Claim(id, epoch, "w", MINUTE);
            case 4 -> new Transition.Heartbeat(id, epoch, MINUTE, new Progress(0.5, "fitting", "half"));
            case 5 -> TaskSamples.complete(id, epoch);
            case 6 -> new Transition.Fail(id, epoch, FAILED);
            case 7 -> new Transition.GiveBack(id, epoch, Duration.ofSeconds(30), random.nextBoolean());
            case 8 -> new Transition.Stopped(id, epoch);
            case 9 -> new Transition.Cancel(id);
            case 10, 11 -> new Transition.Retry(id);
            case 14 -> new Transition.Finish(id);
            case 15 -> new Transition.Answering(id, turn(id, twin), MINUTE);
            case 16 -> new Transition.Answered(id, turn(id, twin));
            case 12, 13 -> {
                List<String> tags = List.of("tag-" + random.nextInt(3), "mended");
                yield new Transition.Mend(
                        id, epoch, task(id.value(), "other", tags).spec());
            }
            default -> new Transition.Remove(id);
        };
    }

    private static int turn(TaskId id, TaskStore twin) {
        return twin.find(id).map(row -> row.spec().schedule().turn()).orElse(0);
    }

    private static List<Object> seen(TaskStore store) {
        List<Object> seen = new ArrayList<>();
        store.list(TaskQuery.newest(100)).forEach(row -> seen.add(timeless(row)));
        seen.add(ids(store.due(new Due.Claimable(TaskKind.TRAIN, 100))));
        seen.add(ids(store.due(new Due.Unpublished(MINUTE, 100))));
        seen.add(ids(store.due(new Due.Lapsed(100))));
        seen.add(ids(store.due(new Due.Unanswered(ORIGIN.protocol(), 100))));
        TaskCounts counts = store.counts();
        seen.add(List.of(counts.states(), counts.published(), counts.scheduled()));
        return seen;
    }

    /** Without their order, which depends on the clock, too. */
    private static Set<TaskId> ids(List<TaskRow> rows) {
        return rows.stream().map(TaskRow::id).collect(Collectors.toSet());
    }

    /** All of a row that does not depend on whose clock it was. */
    private static List<Object> timeless(TaskRow row) {
        return List.of(
                row.id(),
                row.state(),
                row.spec().dataset(),
                row.spec().tags(),
                row.lease().epoch(),
                row.lease().attempts(),
                Optional.ofNullable(row.lease().owner()),
                row.cancelRequested(),
                row.finishRequested(),
                row.answerOwed(),
                row.progress(),
                Optional.ofNullable(row.outcome()),
                row.times().published() != null,
                row.times().started() != null,
                row.times().finished() != null);
    }

    private static String answer(Acceptance acceptance) {
        return acceptance.getClass().getSimpleName() + " " + acceptance.row().id();
    }

    private TaskStore half(int i) {
        return i % 2 == 0 ? store : other;
    }

    private TaskRow row(String id) {
        return store.find(new TaskId(id)).orElseThrow();
    }
}
