package dev.tasuki.core.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.base.ProcessCard.Intake;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.PresenceBoard.Wish;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Consumers that take nothing new for as long as that is wished. */
class DrainingTest {
    private static final String TRAIN = TaskKind.TRAIN.queue();

    /** One for each task that runs; opened, it ends. */
    private final Map<String, CountDownLatch> running = new ConcurrentHashMap<>();

    private final Rig rig = new Rig(
            new ScriptedWork((row, control) -> {
                CountDownLatch end = new CountDownLatch(1);
                running.put(row.id().value(), end);
                end.await();
                return Optional.of(ScriptedWork.PRODUCT);
            }),
            new MemoryObjectStore(),
            Duration.ofMinutes(2));

    private final Semaphore answered = new Semaphore(0);
    private final DeliveryHandler predict = delivery -> {
        answered.release();
        return Settlement.ACCEPT;
    };

    @AfterEach
    void close() {
        running.values().forEach(CountDownLatch::countDown);
        rig.close();
    }

    private Consumers consumers(Broker broker, int workers, boolean predictRests) {
        return Consumers.start(
                new Consumers.Line(broker, rig.train),
                new Consumers.Line(broker, predict, null, null, predictRests),
                new ConsumerOptions(workers, 0),
                rig.runs);
    }

    private void accept(String... ids) {
        for (String id : ids) {
            rig.rows.accept(ScriptedWork.task(id, rig.clock.instant()));
        }
        rig.relay.run();
    }

    private void awaitRunning(String... ids) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> running.keySet().containsAll(List.of(ids)));
    }

    private void end(String id) {
        running.get(id).countDown();
        assertThat(rig.ended(new TaskId(id)).state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    private QueueStatus queue() {
        return rig.broker.status().queues().stream()
                .filter(one -> one.queue().equals(TRAIN))
                .findFirst()
                .orElseThrow();
    }

    /** Turns until it is so: what ended a moment ago is still being settled. */
    private static void turnUntil(Consumers consumers, Intake intake) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            consumers.turn();
            return consumers.now() == intake;
        });
    }

    @Test
    void itTakesNothingNewAndFinishesWhatItHasUntilItIsResumed() {
        try (Consumers consumers = consumers(rig.broker, 2, true)) {
            accept("t-1");
            awaitRunning("t-1");
            consumers.wish(Wish.WORK);
            consumers.turn();
            assertThat(consumers.now()).isEqualTo(Intake.TAKING);
            assertThat(queue().consumers()).isEqualTo(1);

            consumers.wish(Wish.DRAIN);
            consumers.turn();
            assertThat(consumers.now()).isEqualTo(Intake.DRAINING);
            accept("t-2", "t-3");
            consumers.turn();
            assertThat(consumers.now()).isEqualTo(Intake.DRAINING);
            end("t-1");
            turnUntil(consumers, Intake.DRAINED);
            assertThat(queue().ready()).isEqualTo(2);
            assertThat(queue().consumers()).isZero();
            assertThat(running).containsOnlyKeys("t-1");

            consumers.wish(Wish.WORK);
            consumers.turn();
            assertThat(consumers.now()).isEqualTo(Intake.TAKING);
            awaitRunning("t-2", "t-3");
            end("t-2");
            end("t-3");
        }
    }

    @Test
    void resumedBesideWhatItFinishesItIsNeverMoreThanItIsToBe() {
        try (Consumers consumers = consumers(rig.broker, 2, true)) {
            accept("t-1");
            awaitRunning("t-1");
            consumers.wish(Wish.DRAIN);
            consumers.turn();
            consumers.wish(Wish.WORK);
            consumers.turn();
            consumers.turn();
            assertThat(queue().consumers()).isEqualTo(1);
            accept("t-2", "t-3");
            awaitRunning("t-2");
            assertThat(queue().ready()).isEqualTo(1);
            end("t-1");
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
                consumers.turn();
                return running.containsKey("t-3");
            });
            assertThat(queue().consumers()).isEqualTo(2);
            end("t-2");
            end("t-3");
        }
    }

    @Test
    void predictionsRestTooUnlessOnlyThisProcessAsksForThem() {
        try (Consumers consumers = consumers(rig.broker, 1, true)) {
            consumers.wish(Wish.DRAIN);
            turnUntil(consumers, Intake.DRAINED);
            rig.broker.publish(Message.durable(TaskKind.PREDICT.queue(), new byte[0], "p-1"));
            consumers.turn();
            assertThat(answered.availablePermits()).isZero();
            consumers.wish(Wish.WORK);
            consumers.turn();
            answered.acquireUninterruptibly();
        }
        try (Consumers consumers = consumers(rig.broker, 1, false)) {
            consumers.wish(Wish.DRAIN);
            turnUntil(consumers, Intake.DRAINED);
            rig.broker.publish(Message.durable(TaskKind.PREDICT.queue(), new byte[0], "p-2"));
            answered.acquireUninterruptibly();
        }
    }

    @Test
    void itIsResumedLaterWhenTheBrokerIsAway() {
        boolean[] away = new boolean[1];
        Broker broker = new ForwardingBroker() {
            @Override
            public Broker broker() {
                return rig.broker;
            }

            @Override
            public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
                if (away[0]) {
                    throw new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "away", Duration.ofSeconds(1));
                }
                return rig.broker.subscribe(queue, workers, handler);
            }
        };
        try (Consumers consumers = consumers(broker, 1, true)) {
            consumers.wish(Wish.DRAIN);
            turnUntil(consumers, Intake.DRAINED);
            away[0] = true;
            consumers.wish(Wish.WORK);
            consumers.turn();
            assertThat(consumers.now()).isEqualTo(Intake.DRAINED);
            away[0] = false;
            consumers.turn();
            assertThat(consumers.now()).isEqualTo(Intake.TAKING);
            accept("t-1");
            awaitRunning("t-1");
            end("t-1");
        }
    }

    @Test
    void onceItEndsNothingIsResumed() {
        Consumers consumers = consumers(rig.broker, 1, true);
        consumers.wish(Wish.DRAIN);
        turnUntil(consumers, Intake.DRAINED);
        assertThat(consumers.drain(Duration.ofMinutes(2))).isTrue();
        consumers.wish(Wish.WORK);
        consumers.turn();
        assertThat(queue().consumers()).isZero();
    }
}
