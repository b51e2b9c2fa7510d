package dev.tasuki.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Small requests beside large ones, with one worker for both. */
class LanesTest {
    private static final String QUEUE = "queue.test";
    private static final byte[] SMALL = Rig.utf8("small");
    private static final byte[] LARGE = Rig.utf8("large");
    private static final Duration LONG = Duration.ofMinutes(2);

    private final MovableClock clock = new MovableClock();
    private final Telemetry telemetry = new Telemetry();
    private final InProcessBroker broker = new InProcessBroker(clock, 1000);
    private final RetryPolicy retries = RetryPolicy.standard(new Random(1));
    private final Lanes lanes = new Lanes(pool("loading", 1), pool("large", 1), retries, broker::awaited);
    private final Requester requester = new Requester(broker, new RequesterOptions(LONG, 100), clock, telemetry);
    private final Scripted answerer = new Scripted();
    private final Dispatcher dispatcher = new Dispatcher(
            new Responder(new Responder.Side(broker, clock, telemetry), answerer, SharedQueue.unshared(), lanes),
            retries,
            telemetry);
    private final Subscription subscription = broker.subscribe(QUEUE, 1, dispatcher);

    @AfterEach
    void close() {
        subscription.close();
        lanes.close();
        requester.close();
        broker.close();
    }

    @Test
    void aSmallRequestDoesNotWaitForALargeOne() throws Exception {
        CompletableFuture<byte[]> large = ask(LARGE);
        answerer.begun.take();

        assertThat(requester.ask(QUEUE, SMALL)).isEqualTo(SMALL);
        assertThat(large).isNotDone();

        answerer.go.countDown();
        assertThat(large.join()).isEqualTo(LARGE);
    }

    @Test
    void moreLargeRequestsThanMayWaitAreRefusedAtOnce() throws Exception {
        CompletableFuture<byte[]> first = ask(LARGE);
        answerer.begun.take();
        CompletableFuture<byte[]> second = ask(LARGE);
        // One more than may wait: whichever of the two comes last is refused.
        CompletableFuture<byte[]> third = ask(LARGE);

        byte[] refused = (byte[]) CompletableFuture.anyOf(second, third).join();
        TooBusy busy = catchThrowableOfType(TooBusy.class, () -> Replies.check(refused));
        assertThat(busy.detail()).contains("large predictions");
        answerer.go.countDown();
        assertThat(first.join()).isEqualTo(LARGE);
        assertThat(second.join().length + third.join().length).isEqualTo(refused.length + LARGE.length);
    }

    @Test
    void workEndsAtTheDeadlineAndTheLaneIsFree() throws Exception {
        CompletableFuture<byte[]> late = ask(LARGE);
        answerer.begun.take();

        clock.move(LONG);
        answerer.go.countDown();

        assertThat(lanes.awaitIdle(LONG)).isTrue();
        assertThat(late).isNotDone();
        assertThat(telemetry.value(Telemetry.Count.REQUESTS_EXPIRED)).isEqualTo(1);
        assertThat(requester.ask(QUEUE, LARGE)).isEqualTo(LARGE);
    }

    @Test
    void workEndsWhenItsClientHasGone() throws Exception {
        CancelSignal client = new CancelSignal();
        CompletableFuture<byte[]> left = CompletableFuture.supplyAsync(() ->
                requester.ask(QUEUE, LARGE, requester.deadline(Duration.ZERO).orGone(client)));
        answerer.begun.take();

        client.go();

        assertThatThrownBy(left::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(TimedOut.class);
        answerer.go.countDown();
        assertThat(lanes.awaitIdle(LONG)).isTrue();
        assertThat(telemetry.value(Telemetry.Count.REQUESTS_EXPIRED)).isEqualTo(1);
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        ask(LARGE);
        answerer.begun.take();

        lanes.close();

        assertThat(lanes.awaitIdle(LONG)).isTrue();
    }

    @Test
    @Tag("bound:message_bytes")
    void aMessageThatIsTooLargeIsRefusedBeforeItIsSent() {
        int most = Limits.MESSAGE_BYTES.intValue();
        requester.ask(QUEUE, new byte[most]);
        assertThat(answerer.started).hasValue(1);

        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> requester.ask(QUEUE, new byte[most + 1]));

        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_LARGE);
        assertThat(refusal.detail()).contains("8,388,609 bytes", "8 MiB");
        assertThat(answerer.started).hasValue(1);
    }

    @Test
    void theBrokerIsAskedHowItIsOnceASecondHoweverManyGetNoAnswer() {
        AtomicInteger asked = new AtomicInteger();
        ForwardingBroker counted = new ForwardingBroker() {
            @Override
            public Broker broker() {
                return broker;
            }

            @Override
            public BrokerStatus status() {
                asked.incrementAndGet();
                return broker.status();
            }
        };
        try (Requester hasty =
                new Requester(counted, new RequesterOptions(Duration.ofMillis(5), 10), clock, telemetry)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> hasty.ask("queue.nobody", SMALL)).isInstanceOf(TimedOut.class);
            }
            assertThat(asked).hasValue(1);
            clock.move(Duration.ofSeconds(1));
            assertThatThrownBy(() -> hasty.ask("queue.nobody", SMALL)).isInstanceOf(TimedOut.class);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void timeSpentBeforeAskingCounts() {
        assertThatThrownBy(() -> requester.ask(QUEUE, SMALL, requester.deadline(LONG)))
                .isInstanceOf(TimedOut.class)
                .hasMessageContaining("before the request could be sent");
        assertThat(requester.ask(QUEUE, SMALL, requester.deadline(LONG.minusNanos(1))))
                .isEqualTo(SMALL);
    }

    private CompletableFuture<byte[]> ask(byte[] question) {
        return CompletableFuture.supplyAsync(() -> requester.ask(QUEUE, question));
    }

    private static Delivery delivery(byte[] body) {
        return new Delivery(Message.durable(QUEUE, body, "c"), 1, () -> {});
    }

    private static ComputePool pool(String name, int waiting) {
        return new ComputePool(new ComputePool.Terms(name, 1, waiting, 1 << 20));
    }

    /** Answers large requests with themselves, once it may. */
    private static final class Scripted implements Answerer {
        final LinkedBlockingQueue<byte[]> begun = new LinkedBlockingQueue<>();
        final CountDownLatch go = new CountDownLatch(1);
        final AtomicInteger started = new AtomicInteger();

        @Override
        public Start start(byte[] body, Deadline deadline) {
            started.incrementAndGet();
            return body.length == LARGE.length && body[0] == LARGE[0] ? Start.Later.LARGE : new Start.Answered(body);
        }

        @Override
        public byte[] answer(byte[] body, Deadline deadline) {
            begun.add(body);
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            deadline.check();
            return body;
        }
    }
}
