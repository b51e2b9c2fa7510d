package dev.tasuki.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.core.use.Predictions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requester and responder, over the broker inside one process. */
class RequestReplyTest {
    private static final String QUEUE = "queue.test";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final byte[] PREDICT = Rig.utf8("{\"model_id\":\"m\",\"input_data\":{\"a\":1}}");
    private static final Duration SHORT = Duration.ofMillis(20);

    private final MovableClock clock = new MovableClock();
    private final Telemetry telemetry = new Telemetry();
    private final InProcessBroker broker = new InProcessBroker(clock, 1000);

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void anAnswerComesBackToWhoeverAsked() throws Exception {
        Subscription responders =
                serve((body, deadline) -> Rig.utf8("re: " + new String(body, StandardCharsets.UTF_8)));
        try (Requester requester = requester(LONG, 100);
                ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                byte[] question = Rig.utf8("question " + i);
                answers.add(askers.submit(() -> requester.ask(QUEUE, question)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(answers.get(i).get()).isEqualTo(Rig.utf8("re: question " + i));
            }
        }
        // An answer is counted after it is sent: the requester may have it before.
        responders.stop();
        assertThat(responders.awaitIdle(LONG)).isTrue();
        assertThat(telemetry.value(Telemetry.Count.PREDICTIONS_ANSWERED)).isEqualTo(50);
    }

    @Test
    void aRefusalIsAnAnswerToo() {
        serve((body, deadline) -> {
            throw new NotFound(RefusalCode.MODEL_NOT_FOUND, "there is no model m");
        });
        try (Requester requester = requester(LONG, 1)) {
            byte[] answer = requester.ask(QUEUE, Rig.utf8("{}"));

            NotFound refusal = catchThrowableOfType(NotFound.class, () -> Replies.check(answer));
            assertThat(refusal.detail()).isEqualTo("there is no model m");
        }
    }

    @Test
    void whoeverWaitsIsToldOfWhatIsAwayAndNothingIsPutBack() {
        List<Settlement> settlements = new ArrayList<>();
        Dispatcher dispatcher = dispatcher((body, deadline) -> {
            throw new Unavailable(RefusalCode.STORE_UNAVAILABLE, "the store is away", Duration.ofSeconds(3));
        });
        CountDownLatch settled = new CountDownLatch(1);
        broker.subscribe(QUEUE, 1, delivery -> {
            settlements.add(dispatcher.handle(delivery));
            settled.countDown();
            return settlements.getFirst();
        });
        try (Requester requester = requester(LONG, 1)) {
            byte[] answer = requester.ask(QUEUE, Rig.utf8("{}"));

            Unavailable refusal = catchThrowableOfType(Unavailable.class, () -> Replies.check(answer));
            assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(3));
            await(settled);
            assertThat(settlements).containsExactly(Settlement.ACCEPT);
        }
    }

    @Test
    void aRequestThatWantsNoReplyIsDoneAndAnswersNobody() {
        AtomicInteger done = new AtomicInteger();
        Dispatcher dispatcher = dispatcher((body, deadline) -> {
            done.incrementAndGet();
            return body;
        });
        Message message = new Message(QUEUE, new byte[0], "c", null, null, false, Map.of());

        assertThat(dispatcher.handle(new Delivery(message, 1, () -> {}))).isEqualTo(Settlement.ACCEPT);
        assertThat(done).hasValue(1);
    }

    @Test
    void anExpiredRequestIsDroppedBeforeItIsDone() {
        AtomicInteger done = new AtomicInteger();
        Dispatcher dispatcher = dispatcher((body, deadline) -> {
            done.incrementAndGet();
            return body;
        });
        Message message = Message.request(
                QUEUE, new byte[0], "c", "reply.x", clock.instant().plusSeconds(5));
        clock.move(Duration.ofSeconds(5));

        assertThat(dispatcher.handle(new Delivery(message, 1, () -> {}))).isEqualTo(Settlement.ACCEPT);
        assertThat(done).hasValue(0);
        assertThat(telemetry.value(Telemetry.Count.REQUESTS_EXPIRED)).isEqualTo(1);
    }

