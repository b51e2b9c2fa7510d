package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AcceptGroupsTest {
    private final MemoryTaskStore rows = new MemoryTaskStore(InstantSource.system());
    private final Queue<List<String>> inserted = new ConcurrentLinkedQueue<>();
    private final Semaphore atWork = new Semaphore(0);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Thread> callers = new ArrayList<>();
    private final ExecutorService pool = Executors.newThreadPerTaskExecutor(work -> {
        Thread caller = Thread.ofPlatform().unstarted(work);
        callers.add(caller);
        return caller;
    });
    private AcceptGroups.Insertion database = this::insert;
    private final AcceptGroups groups = new AcceptGroups(tasks -> {
        inserted.add(tasks.stream().map(task -> task.id().value()).toList());
        atWork.release();
        await(goOn);
        return database.insert(tasks);
    });

    @AfterEach
    void close() {
        goOn.countDown();
        pool.close();
    }

    @Test
    void aLoneAcceptGoesAtOnce() throws SQLException {
        goOn.countDown();
        assertThat(groups.insert(task("a", 1))).isPresent();
        assertThat(groups.insert(task("a", 1))).isEmpty();
        assertThat(inserted).containsExactly(List.of("a"), List.of("a"));
    }

    @Test
    void whatWaitsIsInsertedInPowersOfTwo() throws Exception {
        List<Future<Optional<TaskRow>>> answers = twoAtWorkAndWaiting(1, 1, 1, 1, 1, 1, 1);
        for (Future<Optional<TaskRow>> answer : answers) {
            assertThat(answer.get()).isPresent();
        }
        assertThat(inserted).extracting(List::size).contains(1, 1, 4);
        assertThat(inserted)
                .allSatisfy(group -> assertThat(Integer.bitCount(group.size())).isEqualTo(1));
        assertThat(inserted.stream().flatMap(List::stream)).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void aGroupHoldsSoManyRows() throws Exception {
        int[] sizes = new int[200];
        for (Future<Optional<TaskRow>> answer : twoAtWorkAndWaiting(sizes)) {
            assertThat(answer.get()).isPresent();
        }
        assertThat(inserted).extracting(List::size).contains(AcceptGroups.MOST_ROWS);
        assertThat(inserted).extracting(List::size).allMatch(size -> size <= AcceptGroups.MOST_ROWS);
    }

    @Test
    void aGroupHoldsSoMuchPayload() throws Exception {
        int half = AcceptGroups.MOST_PAYLOAD / 2;
        twoAtWorkAndWaiting(half, half).forEach(AcceptGroupsTest::join);
        assertThat(inserted).extracting(List::size).containsExactly(1, 1, 2);
    }

    @Test
    void aGroupHoldsNoMorePayload() throws Exception {
        int half = AcceptGroups.MOST_PAYLOAD / 2;
        twoAtWorkAndWaiting(half, half + 1).forEach(AcceptGroupsTest::join);
        assertThat(inserted).extracting(List::size).containsExactly(1, 1, 1, 1);
    }

    @Test
    void aRowThatIsRefusedSpoilsNoOther() throws Exception {
        database = tasks -> {
            if (tasks.stream().anyMatch(task -> task.id().value().equals("w1"))) {
                throw new SQLException("no such character", "22021");
            }
            return insert(tasks);
        };
        List<Future<Optional<TaskRow>>> answers = twoAtWorkAndWaiting(1, 1);
        assertThat(answers.get(2).get()).isPresent();
        assertThatThrownBy(() -> answers.get(3).get()).hasRootCauseMessage("no such character");
    }

    @Test
    void aLostConnectionFailsTheGroupOnce() throws Exception {
        database = tasks -> {
            throw new SQLException("gone", "08006");
        };
        for (Future<Optional<TaskRow>> answer : twoAtWorkAndWaiting(1, 1)) {
            assertThatThrownBy(answer::get).hasRootCauseMessage("gone");
        }
        assertThat(inserted).extracting(List::size).containsExactly(1, 1, 2);
    }

    @Test
    void aDefectReachesEachCallerAndTheNextOnesGoOn() throws Exception {
        database = tasks -> {
            throw new IllegalStateException("a defect");
        };
        for (Future<Optional<TaskRow>> answer : twoAtWorkAndWaiting(1, 1)) {
            assertThatThrownBy(answer::get).hasRootCauseMessage("a defect");
        }
        database = this::insert;
        assertThat(groups.insert(task("after", 1))).isPresent();
    }

    /** The answers of p0 and p1, which hold up the others, and of w0, w1 and so on with payloads of these sizes. */
    private List<Future<Optional<TaskRow>>> twoAtWorkAndWaiting(int... sizes) throws Exception {
        List<Future<Optional<TaskRow>>> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            NewTask task = task("p" + i, 1);
            answers.add(pool.submit(() -> groups.insert(task)));
            atWork.acquire();
        }
        for (int i = 0; i < sizes.length; i++) {
            NewTask task = task("w" + i, sizes[i]);
            answers.add(pool.submit(() -> groups.insert(task)));
            Thread caller = callers.getLast();
            Eventually.holds(() -> assertThat(caller.getState()).isEqualTo(Thread.State.WAITING));
        }
        goOn.countDown();
        return answers;
    }

    private List<TaskRow> insert(List<NewTask> tasks) {
        return tasks.stream()
                .map(rows::accept)
                .filter(Acceptance.Created.class::isInstance)
                .map(Acceptance::row)
                .toList();
    }

    private static NewTask task(String id, int size) {
        NewTask sample = TaskSamples.task(id);
        TaskSpec spec = sample.spec();
        return new NewTask(
                sample.id(),
                new TaskSpec(
                        spec.kind(),
                        "x".repeat(size),
                        spec.dataset(),
                        spec.pin(),
                        spec.name(),
                        List.of(),
                        spec.runAt()),
                null);
    }

    private static void join(Future<?> answer) {
        try {
            answer.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
