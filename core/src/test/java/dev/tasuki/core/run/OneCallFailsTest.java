package dev.tasuki.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.keep.Relay;
import dev.tasuki.core.keep.Rescuer;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One task from acceptance to its end, with one call to a port failing: the n-th, for every n there
 * is, without its effect or after it (the answer is lost). Whatever fails, the task ends once, with
 * its model.
 */
class OneCallFailsTest {
    private static final int BEYOND_THE_LAST = 40;

    private final MovableClock clock = new MovableClock();
    private final MemoryTaskStore rows = new MemoryTaskStore(clock);
    private final MemoryObjectStore objects = new MemoryObjectStore(clock);
    private final Deque<Message> queue = new ArrayDeque<>();
    private final Telemetry telemetry = new Telemetry();
    private final RetryPolicy retries = RetryPolicy.standard(new Random(3));
    private int calls;

    private enum When {
        BEFORE_ITS_EFFECT,
        AFTER_ITS_EFFECT
    }

    static Stream<Arguments> failures() {
        return IntStream.rangeClosed(1, BEYOND_THE_LAST)
                .boxed()
                .flatMap(n -> Stream.of(When.values()).map(when -> Arguments.of(n, when)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theTaskEndsOnceWithItsModel(int failing, When when) {
        TaskStore store = failing(TaskStore.class, rows, failing, when);
        ObjectStore artifacts = failing(ObjectStore.class, objects, failing, when);
        Broker broker = failing(Broker.class, new PlainBroker(), failing, when);
        ScriptedWork work = new ScriptedWork((row, control) -> Optional.of(ScriptedWork.PRODUCT));
        Dispatcher train = new Dispatcher(new TaskHandler(work, means(store, artifacts, broker)), retries, telemetry);
        Relay relay = new Relay(store, broker, telemetry);
        Rescuer rescuer = new Rescuer(store, retries, telemetry);

        accept(store, broker);
        for (int turn = 0; turn < 40 && !ended(); turn++) {
            relay.run();
            deliver(train);
            rescuer.run();
            clock.move(Duration.ofSeconds(10));
        }
        relay.run();
        deliver(train);

        List<TaskRow> all = rows.list(TaskQuery.newest(10));
        assertThat(all).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo(TaskState.TASK_COMPLETED);
            Outcome.Completed done = (Outcome.Completed) row.outcome();
            assertThat(done.artifact().sha256()).isEqualTo(Sha256.hex(ScriptedWork.PRODUCT.artifact()));
            assertThat(objects.stat(done.artifact().key())).isPresent();
            assertThat(row.lease().attempts()).isBetween(1, 2);
        });
        assertThat(work.runs.get()).isBetween(1, 2);
        assertThat(queue).isEmpty();
    }

    /** As a client that sends its request again, with its key, until it is accepted. */
    private void accept(TaskStore store, Broker broker) {
        NewTask task = ScriptedWork.task("t-1", clock.instant());
        Acceptance acceptance = null;
        while (acceptance == null) {
            try {
                acceptance = store.accept(new NewTask(task.id(), task.spec(), new IdempotencyKey("k", "f")));
            } catch (Unavailable again) {
                clock.move(Duration.ofSeconds(1));
            }
        }
        try {
            broker.publish(Message.durable("queue.model.train", bytes("t-1"), "t-1"));
            store.apply(new Transition.Published(new TaskId("t-1")));
        } catch (Unavailable later) {
            assertThat(later.code()).isEqualTo(RefusalCode.STORE_UNAVAILABLE);
        }
    }

    private void deliver(Dispatcher train) {
        for (int left = queue.size(); left > 0; left--) {
            Message message = queue.remove();
            Settlement settlement = train.handle(new Delivery(message, 1, () -> {}));
            if (settlement instanceof Settlement.Requeue) {
                queue.add(message);
            }
        }
    }

    private boolean ended() {
        return rows.find(new TaskId("t-1")).orElseThrow().state().terminal();
    }

    private TaskHandler.Means means(TaskStore store, ObjectStore artifacts, Broker broker) {
        return new TaskHandler.Means(
                store,
                artifacts,
                broker,
                new TaskHandler.Rules("me", Keys.STANDARD, LeaseTerms.STANDARD, retries),
                new TaskHandler.InProcess(new Runs(), clock, telemetry));
    }

    /** The port, whose calls count together with those of the others; the one with the number fails. */
    private <T> T failing(Class<T> port, T real, int number, When when) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            boolean fails = ++calls == number;
            if (fails && when == When.BEFORE_ITS_EFFECT) {
                throw lost();
            }
            Object result;
            try {
                result = method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (fails) {
                throw lost();
            }
            return result;
        }));
    }

    private static Unavailable lost() {
        return new Unavailable(RefusalCode.STORE_UNAVAILABLE, "as if the connection were lost", Duration.ofSeconds(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Puts messages into the test's queue. */
    private final class PlainBroker implements Broker {
        @Override
        public void publish(Message message) {
            queue.add(message);
        }

        @Override
        public Subscription subscribe(String name, int workers, DeliveryHandler handler) {
            throw new IllegalStateException("the test delivers by itself");
        }

        @Override
        public ReplyQueue openReplyQueue(ReplyListener listener) {
            throw new IllegalStateException("no replies here");
        }

        @Override
        public BrokerCapabilities capabilities() {
            return new BrokerCapabilities(false);
        }

        @Override
        public BrokerStatus status() {
            return new BrokerStatus(
                    true,
                    "in the test",
                    List.of(new BrokerStatus.QueueStatus("queue.model.train", queue.size(), 0, 1)));
        }

        @Override
        public void close() {
            queue.clear();
        }
    }
}
