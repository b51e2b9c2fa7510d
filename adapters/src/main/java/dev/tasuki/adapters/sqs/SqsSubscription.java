package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tasuki.core.base.WorkerIntake;
import dev.tasuki.core.base.WorkerLoop;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers on one queue, and a reader that brings them messages. What moves to another queue is confirmed there before it
 * is deleted here, so a crash in between doubles it and loses nothing.
 */
final class SqsSubscription implements Subscription, WorkerLoop.Source<SqsSubscription.Taken> {
    private static final Logger LOG = LoggerFactory.getLogger(SqsSubscription.class);
    private static final int LONGEST_REASON = 500;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(900);
    private static final Duration AFTER_A_REFUSAL = Duration.ofSeconds(30);
    /** Delays are whole seconds, and clocks differ. */
    private static final long EARLY_MILLIS = 1_000;

    private final String queue;
    private final Means means;
    private final int maxReceive;
    private final WorkerIntake<Held> intake;
    private final Reader reader;
    private final WorkerLoop<Taken> loop;
    private final AtomicLong discarded = new AtomicLong();

    /** What a subscription needs of its broker. */
    record Means(SqsClients clients, SqsQueues queues, Post post, Heartbeat heartbeat, InstantSource clock) {}

    /** What leaves this process. */
    record Post(Outbox outbox, Settler settler, ClaimChecks claims, SqsStatus status) {}

    /** A delivery for a worker, with its body. */
    record Taken(Held held, Message message) {}

    SqsSubscription(String queue, Means means, DeliveryHandler handler, int spare) {
        this.queue = queue;
        this.means = means;
        this.maxReceive = means.clients().settings().queueing().maxReceive();
        this.intake = new WorkerIntake<>(spare);
        this.reader = new Reader(queue, means.clients(), means.queues(), intake, this::arrived);
        this.loop = new WorkerLoop<>(queue, this, handler);
    }

    void start(int workers) {
        reader.start(workers);
        loop.start(workers);
    }

    String queue() {
        return queue;
    }

    /** True once nothing is taken any more. */
    boolean stopped() {
        return loop.stopped();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return loop.awaitIdle(patience);
    }

    @Override
    public void close() {
        loop.close();
        reader.close();
        intake.rest().forEach(this::giveBack);
    }

    @Override
    public void wake() {
        reader.stop();
        intake.rest().forEach(this::giveBack);
    }

    @Override
    public @Nullable Taken take(BooleanSupplier stopped) {
        Held held = intake.take();
        if (held == null) {
            return null;
        }
        try {
            Message message = means.post().claims().fetch(held.envelope());
            Optional<String> excess = message.excess();
            if (excess.isEmpty()) {
                return new Taken(held, message);
            }
            discard(held, "the message " + excess.get());
        } catch (NotFound e) {
            discard(held, "its body is gone from the store");
        } catch (Refusal e) {
            LOG.warn("message {} of {} waits for its body: {}", id(held), queue, e.detail());
            requeue(held, AFTER_A_REFUSAL);
        }
        return null;
    }

    @Override
    public Delivery delivery(Taken taken, Runnable handOver) {
        return new Delivery(taken.message(), taken.held().deliveries(), handOver);
    }

    @Override
    public void settle(Taken taken, Settlement settlement) {
        settle(taken.held(), settlement);
    }

    @Override
    public void giveBack(Taken taken) {
        giveBack(taken.held());
    }

    private void giveBack(Held held) {
        means.heartbeat().remove(held);
        visibleAfter(held, Duration.ZERO);
    }

    private void settle(Held held, Settlement settlement) {
        if (held.lost()) {
            LOG.debug("message {} of {} is another consumer's: not settled", id(held), queue);
            return;
        }
        switch (settlement) {
            case Settlement.Accept accept -> accept(held);
            case Settlement.Requeue requeue -> requeue(held, requeue.delay());
            case Settlement.Discard discard -> discard(held, discard.reason());
        }
    }

    private void accept(Held held) {
        delete(held, held.envelope().object());
    }

