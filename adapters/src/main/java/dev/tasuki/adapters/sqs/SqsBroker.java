package dev.tasuki.adapters.sqs;

import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.base.Uninterruptibly;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker port over Amazon SQS: a standard or FIFO queue for each of ours, one standard queue for the replies to each
 * process, bodies that are too large for SQS in the object store. Messages come at least once and in any order.
 *
 * <p>Every call has an end: ten seconds, or what a poll waits and five more. The network is first touched by the first
 * call; SQS being away makes publishing refuse, and readers wait. Safe for any number of threads.
 */
public final class SqsBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(SqsBroker.class);
    /** What every one of them declares. */
    public static final BrokerCapabilities CAPABILITIES = new BrokerCapabilities(false, false);

    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(5);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration LAST_CALLS = Duration.ofSeconds(12);

    private final SqsClients clients;
    private final SqsSettings settings;
    private final SqsSubscription.Means means;
    private final ReplyMailbox mailbox;
    private final ReplySweeper sweeper;
    private final Semaphore room;
    private final Queue<SqsSubscription> subscriptions = new ConcurrentLinkedQueue<>();
    private final List<Ticker.Ticking> ticking = new ArrayList<>();
    private final AtomicBoolean swept = new AtomicBoolean();
    private final Thread firstSweep;
    private volatile boolean closed;

    /**
     * What differs between a process and a test.
     *
     * @param ticker runs heartbeats and sweeps
     * @param newQueue how long a new queue is left alone
     * @param statusAge for how long the answer to a status is good
     */
    record Rhythm(Ticker ticker, Duration newQueue, Duration statusAge) {
        static final Rhythm STANDARD = new Rhythm(new ThreadTicker(), SqsQueues.UNTIL_A_NEW_QUEUE_WORKS, SqsStatus.AGE);
    }

    /**
     * With the credentials of the default chain.
     *
     * @param store has the bodies that SQS does not take; the caller closes it, after the broker
     */
    public SqsBroker(SqsSettings settings, ObjectStore store, InstantSource clock) {
        this(SqsClients.connect(settings), store, clock, Rhythm.STANDARD);
    }

    SqsBroker(SqsClients clients, ObjectStore store, InstantSource clock, Rhythm rhythm) {
        this.clients = clients;
        this.settings = clients.settings();
        SqsQueues queues = new SqsQueues(clients, rhythm.newQueue());
        ClaimChecks claims = new ClaimChecks(store, clients.metrics());
        Settler settler = new Settler(clients);
        SqsSubscription.Post post = new SqsSubscription.Post(
                new Outbox(clients, claims), settler, claims, new SqsStatus(queues, clock, rhythm.statusAge()));
        this.means = new SqsSubscription.Means(clients, queues, post, new Heartbeat(settler, clients, clock), clock);
        this.mailbox = new ReplyMailbox(means);
        this.sweeper = new ReplySweeper(clients, clock);
        this.firstSweep = Thread.ofVirtual().name("tasuki-sqs-sweep").unstarted(sweeper::sweep);
        this.room = new Semaphore(settings.flow().inFlight());
        ticking.add(rhythm.ticker().every(Heartbeat.period(settings), "sqs-heartbeat", means.heartbeat()::beat));
        ticking.add(rhythm.ticker().every(SIGN_OF_LIFE, "sqs-reply-queue", this::refresh));
        ticking.add(rhythm.ticker().every(SWEEP, "sqs-sweep", this::sweep));
    }

    /**
     * Looks whether the queue of trainings is there, where it may not be made. While SQS is away this cannot be known,
     * and nothing is said.
     *
     * @throws dev.tasuki.core.task.Unavailable naming the queue and what to do about it
     */
    public void checkQueues() {
        if (settings.queueing().create()) {
            return;
        }
        try {
            means.queues().of(TaskKind.TRAIN.queue());
        } catch (Refusal e) {
            if (!SqsErrors.mayPass(e)) {
                throw e;
            }
            LOG.warn("whether the queues are there is not known yet: {}", e.detail());
        }
    }

    @Override
    public void publish(Message message) {
        checkOpen();
        message.checkSize();
        Instant deadline = message.deadline();
        if (deadline != null && !means.clock().instant().isBefore(deadline)) {
            LOG.debug("dropped {} for {}: its deadline has passed", message.correlationId(), message.queue());
        } else if (mailbox.owns(message.queue())) {
            mailbox.send(message);
        } else if (message.durable()) {
            confirmed(message);
        } else {
            request(message);
        }
    }

    private void confirmed(Message message) {
        SqsQueues.Target target = means.queues().of(message.queue());
        try {
            await(send(target, message), clients, Action.SEND, target);
        } catch (Refusal e) {
            if (!SqsErrors.queueIsGone(e) || !settings.queueing().create()) {
                throw e;
            }
            means.queues().forget(target);
            SqsQueues.Target again = means.queues().of(message.queue());
            await(send(again, message), clients, Action.SEND, again);
        }
    }

    /** Returns when the message waits for the next call. */
    private void request(Message message) {
        mailbox.checkAnswerable(message.replyTo());
        SqsQueues.Target target = means.queues().of(message.queue());
        send(target, message).whenComplete((done, failure) -> {
            if (failure != null) {
                Refusal reason = refusal(failure, clients, Action.SEND, target);
                if (SqsErrors.queueIsGone(reason)) {
                    means.queues().forget(target);
                }
                LOG.debug("request {} was not sent: {}", message.correlationId(), reason.detail());
                ReplyListener listener = mailbox.listener(message.replyTo());
                if (listener != null) {
                    listener.unsent(message.correlationId(), reason);
                }
            }
        });
    }

    private CompletableFuture<Boolean> send(SqsQueues.Target target, Message message) {
        if (!room.tryAcquire()) {
            throw clients.errors()
                    .tooBusy(
                            settings.flow().inFlight() + " messages are on their way to " + settings.where()
                                    + " already; try again",
                            null);
        }
        try {
            return means.post()
                    .outbox()
                    .send(target, Envelope.of(message))
                    .whenComplete((done, failure) -> room.release());
        } catch (RuntimeException e) {
            room.release();
            throw e;
        }
    }

    /** Waits for the end of an entry of a batch; throws the refusal if it was not taken. */
    static void await(CompletableFuture<Boolean> entry, SqsClients clients, Action action, SqsQueues.Target target) {
        try {
            entry.join();
        } catch (CompletionException e) {
            throw refusal(e.getCause() == null ? e : e.getCause(), clients, action, target);
        }
    }

    private static Refusal refusal(Throwable failure, SqsClients clients, Action action, SqsQueues.Target target) {
        return switch (failure) {
            case Refusal refusal -> refusal;
            case EntryFailed entry -> clients.errors().entry(entry, action, target.name());
            case CompletionException e ->
                refusal(e.getCause() == null ? new IllegalStateException(e) : e.getCause(), clients, action, target);
            default -> {
                LOG.error("a call to {} failed", clients.settings().where(), failure);
                yield new Corrupt(RefusalCode.INTERNAL, "a call to SQS failed, which is a defect here", failure);
            }
        };
    }

    @Override
    public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        checkOpen();
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", at least 1 is needed");
        }
        subscriptions.removeIf(SqsSubscription::stopped);
        int spare = queue.equals(TaskKind.PREDICT.queue()) ? settings.flow().predictPrefetch() : 0;
        SqsSubscription subscription = new SqsSubscription(queue, means, handler, spare);
        subscriptions.add(subscription);
        subscription.start(workers);
        return subscription;
    }

    @Override
    public ReplyQueue openReplyQueue(ReplyListener listener) {
        checkOpen();
        ReplyQueue opened = mailbox.open(listener);
        if (swept.compareAndSet(false, true)) {
            firstSweep.start();
        }
        return opened;
    }

    SqsSettings settings() {
        return settings;
    }

    /** What handlers discarded, and what SQS moved aside because it was delivered too often. */
    public DeadLetters deadLetters() {
        return new SqsDeadLetters(means);
    }

    /** What this process asked of SQS. */
    public List<ServerReading> readings() {
        return clients.metrics().readings(settings.where());
    }

    @Override
    public BrokerCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public BrokerStatus status() {
        if (closed) {
            return new BrokerStatus(false, settings.where() + ": closed", List.of());
        }
        try {
            List<String> consuming = subscriptions.stream()
                    .filter(subscription -> !subscription.stopped())
                    .map(SqsSubscription::queue)
                    .toList();
            if (means.queues().used().isEmpty()) {
                means.queues().find(QueuePlan.of(settings, TaskKind.TRAIN.queue()));
            }
            return new BrokerStatus(
                    true, settings.where(), means.post().status().of(consuming));
        } catch (Refusal e) {
            return new BrokerStatus(false, e.detail(), List.of());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        subscriptions.forEach(SqsSubscription::close);
        ticking.forEach(Ticker.Ticking::close);
        mailbox.close();
        Uninterruptibly.join(firstSweep);
        means.post().outbox().close(LAST_CALLS);
        means.post().settler().close(LAST_CALLS);
        clients.close();
    }

    private void refresh() {
        SqsQueues.Target own = mailbox.own();
        if (own != null) {
            sweeper.refresh(own);
        }
    }

    private void sweep() {
        if (mailbox.own() != null) {
            sweeper.sweep();
        }
        try {
            means.post().claims().sweep(settings.prefix(), means.clock().instant());
        } catch (Refusal e) {
            LOG.warn("bodies of lost messages are swept later: {}", e.detail());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw clients.errors().closed();
        }
    }
}
