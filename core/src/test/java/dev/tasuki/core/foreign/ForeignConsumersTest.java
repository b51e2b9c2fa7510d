package dev.tasuki.core.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.ask.Replies;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.predict.ModelCache;
import dev.tasuki.core.predict.PredictHandler;
import dev.tasuki.core.predict.TrainedModels;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.core.use.Backlog;
import dev.tasuki.core.use.Publishing;
import dev.tasuki.core.use.Trainings;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A foreign consumer on the queue of trainings: it answers, trains, and touches no row. */
class ForeignConsumersTest {
    private static final byte[] PICKLE = Rig.utf8("\u0080\u0004 no model of ours");

    private final Rig rig = new Rig();
    private final ForeignRuns runs = new ForeignRuns(rig.rows, rig.objects, Keys.STANDARD, rig.clock);
    private final ForeignConsumers foreign =
            new ForeignConsumers(rig.broker, runs, (period, name, work) -> () -> {}, Runnable::run);
    private final Trainings trainings = new Trainings(
            rig.rows,
            Publishing.atOnce(rig.rows, foreign.broker()),
            rig.datasets,
            new Backlog(rig.rows, 100, rig.clock),
            new Trainings.Context(rig.clock, rig.telemetry));

    @BeforeEach
    void sample() {
        rig.datasets.installSample();
    }

    @AfterEach
    void close() {
        foreign.close();
        rig.close();
    }

    @Test
    void itsAnswerIsNotedAndItsObjectEndsTheTask() throws Exception {
        TaskRow row = takenByAForeignConsumer();
        assertThat(row.state()).isEqualTo(TaskState.TASK_STARTED);
        assertThat(row.lease().owner()).isEqualTo("foreign consumer");
        assertThat(row.progress().text()).contains("started by a foreign consumer");

        rig.clock.move(Duration.ofHours(1));
        rig.relay.run();
        rig.rescuer.run();
        rig.rescuer.takeOver();
        runs.look();
        assertThat(rig.broker.status().queues().stream()
                        .mapToLong(QueueStatus::ready)
                        .sum())
                .isZero();
        assertThat(row(row.id()).state()).isEqualTo(TaskState.TASK_STARTED);

        rig.objects.put("models/" + row.id() + "/model.pkl", new ByteArrayInputStream(PICKLE));
        runs.look();
        Outcome.Completed done = (Outcome.Completed) row(row.id()).outcome();
        assertThat(done.artifact().key()).isEqualTo("models/" + row.id() + "/model.pkl");
        assertThat(done.artifact().size()).isEqualTo(PICKLE.length);
        assertThat(done.artifact().sha256()).isEqualTo(Sha256.hex(PICKLE));
        assertThat(done.metrics()).isEqualTo("{}");
    }

    @Test
    void whatItStoredIsNotRead() throws Exception {
        TaskRow row = takenByAForeignConsumer();
        rig.objects.put("models/" + row.id() + "/model.pkl", new ByteArrayInputStream(PICKLE));
        runs.look();
        try (Consumers ours = rig.consume()) {
            byte[] request = Rig.utf8("{\"model_id\":\"" + row.id() + "\",\"input_data\":" + Rig.INPUT + "}");
            NotFound refusal = catchThrowableOfType(NotFound.class, () -> rig.predictions.predict(request));
            assertThat(refusal.code()).isEqualTo(RefusalCode.MODEL_FOREIGN);
            assertThat(refusal.detail()).contains("foreign consumer").contains("model.pkl");
            assertThat(ours).isNotNull();
        }
    }