    @Test
    void noAnswerInTimeSaysHowLongAndThatNobodyIsThere() {
        try (Requester requester = requester(SHORT, 1)) {
            assertThatThrownBy(() -> requester.ask(QUEUE, Rig.utf8("{}")))
                    .isInstanceOfSatisfying(
                            TimedOut.class, late -> assertThat(late.detail()).contains("20 ms", QUEUE, "no consumer"));
            assertThat(telemetry.value(Telemetry.Count.REQUESTS_TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    void noAnswerInTimeSaysThatSomebodyIsThereAndALateReplyIsCountedAndDropped() {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        broker.subscribe(QUEUE, 1, delivery -> {
            await(answer);
            broker.publish(Message.reply(delivery.message(), Rig.utf8("late")));
            answered.countDown();
            return Settlement.ACCEPT;
        });
        try (Requester requester = requester(SHORT, 1)) {
            assertThatThrownBy(() -> requester.ask(QUEUE, Rig.utf8("{}")))
                    .isInstanceOfSatisfying(
                            TimedOut.class, late -> assertThat(late.detail()).contains("1 consumer is known"));

            answer.countDown();
            await(answered);
            assertThat(telemetry.value(Telemetry.Count.REPLIES_LATE)).isEqualTo(1);
        }
    }

    @Test
    void requestsBeyondTheCapacityAreRefusedAtOnceAndPlacesComeBack() {
        LinkedBlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
        CountDownLatch answer = new CountDownLatch(1);
        broker.subscribe(QUEUE, 1, delivery -> {
            arrived.add(delivery.message());
            await(answer);
            broker.publish(Message.reply(delivery.message(), Rig.utf8("yes")));
            return Settlement.ACCEPT;
        });
        try (Requester requester = requester(LONG, 1)) {
            CompletableFuture<byte[]> first = CompletableFuture.supplyAsync(() -> requester.ask(QUEUE, new byte[0]));
            Message seen = take(arrived);

            assertThatThrownBy(() -> requester.ask(QUEUE, new byte[0])).isInstanceOfSatisfying(TooBusy.class, busy -> {
                assertThat(busy.detail()).startsWith("1 requests wait");
                assertThat(busy.retryAfter()).isPresent();
            });
            answer.countDown();
            assertThat(first.join()).isEqualTo(Rig.utf8("yes"));
            assertThat(requester.ask(QUEUE, new byte[0])).isEqualTo(Rig.utf8("yes"));
            assertThat(seen.deadline()).isEqualTo(clock.instant().plus(LONG));
            assertThat(seen.durable()).isFalse();
            assertThat(seen.correlationId())
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        }
    }

    @Test
    void closingLetsNobodyWait() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
            arrived.countDown();
            await(never);
            return Settlement.ACCEPT;
        });
        Requester requester = requester(LONG, 1);
        CompletableFuture<byte[]> asked = CompletableFuture.supplyAsync(() -> requester.ask(QUEUE, new byte[0]));
        await(arrived);

        requester.close();

        assertThatThrownBy(asked::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Unavailable.class, u -> assertThat(u.code()).isEqualTo(RefusalCode.SHUTTING_DOWN));
        never.countDown();
        subscription.close();
    }

    @Test
    void anErrorWithoutAReasonIsAskedAgainForAnotherConsumerMayKnow() {
        AtomicInteger asked = new AtomicInteger();
        broker.subscribe(TaskKind.PREDICT.queue(), 1, delivery -> {
            String answer = asked.incrementAndGet() < 3
                    ? "{\"status\":\"TASK_ERROR\",\"pred_proba\":null}"
                    : "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":1.5}";
            broker.publish(Message.reply(delivery.message(), Rig.utf8(answer)));
            return Settlement.ACCEPT;
        });
        try (Requester requester = requester(LONG, 1)) {
            byte[] answer = new Predictions(requester).predict(PREDICT).json();

            assertThat(new String(answer, StandardCharsets.UTF_8)).contains("1.5");
            assertThat(asked).hasValue(3);
            assertThat(telemetry.value(Telemetry.Count.REQUESTS_REPEATED)).isEqualTo(2);
        }
    }

    @Test
    void anErrorWithoutAReasonIsNotAskedForEver() {
        AtomicInteger asked = new AtomicInteger();
        broker.subscribe(TaskKind.PREDICT.queue(), 1, delivery -> {
            asked.incrementAndGet();
            broker.publish(Message.reply(delivery.message(), Rig.utf8("{\"status\":\"TASK_ERROR\"}")));
            return Settlement.ACCEPT;
        });
        try (Requester requester = requester(LONG, 1)) {
            assertThatThrownBy(() -> new Predictions(requester).predict(PREDICT))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining("TASK_ERROR and no reason");
            assertThat(asked).hasValue(8);
        }
    }

    @Test
    void anErrorWithAReasonIsTheAnswer() {
        AtomicInteger asked = new AtomicInteger();
        broker.subscribe(TaskKind.PREDICT.queue(), 1, dispatcher((body, deadline) -> {
            asked.incrementAndGet();
            throw new Corrupt(RefusalCode.ARTIFACT_CORRUPT, "a flipped byte");
        }));
        try (Requester requester = requester(LONG, 1)) {
            assertThatThrownBy(() -> new Predictions(requester).predict(PREDICT))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining("a flipped byte");
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void anAnswerThatCannotBeSentIsPutBack() {
        Dispatcher dispatcher = dispatcher((body, deadline) -> body);
        Message message = Message.request(
                QUEUE, new byte[0], "c", "reply.x", clock.instant().plusSeconds(5));
        broker.close();

        assertThat(dispatcher.handle(new Delivery(message, 1, () -> {}))).isInstanceOf(Settlement.Requeue.class);
    }

    private Subscription serve(Answerer answerer) {
        return broker.subscribe(QUEUE, 2, dispatcher(answerer));
    }

    private Dispatcher dispatcher(Answerer answerer) {
        return new Dispatcher(
                new Responder(broker, answerer, clock, telemetry), RetryPolicy.standard(new Random(1)), telemetry);
    }

    private Requester requester(Duration timeout, int capacity) {
        return new Requester(broker, new RequesterOptions(timeout, capacity), clock, telemetry);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message take(LinkedBlockingQueue<Message> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
