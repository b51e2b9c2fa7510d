package dev.tasuki.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.keep.Rescuer;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.LeaseTerms;
import dev.tasuki.core.run.Product;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.run.TaskHandler;
import dev.tasuki.core.run.Work;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What messages do to the rows of a {@link TaskStore}, from a real queue through the handler of tasks. The body of
 * a message is the id of its task.
 */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskMessageContract {
    private static final String QUEUE = TaskKind.TRAIN.queue();

    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final Queue<String> replies = new ConcurrentLinkedQueue<>();
    private final RetryPolicy retries = RetryPolicy.standard(new Random(1));
    private final Telemetry telemetry = new Telemetry();
    private Fixture<TaskStore> fixture;
    private TaskStore store;
    private Broker broker;
    private ReplyQueue replyQueue;
    private Dispatcher handler;

    /** An empty store for one test. */
    protected abstract Fixture<TaskStore> open() throws Exception;

    /** An empty broker for one test, which closes it. */
    protected Broker broker() throws Exception {
        return new InProcessBroker(InstantSource.system(), 100);
    }

    @BeforeEach
    final void openAll() throws Exception {
        fixture = open();
        store = fixture.port();
        broker = broker();
        replyQueue = broker.openReplyQueue(reply -> replies.add(new String(reply.body(), UTF_8)));
        TaskHandler.Means means = new TaskHandler.Means(
                store,
                new MemoryObjectStore(),
                broker,
                new TaskHandler.Rules("this process", Keys.STANDARD, LeaseTerms.STANDARD, retries),
                new TaskHandler.InProcess(new Runs(), InstantSource.system(), telemetry));
        handler = new Dispatcher(new TaskHandler(new Noting(ran), means), retries, telemetry);
    }

    @AfterEach
    final void closeAll() {
        replyQueue.close();
        broker.close();
        fixture.close();
    }

    @Test
    void aTaskThatHasJustBeenAcceptedIsLeftToTheProcessThatAcceptedIt() {
        TaskId id = store.accept(TaskSamples.task("m")).row().id();
        assertThat(unpublished(Duration.ofSeconds(2))).isEmpty();

        fixture.advance(Duration.ofSeconds(2));
        assertThat(unpublished(Duration.ofSeconds(2))).containsExactly(id);

        store.apply(new Transition.Published(id));
        assertThat(unpublished(Duration.ZERO)).isEmpty();
        store.apply(new Transition.Unpublish(id));
        assertThat(unpublished(Duration.ofDays(1))).containsExactly(id);
    }

    @Test
    void manyTasksAreMarkedAtOnceAsEachWouldBe() {
        for (String id : List.of("a", "b", "claimed", "given-back", "ended")) {
            store.accept(TaskSamples.task(id));
        }
        store.apply(new Transition.Claim(new TaskId("claimed"), 0, "w", Duration.ofMinutes(1)));
        store.apply(new Transition.Claim(new TaskId("given-back"), 0, "w", Duration.ofMinutes(1)));
        store.apply(new Transition.GiveBack(new TaskId("given-back"), 1, Duration.ZERO, false));
        store.apply(new Transition.Cancel(new TaskId("ended")));
        List<Transition.Published> first = Stream.of("a", "b", "claimed", "given-back", "ended", "unknown")
                .map(id -> new Transition.Published(new TaskId(id)))
                .toList();

        assertThat(store.markPublished(first)).isEqualTo(2);
        assertThat(published()).containsExactlyInAnyOrder("a", "b");

        List<Transition.Published> turns = List.of(
                new Transition.Published(new TaskId("given-back"), 1), new Transition.Published(new TaskId("A"), 0));
        assertThat(store.markPublished(turns)).isEqualTo(1);
        assertThat(published()).containsExactlyInAnyOrder("a", "b", "given-back");
        assertThat(store.markPublished(List.of())).isZero();
    }

    @Test
    void moreTasksAreMarkedThanOneStatementNames() {
        List<Transition.Published> marks = new ArrayList<>();
        for (int i = 0; i < 1_030; i++) {
            marks.add(new Transition.Published(
                    store.accept(TaskSamples.task("m-" + i)).row().id()));
        }

        assertThat(store.markPublished(marks.subList(0, 1))).isEqualTo(1);
        assertThat(store.markPublished(marks.subList(0, 3))).isEqualTo(3);
        assertThat(store.markPublished(marks)).isEqualTo(1_030);
        assertThat(store.counts().published()).isEqualTo(1_030);
        assertThat(unpublished(Duration.ZERO)).isEmpty();
    }

    private List<String> published() {
        return store.list(TaskQuery.newest(10)).stream()
                .filter(row -> row.times().published() != null)
                .map(row -> row.id().value())
                .toList();
    }

    @Test
    void nobodyElsePublishesWhatWasGivenBackOrScheduled() {
        TaskRow givenBack = store.accept(TaskSamples.task("given-back")).row();
        store.apply(new Transition.Claim(givenBack.id(), 0, "w", Duration.ofMinutes(1)));
        store.apply(new Transition.GiveBack(givenBack.id(), 1, Duration.ZERO, false));
        assertThat(unpublished(Duration.ofDays(1))).containsExactly(givenBack.id());

        Instant soon = givenBack.times().created().plusSeconds(60);
        TaskId scheduled =
                store.accept(TaskSamples.taskAt("scheduled", soon)).row().id();
        fixture.advance(Duration.ofSeconds(61));
        assertThat(unpublished(Duration.ofDays(1))).containsExactlyInAnyOrder(givenBack.id(), scheduled);
    }

    @Test
    void whatEndedBeforeATimeIsListed() {
        TaskId old = store.accept(TaskSamples.task("old")).row().id();
        TaskId young = store.accept(TaskSamples.task("young")).row().id();
        store.accept(TaskSamples.task("waits"));
        store.apply(new Transition.Cancel(old));
        fixture.advance(Duration.ofSeconds(10));
        store.apply(new Transition.Cancel(young));
        Instant between = store.find(old).orElseThrow().times().created().plusSeconds(5);

        TaskFilter filter = TaskFilter.of(Set.of(TaskState.TASK_CANCELLED));
        assertThat(ids(filter.endedBefore(between))).containsExactly(old);
        assertThat(ids(filter.endedBefore(between.plusSeconds(60)))).containsExactly(young, old);
        assertThat(ids(TaskFilter.ALL.endedBefore(between.minusSeconds(60)))).isEmpty();
    }

    private List<TaskId> ids(TaskFilter filter) {
        return store.list(TaskQuery.newest(filter, 10)).stream()
                .map(TaskRow::id)
                .toList();
    }

    private List<TaskId> unpublished(Duration grace) {
        return store.due(new Due.Unpublished(Duration.ofMinutes(1), grace, Set.of(), 10)).stream()
                .map(TaskRow::id)
                .toList();
    }

    @Test
    void aTaskUnderWhichTwoProcessesDiedComesAfterAllElseThatWaits() {
        accept("deadly");
        crash("deadly", 2);
        accept("b");
        accept("c");
        publish("deadly", "deadly", "deadly");

        handle(3);

        assertThat(ran).containsExactly("b", "c", "deadly");
        assertThat(row("deadly").lease().attempts()).isEqualTo(3);
    }

    @Test
    void aTaskUnderWhichOneProcessDiedHasItsTurn() {
        accept("unlucky");
        crash("unlucky", 1);
        accept("b");
        publish("unlucky");

        handle(1);

        assertThat(ran).containsExactly("unlucky");
        assertThat(row("b").state()).isEqualTo(TaskState.TASK_RECEIVED);
    }

    @Test
    void messagesWhoseIdsDifferOnlyInCaseAreAboutOneTask() {
        spell("70DC-Model");
        handle(1);
        spell("70dc-model");
        spell("70Dc-Model");
        handleUntil(() -> assertThat(replies).hasSize(3));
        publish("last");
        handle(2);

        assertThat(ran).containsExactly("70DC-Model", "last");
        assertThat(store.list(TaskQuery.newest(10)).stream().map(row -> row.id().value()))
                .containsExactly("last", "70DC-Model");
        Eventually.holds(() -> assertThat(replies)
                .as("each producer gets its own spelling back")
                .hasSize(3)
                .anyMatch(reply -> reply.contains("\"70DC-Model\""))
                .anyMatch(reply -> reply.contains("\"70dc-model\""))
                .anyMatch(reply -> reply.contains("\"70Dc-Model\"")));
    }

    private void spell(String id) {
        broker.publish(Message.durable(QUEUE, id.getBytes(UTF_8), id).answeredIn(replyQueue.name()));
    }

    private void accept(String id) {
        store.accept(TaskSamples.task(id));
        store.apply(new Transition.Published(new TaskId(id)));
    }

    /** Claimed by processes that are gone, and given back by the rescuer. */
    private void crash(String id, int times) {
        Rescuer rescuer = new Rescuer(store, retries, telemetry);
        for (int i = 0; i < times; i++) {
            long epoch = row(id).lease().epoch();
            assertThat(store.apply(new Transition.Claim(new TaskId(id), epoch, "gone " + i, Duration.ofSeconds(30))))
                    .isTrue();
            fixture.advance(Duration.ofHours(1));
            assertThat(rescuer.run()).isTrue();
        }
    }

    private void publish(String... ids) {
        for (String id : ids) {
            broker.publish(Message.durable(QUEUE, id.getBytes(UTF_8), id));
        }
    }

    /** Waits until this many runs have ended. */
    private void handle(int runs) {
        handleUntil(() -> assertThat(store.counts().states())
                .containsEntry(TaskState.TASK_COMPLETED, (long) runs)
                .containsEntry(TaskState.TASK_STARTED, 0L));
    }

    private void handleUntil(ThrowingRunnable holds) {
        Subscription subscription = broker.subscribe(QUEUE, 1, handler);
        try {
            Eventually.holds(holds);
            subscription.stop();
            assertThat(subscription.awaitIdle(Duration.ofMinutes(1))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            subscription.close();
        }
    }

    private TaskRow row(String id) {
        return store.find(new TaskId(id)).orElseThrow();
    }

    /** Notes what runs. */
    private record Noting(Queue<String> ran) implements Work {
        @Override
        public NewTask read(byte[] body) {
            return TaskSamples.task(new String(body, UTF_8));
        }

        @Override
        public NewTask pin(NewTask read) {
            return read;
        }

        @Override
        public Optional<Product> run(TaskRow row, RunControl control) {
            ran.add(row.id().value());
            return Optional.of(new Product(new byte[] {1}, "{}", "{}", List.of()));
        }
    }
}