    @Test
    void aModelThatNoRowTellsOfIsSaidToBeForeign() throws Exception {
        TrainedModels models =
                new TrainedModels(rig.rows, rig.events, rig.clock, id -> runs.stored(new TaskId(id.value())));
        rig.objects.put("models/theirs/model.pkl", new ByteArrayInputStream(PICKLE));
        rig.objects.put("models/orphan/1.tasuki", new ByteArrayInputStream(PICKLE));
        PredictHandler handler = new PredictHandler(models, new ModelCache(rig.objects, 1 << 20, rig.telemetry));

        assertThat(refusal(handler, "theirs").code()).isEqualTo(RefusalCode.MODEL_FOREIGN);
        assertThat(refusal(handler, "theirs").detail()).contains("models/theirs/model.pkl");
        assertThat(refusal(handler, "orphan").code()).isEqualTo(RefusalCode.MODEL_NOT_FOUND);
        assertThat(refusal(handler, "nobody").code()).isEqualTo(RefusalCode.MODEL_NOT_FOUND);
    }

    private static NotFound refusal(PredictHandler handler, String model) {
        byte[] request = Rig.utf8("{\"model_id\":\"" + model + "\",\"input_data\":" + Rig.INPUT + "}");
        return catchThrowableOfType(NotFound.class, () -> handler.answer(request, Deadline.NEVER));
    }

