package dev.tasuki.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Trainings share one budget, first come, first served. */
class FitMemoryTest {
    private final FitMemory memory = new FitMemory(100);

    @Test
    void startsWhatFitsBesideTheOthers() {
        memory.reserve(60, RunControl.NONE);

        assertThat(memory.reserve(40, RunControl.NONE).bytes()).isEqualTo(40);
    }

    @Test
    void oneThatIsAloneStartsWhateverItNeeds() {
        assertThat(memory.reserve(1_000, RunControl.NONE).bytes()).isEqualTo(1_000);
    }

    @Test
    void aLargeOneIsNotPassedByThoseThatComeLater() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            FitMemory.Reservation first = memory.reserve(60, RunControl.NONE);
            Waiting large = new Waiting();
            CompletableFuture<FitMemory.Reservation> second =
                    CompletableFuture.supplyAsync(() -> memory.reserve(90, large), threads);
            large.told.await();
            Waiting small = new Waiting();
            CompletableFuture<FitMemory.Reservation> third =
                    CompletableFuture.supplyAsync(() -> memory.reserve(20, small), threads);
            small.told.await();

            assertThat(second).isNotDone();
            assertThat(third).isNotDone();
            first.close();
            FitMemory.Reservation held = second.get(1, TimeUnit.MINUTES);
            assertThat(third).isNotDone();
            held.close();
            assertThat(third.get(1, TimeUnit.MINUTES).bytes()).isEqualTo(20);
        }
    }

    @Test
    void oneThatWaitsHearsThatItIsToStop() {
        memory.reserve(60, RunControl.NONE);
        Waiting stopped = new Waiting();
        stopped.stop = true;

        assertThatThrownBy(() -> memory.reserve(60, stopped)).isInstanceOf(CancellationException.class);
        // It stands in nobody's way.
        assertThat(memory.reserve(40, RunControl.NONE).bytes()).isEqualTo(40);
    }

    /** Signals that it was told to wait. */
    private static final class Waiting implements RunControl {
        private final CountDownLatch told = new CountDownLatch(1);
        private volatile boolean stop;

        @Override
        public void report(Progress progress) {
            assertThat(progress.stage()).isEqualTo("waiting");
            told.countDown();
        }

        @Override
        public boolean stopped() {
            return stop;
        }
    }
}