    /** Deletes the message, and after that its object. */
    private void delete(Held held, @Nullable String object) {
        means.heartbeat().remove(held);
        means.post().settler().delete(held.target(), held.handle()).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("message {} of {} comes again: {}", id(held), queue, failure.getMessage());
            } else if (object != null && ClaimChecks.owns(held.target().plan(), object)) {
                // The object store may take its time; other settlements need not wait for it.
                Thread.ofVirtual()
                        .name("tasuki-sqs-object")
                        .start(() -> means.post().claims().delete(object));
            }
        });
    }

    private void requeue(Held held, Duration delay) {
        if (!delay.isPositive()) {
            giveBack(held);
            return;
        }
        Instant due = means.clock().instant().plus(delay);
        Instant deadline = held.envelope().message().deadline();
        if (deadline != null && !due.isBefore(deadline)) {
            LOG.debug("dropped {}: its deadline passes before it could be tried again", id(held));
            accept(held);
        } else if (held.target().plan().fifo()) {
            means.heartbeat().remove(held);
            means.post().status().rests(held.target(), due);
            visibleAfter(held, delay);
        } else {
            later(held, held.envelope().later(held.deliveries(), due.toEpochMilli()));
        }
    }

    /** A copy that comes later, in steps where the delay is longer than one can be. */
    private void later(Held held, Envelope copy) {
        long left = copy.notBefore() - means.clock().millis();
        int seconds = (int) Math.clamp((left + 999) / 1_000, 1, LONGEST_DELAY.toSeconds());
        means.heartbeat().remove(held);
        means.post()
                .outbox()
                .sendLater(held.target(), copy, seconds)
                .whenComplete((done, failure) -> moved(held, failure));
    }

    private void discard(Held held, String reason) {
        LOG.warn("message {} of {} goes to the dead letters: {}", id(held), queue, reason);
        Envelope dead = held.envelope()
                .dead(new Envelope.Death(
                        Shown.of(reason, LONGEST_REASON), means.clock().millis(), discarded.incrementAndGet()));
        try {
            SqsQueues.Target letters = means.queues().dead(queue);
            means.heartbeat().remove(held);
            means.post().outbox().send(letters, dead).whenComplete((done, failure) -> moved(held, failure));
        } catch (Refusal e) {
            moved(held, e);
        }
    }

    /** The copy is there, so the original goes, its object stays; or the original stays. */
    private void moved(Held held, @Nullable Throwable failure) {
        if (failure == null) {
            delete(held, null);
            return;
        }
        LOG.warn("message {} stays in {}: {}", id(held), queue, failure.getMessage());
        means.heartbeat().remove(held);
        visibleAfter(held, AFTER_A_REFUSAL);
    }

    private void visibleAfter(Held held, Duration time) {
        means.post().settler().visibleAfter(held.target(), held.handle(), time).whenComplete((done, failure) -> {
            if (failure instanceof EntryFailed entry && entry.lost()) {
                LOG.debug("message {} of {} is another consumer's: not given back", id(held), queue);
            } else if (failure != null) {
                LOG.warn("message {} of {} comes again later: {}", id(held), queue, failure.getMessage());
            }
        });
    }

    private void arrived(SqsQueues.Target target, software.amazon.awssdk.services.sqs.model.Message message) {
        Held.Receipt receipt = Reader.receipt(message);
        Envelope.Wire wire = Reader.wire(message);
        Optional<Envelope> read = Envelope.read(queue, receipt.id(), wire);
        Envelope envelope = read.orElseGet(
                () -> Envelope.of(Message.durable(queue, wire.body().getBytes(UTF_8), receipt.id())));
        Instant now = means.clock().instant();
        Held held = new Held(target, receipt, envelope, now);
        means.heartbeat().add(held);
        String object = envelope.object();
        Instant deadline = envelope.message().deadline();
        if (read.isEmpty()) {
            discard(held, "its attribute " + Envelope.ATTRIBUTE + " is none that this program writes");
        } else if (object != null && !ClaimChecks.owns(target.plan(), object)) {
            discard(held, "it names an object that is no message's body of this queue");
        } else if (deadline != null && !now.isBefore(deadline)) {
            accept(held);
        } else if (envelope.notBefore() - now.toEpochMilli() > EARLY_MILLIS
                && !target.plan().fifo()) {
            later(held, envelope);
        } else if (held.received() > maxReceive) {
            discard(held, "was delivered " + maxReceive + " times and never settled");
        } else {
            hand(held);
        }
    }

    private void hand(Held held) {
        intake.hand(held);
        if (stopped()) {
            intake.rest().forEach(this::giveBack);
        }
    }

    private static String id(Held held) {
        return held.envelope().message().correlationId();
    }
}
