package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What readers may read for workers. */
class WorkerIntakeTest {
    private final Queue<String> taken = new ConcurrentLinkedQueue<>();

    private Thread worker(WorkerIntake<String> intake) {
        return Thread.ofVirtual().start(() -> {
            String item = intake.take();
            if (item != null) {
                taken.add(item);
            }
        });
    }

    @Test
    void aReaderReadsForWorkersThatWait() throws Exception {
        WorkerIntake<String> intake = new WorkerIntake<>(0);
        CompletableFuture<Integer> room = CompletableFuture.supplyAsync(intake::room);
        assertThat(room.isDone()).isFalse();
        Thread first = worker(intake);
        assertThat(room.get(30, TimeUnit.SECONDS)).isOne();
        Thread second = worker(intake);
        await().until(() -> intake.room() == 2);

        intake.hand("a");
        intake.hand("b");
        first.join();
        second.join();

        assertThat(taken).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatIsSpareIsReadWithoutAWorker() {
        WorkerIntake<String> intake = new WorkerIntake<>(3);
        assertThat(intake.room()).isEqualTo(3);
        intake.hand("a");

        assertThat(intake.room()).isEqualTo(2);
        assertThat(intake.rest()).containsExactly("a");
        assertThat(intake.room()).isEqualTo(3);
    }

    @Test
    void whatOneReaderMayBringNoOtherAsksFor() {
        WorkerIntake<String> intake = new WorkerIntake<>(15);
        assertThat(intake.reserve(10)).isEqualTo(10);
        assertThat(intake.wanting()).isTrue();
        assertThat(intake.reserve(10)).isEqualTo(5);
        assertThat(intake.wanting()).isFalse();

        intake.hand("a");
        intake.release(10);

        assertThat(intake.reserve(10)).isEqualTo(9);
    }

    @Test
    void stoppingEndsEveryWait() throws Exception {
        WorkerIntake<String> intake = new WorkerIntake<>(0);
        Thread worker = worker(intake);
        CompletableFuture<Integer> pausing = CompletableFuture.supplyAsync(() -> {
            intake.pause(3_600_000);
            return 0;
        });
        intake.stop();

        worker.join();
        assertThat(pausing.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(taken).isEmpty();
        assertThat(intake.room()).isZero();
        assertThat(intake.reserve(4)).isZero();
        assertThat(intake.wanting()).isFalse();
    }
}
