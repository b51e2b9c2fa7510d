package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MarkGroupsTest {
    private final Queue<List<Transition.Published>> written = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Semaphore pausing = new Semaphore(0);
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void joinThreads() throws InterruptedException {
        over.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void whatComesWhileTheFirstWaitsIsWrittenWithIt() throws InterruptedException {
        MarkGroups marks = new MarkGroups(store(), full -> {
            pausing.release();
            over.await();
        });
        addInBackground(marks, 1);
        pausing.acquire();
        marks.add(mark(2));
        marks.add(mark(3));
        assertThat(written).isEmpty();

        joinThreads();
        assertThat(written).containsExactly(List.of(mark(1), mark(2), mark(3)));
    }

    @Test
    void theNextOneBeginsAGroupOfItsOwn() {
        MarkGroups marks = new MarkGroups(store(), full -> {});
        marks.add(mark(1));
        marks.add(mark(2));
        assertThat(written).containsExactly(List.of(mark(1)), List.of(mark(2)));
    }

    @Test
    void aFullGroupIsWrittenAtOnce() throws InterruptedException {
        MarkGroups marks = new MarkGroups(store(), full -> {
            pausing.release();
            full.await();
        });
        addInBackground(marks, 1);
        pausing.acquire();
        IntStream.rangeClosed(2, MarkGroups.MOST - 1).forEach(i -> marks.add(mark(i)));
        assertThat(written).isEmpty();
        marks.add(mark(MarkGroups.MOST));
        addInBackground(marks, MarkGroups.MOST + 1);
        pausing.acquire();
        IntStream.rangeClosed(MarkGroups.MOST + 2, 2 * MarkGroups.MOST).forEach(i -> marks.add(mark(i)));

        joinThreads();
        assertThat(written).extracting(List::size).containsExactly(MarkGroups.MOST, MarkGroups.MOST);
        assertThat(written.stream().flatMap(List::stream).distinct()).hasSize(2 * MarkGroups.MOST);
    }

    @Test
    void aStoreThatIsAwayIsTheRelaysMatter() {
        TaskStore away = new ForwardingTaskStore() {
            @Override
            public TaskStore store() {
                throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "away", Duration.ofSeconds(1));
            }
        };
        assertThatNoException().isThrownBy(() -> new MarkGroups(away, full -> {}).add(mark(1)));
    }

    @Test
    void anInterruptedWaitWritesWhatThereIs() throws InterruptedException {
        MarkGroups marks = new MarkGroups(store(), full -> {
            pausing.release();
            full.await();
        });
        addInBackground(marks, 1);
        pausing.acquire();
        threads.getFirst().interrupt();
        joinThreads();
        assertThat(written).containsExactly(List.of(mark(1)));
    }

    private void addInBackground(MarkGroups marks, int number) {
        threads.add(Thread.ofVirtual().start(() -> marks.add(mark(number))));
    }

    private static Transition.Published mark(int number) {
        return new Transition.Published(new TaskId("t-" + number));
    }

    private TaskStore store() {
        MemoryTaskStore real = new MemoryTaskStore(InstantSource.system());
        return new ForwardingTaskStore() {
            @Override
            public TaskStore store() {
                return real;
            }

            @Override
            public int markPublished(List<Transition.Published> marks) {
                written.add(List.copyOf(marks));
                return marks.size();
            }
        };
    }
}
