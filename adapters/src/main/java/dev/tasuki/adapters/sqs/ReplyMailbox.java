package dev.tasuki.adapters.sqs;

import dev.tasuki.core.base.DefectLog;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.ReplyInboxes;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reply queues of this process: they share one queue at SQS, made when the first is opened and removed at the end,
 * and one reader of it. While SQS is away the reader tries to make it, and requests are refused, since no answer could
 * come. A reply names its inbox. Thread-safe.
 */
final class ReplyMailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyMailbox.class);
    private static final String PART = "-reply-";
    private static final long PAUSE_MILLIS = 1_000;
    private static final Duration LAST_POLL = Duration.ofSeconds(2);
    private static final Duration ABORTED = Duration.ofSeconds(5);

    private final SqsClients clients;
    private final SqsQueues queues;
    private final SqsSubscription.Post post;
    private final InstantSource clock;
    private final String name;
    private final ReplyInboxes inboxes;
    private final ReentrantLock opening = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final DefectLog defects = new DefectLog("the reader of replies");
    private final OutageLog outage = new OutageLog("the reader of replies");

    private volatile SqsQueues.@Nullable Target own;
    /** Why there is no queue yet. */
    private volatile @Nullable Refusal missing;

    private @Nullable Thread reading;

    ReplyMailbox(SqsSubscription.Means means) {
        this.clients = means.clients();
        this.queues = means.queues();
        this.post = means.post();
        this.clock = means.clock();
        this.name = prefix(clients.settings()) + UUID.randomUUID();
        this.inboxes = new ReplyInboxes(name);
    }

    /** What the names of all reply queues begin with. */
    static String prefix(SqsSettings settings) {
        return settings.prefix() + PART;
    }

    /** True for inboxes, this process's or another's. */
    boolean owns(String queue) {
        return queue.startsWith(prefix(clients.settings())) && queue.indexOf('/') > 0;
    }

    ReplyQueue open(ReplyListener listener) {
        begin();
        return inboxes.open(listener);
    }

    /** Throws the reason if a reply to this inbox of this process could not come, since its queue is not there yet. */
    void checkAnswerable(@Nullable String inbox) {
        Refusal reason = missing;
        if (own == null && reason != null && inboxes.listener(inbox) != null) {
            throw reason;
        }
    }

    /** Who waits for the answers in this inbox of this process; null if nobody does. */
    @Nullable
    ReplyListener listener(@Nullable String inbox) {
        return inboxes.listener(inbox);
    }

    /** The queue of this process, if it has one. */
    SqsQueues.@Nullable Target own() {
        return own;
    }

    private void begin() {
        opening.lock();
        try {
            if (reading != null) {
                return;
            }
            if (!clients.settings().queueing().create()) {
                throw clients.errors()
                        .unavailable(
                                "predictions over SQS need reply queues, which must be made: allow create=true,"
                                        + " or give predictions a broker of their own with --predict-broker",
                                null);
            }
            try {
                made();
            } catch (Refusal e) {
                if (!SqsErrors.mayPass(e)) {
                    throw e;
                }
                outage.waits(e);
            }
            reading = Thread.ofVirtual().name("tasuki-sqs-replies").start(this::read);
        } finally {
            opening.unlock();
        }
    }

    /** The queue of this process, which is made if it is not there. */
    private SqsQueues.Target made() {
        SqsQueues.Target there = own;
        if (there != null) {
            return there;
        }
        try {
            there = queues.makeReplies(name, ReplySweeper.tags(clock.instant()));
            own = there;
            missing = null;
            return there;
        } catch (Refusal e) {
            missing = e;
            throw e;
        }
    }

    /** Sends a reply, to this process without SQS. Whether it arrives is not waited for. */
    void send(Message reply) {
        String inbox = reply.queue();
        String to = ReplyInboxes.sharedBy(inbox);
        if (to.equals(name)) {
            inboxes.tell(reply);
            return;
        }
        Optional<SqsQueues.Target> target = queues.replies(to);
        if (target.isEmpty()) {
            dropped(reply, "its process is gone");
            return;
        }
        post.outbox().reply(target.get(), Envelope.of(reply), inbox).whenComplete((done, failure) -> {
            if (failure != null) {
                queues.forget(target.get());
                dropped(reply, String.valueOf(failure.getMessage()));
            }
        });
    }

    private void dropped(Message reply, String reason) {
        clients.metrics().happened(SqsMetrics.Event.REPLIES_DROPPED);
        LOG.debug("dropped reply {}: {}", reply.correlationId(), reason);
    }

    private void read() {
        while (closing.getCount() > 0) {
            try {
                SqsQueues.Target target = made();
                Reader.receive(clients, target, Batches.MOST).forEach(message -> arrived(target, message));
                defects.wentWell();
                outage.goesOn();
            } catch (Refusal e) {
                if (closing.getCount() > 0) {
                    outage.waits(e);
                    mend(e);
                    pause();
                }
            } catch (RuntimeException | Error e) {
                // A reader that ended here would be missing for as long as the process runs.
                defects.failed(e);
                pause();
            }
        }
    }

    /** Makes the queue again if somebody deleted it; its address stays the same. */
    private void mend(Refusal reason) {
        SqsQueues.Target target = own;
        if (target == null || !SqsErrors.queueIsGone(reason)) {
            return;
        }
        try {
            queues.makeReplies(target.name(), ReplySweeper.tags(clock.instant()));
        } catch (Refusal e) {
            LOG.debug("no reply queue yet: {}", e.detail());
        }
    }

    private void arrived(SqsQueues.Target target, software.amazon.awssdk.services.sqs.model.Message message) {
        Optional<Envelope> read = Envelope.reply(Reader.wire(message));
        post.settler().delete(target, message.receiptHandle()).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("a reply may come twice: {}", failure.getMessage());
            }
        });
        if (read.isEmpty()) {
            LOG.warn("dropped a reply that cannot be read");
            return;
        }
        String object = read.get().object();
        if (object == null) {
            inboxes.tell(read.get().message());
        } else if (ClaimChecks.owns(target.plan(), object)) {
            // The object store may take its time; other replies need not wait for it.
            Thread.ofVirtual().name("tasuki-sqs-reply").start(() -> fetch(read.get()));
        }
    }

    private void fetch(Envelope envelope) {
        try {
            inboxes.tell(post.claims().fetch(envelope));
            post.claims().delete(envelope.object());
        } catch (Refusal e) {
            LOG.warn("reply {} came without its body: {}", envelope.message().correlationId(), e.detail());
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("the reader of replies was interrupted");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        inboxes.clear();
        Thread reader = reading;
        if (reader == null) {
            return;
        }
        try {
            if (!reader.join(LAST_POLL)) {
                reader.interrupt();
                reader.join(ABORTED);
            }
            SqsQueues.Target target = own;
            if (target == null) {
                return;
            }
            clients.call(Action.REMOVE, name, () -> clients.calls().deleteQueue(r -> r.queueUrl(target.url())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Refusal e) {
            LOG.warn("the reply queue {} stays until it is swept: {}", name, e.detail());
        }
    }
}
