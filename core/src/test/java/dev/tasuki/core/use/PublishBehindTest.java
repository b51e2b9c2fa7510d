package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PublishBehindTest {
    private static final int MOST = Math.toIntExact(Limits.PUBLISH_BEHIND_BYTES.value());

    private final MemoryTaskStore rows = new MemoryTaskStore(InstantSource.system());
    private final Queue<String> published = new ConcurrentLinkedQueue<>();

    @Test
    void theCallerDoesNotWait() throws InterruptedException {
        CountDownLatch confirm = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Broker broker = broker(message -> {
            await(confirm);
            done.countDown();
        });
        try (PublishBehind behind = new PublishBehind(rows, broker)) {
            behind.submit(accepted("t-1", 1));
            confirm.countDown();
            assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    @Tag("bound:publish_behind_bytes")
    void whatFindsNoRoomIsLeftToTheRelay() {
        CountDownLatch confirm = new CountDownLatch(1);
        try (PublishBehind behind = new PublishBehind(rows, broker(message -> await(confirm)))) {
            behind.submit(accepted("t-1", MOST - 1));
            behind.submit(accepted("t-2", 1));
            behind.submit(accepted("t-3", 1));
            confirm.countDown();
        }
        assertThat(published).containsExactlyInAnyOrder("t-1", "t-2");
    }

    @Test
    void roomIsGivenBackHoweverItEnds() {
        try (PublishBehind behind = new PublishBehind(rows, broker(message -> {
            if (message.correlationId().equals("first")) {
                throw new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "away", Duration.ofSeconds(1));
            }
        }))) {
            behind.submit(accepted("first", MOST));
            TaskRow second = accepted("second", MOST);
            while (!published.contains("second")) {
                behind.submit(second);
                Thread.onSpinWait();
            }
        }
        assertThat(published).contains("second");
    }

    @Test
    void closingPublishesAndMarksWhatWaits() {
        PublishBehind behind = new PublishBehind(rows, broker(message -> {}));
        for (int i = 0; i < 1_000; i++) {
            behind.submit(accepted("t-" + i, 10));
        }
        behind.close();
        assertThat(published).hasSize(1_000);
        assertThat(rows.counts().published()).isEqualTo(1_000);

        behind.submit(accepted("late", 10));
        assertThat(published).hasSize(1_000);
    }

    private TaskRow accepted(String id, int bytes) {
        TaskSpec spec = new TaskSpec(
                TaskKind.TRAIN, "x".repeat(bytes), new DatasetId("d"), null, null, List.of(), Schedule.AT_ONCE);
        return rows.accept(new NewTask(new TaskId(id), spec, null)).row();
    }

    /** A broker that does this with each message before it is published. */
    private Broker broker(Consumer<Message> first) {
        InProcessBroker real = new InProcessBroker(InstantSource.system(), 10_000);
        return new ForwardingBroker() {
            @Override
            public Broker broker() {
                return real;
            }

            @Override
            public void publish(Message message) {
                first.accept(message);
                published.add(message.correlationId());
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
