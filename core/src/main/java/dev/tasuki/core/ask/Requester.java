package dev.tasuki.core.ask;

import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks a question over a broker and waits for the answer, never longer than its deadline. The number
 * of questions under way is bounded. Callers block: use virtual threads. Thread-safe.
 */
public final class Requester implements AutoCloseable {
    /** How long the broker's status is good for. */
    private static final Duration KEPT_FOR = Duration.ofSeconds(1);

    private final Broker broker;
    private final RequesterOptions options;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final Wait wait;
    private final Semaphore permits;
    private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final ReplyQueue replies;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Known known;

    private record Known(BrokerStatus status, Instant until) {}

    /** How a caller waits for its answer. Injected, so that a simulation waits in virtual time. Thread-safe. */
    @FunctionalInterface
    public interface Wait extends AutoCloseable {
        /** As {@link CompletableFuture#get(long, java.util.concurrent.TimeUnit)}. */
        byte[] await(CompletableFuture<byte[]> answer, Duration atMost)
                throws InterruptedException, ExecutionException, TimeoutException;

        @Override
        default void close() {}
    }

    /** Opens a reply queue; needs the broker. */
    public Requester(Broker broker, RequesterOptions options, InstantSource clock, Telemetry telemetry) {
        this(broker, options, clock, telemetry, new SharedWait(new ThreadTicker()));
    }

    /** With another way of waiting, which is closed with this. */
    public Requester(Broker broker, RequesterOptions options, InstantSource clock, Telemetry telemetry, Wait wait) {
        this.broker = broker;
        this.options = options;
        this.clock = clock;
        this.telemetry = telemetry;
        this.wait = wait;
        this.permits = new Semaphore(options.capacity());
        this.replies = broker.openReplyQueue(new ReplyListener() {
            @Override
            public void replied(Message reply) {
                arrived(reply);
            }

            @Override
            public void unsent(String correlationId, Refusal reason) {
                lost(correlationId, reason);
            }

            @Override
            public boolean awaits(String correlationId) {
                return waiting.containsKey(correlationId);
            }
        });
    }

    /** How long a question waits at most. */
    public Duration timeout() {
        return options.timeout();
    }

    /**
     * Sends {@code body} to the queue and returns the answer's body as it came, a TASK_ERROR too.
     * Throws {@link TooBusy} if too many wait already, {@link TimedOut} at the deadline, what
     * the broker refused it with,
     * {@link Unavailable} if the broker is away or this thread is interrupted.
     */
    public byte[] ask(String queue, byte[] body) {
        return ask(queue, body, deadline(Duration.ZERO));
    }

    /** When the answer to a request must be there that came so long ago. */
    public Deadline deadline(Duration ago) {
        return Deadline.at(clock.instant().plus(options.timeout()).minus(ago), clock);
    }

    /** Asks what was asked before and got no useful answer; waits for what is left of the time. */
    public byte[] askAgain(String queue, byte[] body, Deadline deadline) {
        telemetry.count(Telemetry.Count.REQUESTS_REPEATED);
        return ask(queue, body, deadline);
    }

    /** The same as {@link #ask(String, byte[])} with the deadline that the request has already. */
    public byte[] ask(String queue, byte[] body, Deadline deadline) {
        Duration patience = Duration.between(clock.instant(), deadline.end());
        if (!patience.isPositive()) {
            telemetry.count(Telemetry.Count.REQUESTS_TIMED_OUT);
            throw new TimedOut(
                    RefusalCode.DEADLINE_EXCEEDED,
                    "no answer within " + options.timeout().toMillis()
                            + " ms: they were over before the request could be sent; send less at once");
        }
        if (!permits.tryAcquire()) {
            telemetry.count(Telemetry.Count.REQUESTS_TOO_BUSY);
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    options.capacity() + " requests wait for their answers already, which is the limit; try again",
                    Duration.ofSeconds(1));
        }
        long started = System.nanoTime();
        String correlation = correlation();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        waiting.put(correlation, answer);
        try {
            broker.publish(Message.request(queue, body, correlation, replies.name(), deadline.end()));
            deadline.whenGone(() ->
                    answer.completeExceptionally(new TimedOut(RefusalCode.DEADLINE_EXCEEDED, "the client has gone")));
            return await(answer, queue, patience);
        } finally {
            waiting.remove(correlation);
            permits.release();
            telemetry.time(Telemetry.Timing.PREDICT_ROUND_TRIP, System.nanoTime() - started);
        }
    }

    private byte[] await(CompletableFuture<byte[]> answer, String queue, Duration patience) {
        try {
            return wait.await(answer, patience);
        } catch (TimeoutException late) {
            telemetry.count(Telemetry.Count.REQUESTS_TIMED_OUT);
            throw new TimedOut(RefusalCode.DEADLINE_EXCEEDED, lateness(queue), late);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw closing();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal unsent ? unsent : closing();
        }
    }

    private static Unavailable closing() {
        return new Unavailable(
                RefusalCode.SHUTTING_DOWN,
                "the server is shutting down and waits for no more answers; try again",
                Duration.ofSeconds(1));
    }

    /** Asked at most once a second: many requests time out just when the broker is slow. */
    private BrokerStatus status() {
        Known before = known;
        if (before != null && (clock.instant().isBefore(before.until) || !looking.tryLock())) {
            return before.status;
        }
        if (before == null) {
            looking.lock();
        }
        try {
            Known now = known;
            if (now == null || !clock.instant().isBefore(now.until)) {
                now = new Known(broker.status(), clock.instant().plus(KEPT_FOR));
                known = now;
            }
            return now.status;
        } finally {
            looking.unlock();
        }
    }

    private String lateness(String queue) {
        String consumers = status().queues().stream()
                .filter(q -> q.queue().equals(queue))
                .findFirst()
                .map(q -> q.consumers() == 0
                        ? "no consumer of it is known to be there: start one"
                        : q.consumers() + (q.consumers() == 1 ? " consumer is" : " consumers are")
                                + " known to be there, with " + q.ready() + " messages waiting")
                .orElse("whether a consumer is there is not known");
        return "no answer within " + options.timeout().toMillis() + " ms from " + queue + "; " + consumers;
    }

    private void arrived(Message reply) {
        CompletableFuture<byte[]> waiter = waiting.remove(reply.correlationId());
        if (waiter == null || !waiter.complete(reply.body())) {
            telemetry.count(Telemetry.Count.REPLIES_LATE);
        }
    }

    private void lost(String correlationId, Refusal reason) {
        CompletableFuture<byte[]> waiter = waiting.remove(correlationId);
        if (waiter != null) {
            waiter.completeExceptionally(reason);
        }
    }

    /** A random (version 4) UUID; unguessable it need not be, as only the broker sees it. */
    private static String correlation() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Lets every waiting question fail as Unavailable and closes the reply queue. */
    @Override
    public void close() {
        wait.close();
        replies.close();
        waiting.values().forEach(waiter -> waiter.completeExceptionally(closing()));
    }
}
