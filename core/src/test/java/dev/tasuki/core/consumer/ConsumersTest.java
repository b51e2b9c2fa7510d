package dev.tasuki.core.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumersTest {
    @ParameterizedTest
    @CsvSource({
        // threads, cap, train workers, predict workers
        "1, 0, 1, 1",
        "3, 0, 3, 3",
        "1, 1, 1, 1",
        "4, 1, 1, 1",
        "4, 2, 1, 1",
        "4, 3, 1, 2",
        "4, 4, 2, 2",
        "4, 100, 4, 4",
        "2, 3, 1, 2",
    })
    void aCapLeavesEachQueueAConsumer(int threads, int cap, int train, int predict) {
        ConsumerOptions options = new ConsumerOptions(threads, cap);

        assertThat(options.trainWorkers()).isEqualTo(train);
        assertThat(options.predictWorkers()).isEqualTo(predict);
    }

    @Test
    void aDrainLetsARunThatIsNearlyDoneFinish() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        try (Rig rig = rig((row, control) -> {
            running.countDown();
            finish.await();
            return Optional.of(ScriptedWork.PRODUCT);
        })) {
            Consumers consumers = rig.consume();
            accept(rig, "t-1");
            running.await();
            accept(rig, "t-2");
            finish.countDown();

            assertThat(consumers.drain(Duration.ofMinutes(2))).isTrue();

            assertThat(row(rig, "t-1").state()).isEqualTo(TaskState.TASK_COMPLETED);
        }
    }

    @Test
    void aDrainGivesBackARunThatIsNotDoneInTime() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        try (Rig rig = rig((row, control) -> {
            running.countDown();
            while (!control.stopped()) {
                Thread.onSpinWait();
            }
            return Optional.empty();
        })) {
            Consumers consumers = rig.consume();
            accept(rig, "t-1");
            running.await();

            assertThat(consumers.drain(Duration.ofMillis(10))).isFalse();

            assertThat(row(rig, "t-1").state()).isEqualTo(TaskState.TASK_RECEIVED);
            assertThat(row(rig, "t-1").lease().attempts()).isZero();
        }
    }

    @Test
    void twoConsumersOfOneTaskRunItOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (Rig rig = rig((row, control) -> {
            runs.incrementAndGet();
            return Optional.of(ScriptedWork.PRODUCT);
        })) {
            for (int round = 0; round < 200; round++) {
                String id = "t-" + round;
                rig.rows.accept(ScriptedWork.task(id, rig.clock.instant()));
                race(rig, id);
                assertThat(row(rig, id).state()).isEqualTo(TaskState.TASK_COMPLETED);
                assertThat(row(rig, id).lease().epoch()).isEqualTo(1);
            }
            assertThat(runs).hasValue(200);
        }
    }

    @Test
    void twoConsumersOfOneForeignMessageMakeOneRow() throws Exception {
        try (Rig rig = rig((row, control) -> Optional.of(ScriptedWork.PRODUCT))) {
            for (int round = 0; round < 200; round++) {
                race(rig, "f-" + round);
            }
            assertThat(rig.rows.counts().states()).containsEntry(TaskState.TASK_COMPLETED, 200L);
        }
    }

    private static void race(Rig rig, String id) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Runnable consumer = () -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            rig.train.handle(new Delivery(Message.durable("queue.model.train", Rig.utf8(id), id), 1, () -> {}));
        };
        Thread other = Thread.ofPlatform().start(consumer);
        consumer.run();
        other.join();
    }

    private static Rig rig(ScriptedWork.Script script) {
        return new Rig(new ScriptedWork(script), new MemoryObjectStore(), Duration.ofSeconds(5));
    }

    private static void accept(Rig rig, String id) {
        rig.rows.accept(ScriptedWork.task(id, rig.clock.instant()));
        rig.relay.run();
    }

    private static TaskRow row(Rig rig, String id) {
        return rig.rows.find(new TaskId(id)).orElseThrow();
    }
}