    @Test
    void ourOwnConsumersAreNotTakenForForeignOnes() {
        try (Consumers ours = rig.consume()) {
            TaskRow row = rig.ended(trainings
                    .submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null)
                    .id());
            assertThat(row.state()).isEqualTo(TaskState.TASK_COMPLETED);
            assertThat(row.lease().epoch()).isEqualTo(1);
            assertThat(ours).isNotNull();
        }
    }

    @Test
    void aMessageThatComesBackToUsIsOurs() throws Exception {
        TaskRow row = takenByAForeignConsumer();
        rig.broker.publish(Message.durable(
                TaskKind.TRAIN.queue(), Rig.utf8(row.spec().payload()), row.id().value()));
        try (Consumers ours = rig.consume()) {
            TaskRow ended = rig.ended(row.id());
            assertThat(ended.state()).isEqualTo(TaskState.TASK_COMPLETED);
            assertThat(((Outcome.Completed) ended.outcome()).metrics()).contains("53.03900735084424");
            assertThat(ours).isNotNull();
        }
    }

    @Test
    void whatItSaysWhileTheStoreIsAwayIsNotedLater() {
        TaskId id =
                trainings.submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null).id();
        AtomicBoolean away = new AtomicBoolean(true);
        ForeignRuns later = new ForeignRuns(sometimesAway(away), rig.objects, Keys.STANDARD, rig.clock);

        later.begun(id);
        assertThat(row(id).state()).isEqualTo(TaskState.TASK_RECEIVED);
        later.look();
        away.set(false);
        later.look();
        assertThat(row(id).state()).isEqualTo(TaskState.TASK_STARTED);
    }

    @Test
    void rowsAreReadWhenTheLogTellsOfAStartOrACancelAndOnceAMinute() throws Exception {
        AtomicInteger lists = new AtomicInteger();
        ForeignRuns watching = new ForeignRuns(counting(lists), rig.objects, Keys.STANDARD, rig.clock);
        for (int i = 0; i < 20; i++) {
            watching.look();
        }
        assertThat(lists).as("nothing is known at first").hasValue(1);

        TaskRow row = takenByAForeignConsumer();
        watching.hear(change(Change.Kind.STARTED, row));
        for (int i = 0; i < 20; i++) {
            watching.look();
        }
        assertThat(lists).hasValue(2);
        for (Change.Kind kind : List.of(Change.Kind.RECEIVED, Change.Kind.COMPLETED, Change.Kind.DELETED)) {
            watching.hear(change(kind, row));
            watching.look();
        }
        assertThat(lists).hasValue(2);
        rig.clock.move(Duration.ofMinutes(1));
        watching.look();
        watching.look();
        assertThat(lists).as("in case the news was missed").hasValue(3);

        rig.objects.put("models/" + row.id() + "/model.pkl", new ByteArrayInputStream(PICKLE));
        watching.look();
        assertThat(row(row.id()).state()).isEqualTo(TaskState.TASK_COMPLETED);
        assertThat(lists).as("an object needs no row to be seen").hasValue(3);
    }

    @Test
    void onlyTheLeaderWatchesButEveryProcessNotesWhatItWasTold() throws Exception {
        AtomicBoolean leads = new AtomicBoolean();
        AtomicInteger lists = new AtomicInteger();
        ForeignRuns one = new ForeignRuns(counting(lists), rig.objects, Keys.STANDARD, rig.clock, leads::get);
        TaskId id =
                trainings.submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null).id();
        one.begun(id);
        assertThat(row(id).state()).isEqualTo(TaskState.TASK_STARTED);
        rig.objects.put("models/" + id + "/model.pkl", new ByteArrayInputStream(PICKLE));
        one.look();
        assertThat(row(id).state()).isEqualTo(TaskState.TASK_STARTED);
        assertThat(lists).hasValue(0);

        leads.set(true);
        one.look();
        assertThat(row(id).state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    private static Change change(Change.Kind kind, TaskRow row) {
        return new Change(1, row.times().created(), kind, row.id(), Change.Facts.of(row));
    }

    private TaskStore counting(AtomicInteger lists) {
        return new ForwardingTaskStore() {
            @Override
            public TaskStore store() {
                return rig.rows;
            }

            @Override
            public List<TaskRow> list(TaskQuery query) {
                lists.incrementAndGet();
                return rig.rows.list(query);
            }
        };
    }

    /** The rows, out of reach as long as the switch says so. */
    private TaskStore sometimesAway(AtomicBoolean away) {
        return (TaskStore) Proxy.newProxyInstance(
                TaskStore.class.getClassLoader(), new Class<?>[] {TaskStore.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "away", Duration.ofSeconds(1));
                    }
                    return method.invoke(rig.rows, arguments);
                });
    }

    @Test
    void aRunThatLeadsNowhereEnds() throws Exception {
        TaskRow row = takenByAForeignConsumer();
        rig.clock.move(Duration.ofHours(25));
        runs.look();
        Outcome.Failed failed = (Outcome.Failed) row(row.id()).outcome();
        assertThat(failed.code()).isEqualTo(RefusalCode.DEADLINE_EXCEEDED);
        assertThat(failed.detail()).contains("stored no model within 24 hours");
    }

    @Test
    void aRunThatIsCancelledEnds() throws Exception {
        TaskRow row = takenByAForeignConsumer();
        rig.tasks.cancel(row.id());
        runs.look();
        assertThat(row(row.id()).state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void anAnswerThatMakesNoSenseChangesNothing() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        try (Subscription consumer = rig.broker.subscribe(TaskKind.TRAIN.queue(), 1, delivery -> {
            rig.broker.publish(Message.reply(delivery.message(), Rig.utf8("{\"status\":\"TASK_RECEIVED\"}")));
            rig.broker.publish(Message.reply(delivery.message(), Rig.utf8("what?")));
            answered.countDown();
            return Settlement.ACCEPT;
        })) {
            TaskRow row = trainings.submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null);
            assertThat(answered.await(2, TimeUnit.MINUTES)).isTrue();
            assertThat(row(row.id()).state()).isEqualTo(TaskState.TASK_RECEIVED);
            assertThat(consumer).isNotNull();
        }
    }

    /** A training whose message a foreign consumer has accepted, after the published answer. */
    private TaskRow takenByAForeignConsumer() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        try (Subscription consumer = rig.broker.subscribe(TaskKind.TRAIN.queue(), 1, delivery -> {
            String id = Json.parse(delivery.message().body()).path("model_id").asText();
            rig.broker.publish(Message.reply(delivery.message(), Replies.trainReceived(id)));
            answered.countDown();
            return Settlement.ACCEPT;
        })) {
            TaskId id = trainings
                    .submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null)
                    .id();
            assertThat(answered.await(2, TimeUnit.MINUTES)).isTrue();
            consumer.stop();
            assertThat(consumer.awaitIdle(Duration.ofMinutes(2))).isTrue();
            return row(id);
        }
    }

    private TaskRow row(TaskId id) {
        return rig.rows.find(id).orElseThrow();
    }
}
