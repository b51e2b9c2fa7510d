package dev.tasuki.adapters.sqs;

import dev.tasuki.core.base.DefectLog;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.WorkerIntake;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.OverLimitException;

/**
 * Polls one queue for the workers of a subscription. Without messages one poll waits at SQS; a full answer begins
 * another reader, a tenth as many as workers at most, which ends at the first answer that is not full.
 */
final class Reader {
    private static final long AFTER_A_REFUSAL_MILLIS = 1_000;
    private static final long TOO_MANY_IN_HAND_MILLIS = 30_000;
    /** How long a poll may go on after the end; what it brings is given back. */
    private static final Duration LAST_POLL = Duration.ofSeconds(2);

    private static final Duration ABORTED = Duration.ofSeconds(5);

    private final String queue;
    private final SqsClients clients;
    private final SqsQueues queues;
    private final WorkerIntake<Held> intake;
    private final BiConsumer<SqsQueues.Target, Message> arrived;
    private final DefectLog defects;
    private final OutageLog outage;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile int most = 1;
    private volatile boolean stopped;

    /**
     * A reader that is not started yet.
     *
     * @param arrived is given each message; must not block for long
     */
    Reader(
            String queue,
            SqsClients clients,
            SqsQueues queues,
            WorkerIntake<Held> intake,
            BiConsumer<SqsQueues.Target, Message> arrived) {
        this.queue = queue;
        this.clients = clients;
        this.queues = queues;
        this.intake = intake;
        this.arrived = arrived;
        this.defects = new DefectLog("the reader of " + queue);
        this.outage = new OutageLog("the reader of " + queue);
    }

    void start(int workers) {
        most = Math.max(1, workers / Batches.MOST);
        begin(true);
    }

    /** Begins no further poll. */
    void stop() {
        stopped = true;
        intake.stop();
    }

    /** Waits for the polls under way, then cuts them off: what SQS sent meanwhile comes again later. */
    void close() {
        stop();
        try {
            for (Thread thread : threads) {
                if (!thread.join(LAST_POLL)) {
                    thread.interrupt();
                    thread.join(ABORTED);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(boolean first) {
        Thread thread = Thread.ofVirtual().name("tasuki-sqs-" + queue).unstarted(() -> read(first));
        threads.add(thread);
        thread.start();
    }

    private void read(boolean first) {
        try {
            boolean goesOn = true;
            while (!stopped && goesOn) {
                goesOn = turn() || first;
            }
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    /** True if there may be more. */
    private boolean turn() {
        try {
            boolean full = poll();
            defects.wentWell();
            outage.goesOn();
            if (full && threads.size() < most && intake.wanting()) {
                begin(false);
            }
            return full;
        } catch (Refusal e) {
            if (!stopped) {
                outage.waits(e);
                intake.pause(pause(e));
            }
        } catch (RuntimeException | Error e) {
            // A reader that ended here would be missing for as long as the process runs.
            defects.failed(e);
            intake.pause(AFTER_A_REFUSAL_MILLIS);
        }
        return false;
    }

    /** How long to wait after this before the next poll, in milliseconds. */
    static long pause(Refusal e) {
        if (e.getCause() instanceof OverLimitException) {
            return TOO_MANY_IN_HAND_MILLIS;
        }
        return e instanceof TooBusy
                ? ThreadLocalRandom.current().nextLong(AFTER_A_REFUSAL_MILLIS, 3 * AFTER_A_REFUSAL_MILLIS)
                : AFTER_A_REFUSAL_MILLIS;
    }

    private boolean poll() {
        SqsQueues.Target target = queues.of(queue);
        int room = intake.reserve(Batches.MOST);
        if (room == 0) {
            return false;
        }
        List<Message> messages;
        try {
            messages = receive(clients, target, room);
            messages.forEach(message -> arrived.accept(target, message));
        } catch (Refusal e) {
            if (SqsErrors.queueIsGone(e)) {
                queues.forget(target);
            }
            throw e;
        } finally {
            intake.release(room);
        }
        return messages.size() == room;
    }

    /** Waits for messages as long as the settings say. */
    static List<Message> receive(SqsClients clients, SqsQueues.Target target, int most) {
        int wait = (int) clients.settings().timing().poll().toSeconds();
        List<Message> messages = clients.call(
                Action.RECEIVE,
                target.name(),
                () -> clients.polls()
                        .receiveMessage(r -> r.queueUrl(target.url())
                                .maxNumberOfMessages(most)
                                .waitTimeSeconds(wait)
                                .messageAttributeNames(Envelope.ATTRIBUTE)
                                .messageSystemAttributeNames(
                                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                        MessageSystemAttributeName.SENT_TIMESTAMP))
                        .messages());
        clients.metrics().carried(Action.RECEIVE, messages.size(), 0);
        return messages;
    }

    /** What SQS says of this delivery. */
    static Held.Receipt receipt(Message message) {
        return new Held.Receipt(
                message.messageId(),
                message.receiptHandle(),
                number(message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
    }

    /** The message as it is on the wire. */
    static Envelope.Wire wire(Message message) {
        var attribute = message.messageAttributes().get(Envelope.ATTRIBUTE);
        return new Envelope.Wire(message.body(), attribute == null ? null : attribute.stringValue());
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 1;
    }
}
