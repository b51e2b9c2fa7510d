package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops whose rounds are done side by side. */
class ParallelLoopTest {
    private static final Executor STARTS =
            work -> Thread.ofPlatform().daemon().name("tasuki-grower").start(work);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 30})
    void eachRoundIsDoneOnce(int threads) {
        AtomicIntegerArray done = new AtomicIntegerArray(20);

        new ParallelLoop(20, () -> false, done::incrementAndGet).run(threads, STARTS);

        for (int round = 0; round < 20; round++) {
            assertThat(done.get(round)).as("round %d", round).isOne();
        }
    }

    @Test
    void roundsAreDoneAtTheSameTime() {
        CyclicBarrier together = new CyclicBarrier(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        new ParallelLoop(3, () -> false, round -> {
                    threads.add(Thread.currentThread());
                    arrive(together);
                })
                .run(3, STARTS);

        assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }

    private static void arrive(CyclicBarrier together) {
        try {
            together.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noMoreThreadsAreTakenThanThereAreRounds() {
        List<Runnable> given = new ArrayList<>();

        new ParallelLoop(3, () -> false, round -> {}).run(8, given::add);

        assertThat(given).hasSize(2);
        // They begin when all is done, and find nothing to do.
        given.forEach(Runnable::run);
    }

    @Test
    void theCallingThreadGoesOnAloneIfThereIsNoOther() {
        List<Integer> done = new ArrayList<>();

        new ParallelLoop(4, () -> false, done::add).run(4, work -> {
            throw new RejectedExecutionException("saturated");
        });

        assertThat(done).containsExactly(0, 1, 2, 3);
    }

    @Test
    void noRoundBeginsOnceItIsOver() {
        List<Integer> done = new ArrayList<>();

        new ParallelLoop(9, () -> done.size() == 2, done::add).run(1, STARTS);

        assertThat(done).containsExactly(0, 1);
    }

    @Test
    void whatARoundThrowsIsThrownAndNoOtherBegins() {
        List<Integer> begun = new ArrayList<>();
        ParallelLoop loop = new ParallelLoop(9, () -> false, round -> {
            begun.add(round);
            if (round == 1) {
                throw new IllegalStateException("round 1");
            }
        });

        assertThatThrownBy(() -> loop.run(1, STARTS)).hasMessage("round 1");
        assertThat(begun).containsExactly(0, 1);
        assertThat(loop.failed()).isTrue();
    }

    @Test
    void anErrorOfAnotherThreadIsThrownToo() {
        CyclicBarrier together = new CyclicBarrier(2);
        Thread caller = Thread.currentThread();
        ParallelLoop loop = new ParallelLoop(2, () -> false, round -> {
            arrive(together);
            if (Thread.currentThread() != caller) {
                throw new AssertionError("of a helper");
            }
        });

        assertThatThrownBy(() -> loop.run(2, STARTS))
                .isInstanceOf(AssertionError.class)
                .hasMessage("of a helper");
    }
}
