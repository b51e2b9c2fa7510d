package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.BlockingReader;
import dev.tasuki.adapters.resp.RedisCounts;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.core.base.DefectLog;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.WorkerIntake;
import dev.tasuki.core.base.WorkerLoop;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Workers on one stream, and a reader that brings them entries. What they hold is pending under this consumer's name at
 * the server. A sign of life every ten seconds keeps it so; without one for thirty seconds other consumers take it.
 */
final class RedisSubscription implements Subscription, WorkerLoop.Source<Held> {
    private static final Logger LOG = LoggerFactory.getLogger(RedisSubscription.class);
    private static final String GROUP = "g";
    private static final long LONGEST_WAIT_MILLIS = BlockingReader.LONGEST.toMillis();
    private static final Duration READER_ENDS = BlockingReader.LONGEST.plusSeconds(9);

    private final String queue;
    private final String consumer;
    private final RedisQueues queues;
    private final RedisCounts counts;
    private final InstantSource clock;
    private final IntConsumer dropped;
    private final BlockingReader reader;
    private final WorkerIntake<Held> workers;
    private final WorkerLoop<Held> loop;
    private final Thread reading;
    private final DefectLog defects;
    private final OutageLog outage;
    /** What is pending under our name, as far as we know. */
    private final Map<String, Held> open = new ConcurrentHashMap<>();
    /** What the server could not be told the end of. */
    private final Map<Held, Settlement> owed = new ConcurrentHashMap<>();

    private final AtomicBoolean left = new AtomicBoolean();
    /** When the queue is to be looked after next, by {@link System#nanoTime()}. */
    private volatile long tendAt = System.nanoTime();

    /**
     * What a subscription needs of its broker.
     *
     * @param dropped is told how many dead letters gave way to younger ones
     */
    record Means(RedisQueues queues, RedisLink link, InstantSource clock, IntConsumer dropped) {}

    RedisSubscription(String queue, String consumer, Means means, DeliveryHandler handler, int spare) {
        this.queue = queue;
        this.consumer = consumer;
        this.queues = means.queues();
        this.counts = means.link().counts();
        this.clock = means.clock();
        this.dropped = means.dropped();
        this.reader = new BlockingReader("reading", means.link(), queues.keys(queue) + "s");
        this.workers = new WorkerIntake<>(spare);
        this.loop = new WorkerLoop<>(queue, this, handler);
        this.reading = Thread.ofVirtual().name("tasuki-redis-" + queue).unstarted(this::read);
        this.defects = new DefectLog("the reader of " + queue);
        this.outage = new OutageLog("the reader of " + queue);
    }

    void start(int count) {
        reading.start();
        loop.start(count);
    }

    String queue() {
        return queue;
    }

    /** True once nothing is left to do for it. */
    boolean finished() {
        return loop.finished() && open.isEmpty();
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
        try {
            reading.join(READER_ENDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        settleOwed();
        leave();
    }

    /** The consumer's name goes, unless something is still pending under it. */
    void leave() {
        if (left.compareAndSet(false, true)) {
            try {
                queues.leave(queue, consumer);
            } catch (Refusal e) {
                LOG.warn("{} at Redis stays behind: {}", consumer, e.detail());
            }
        }
    }

    /** A sign of life, for what is held too, and another try for what could not be settled. */
    void beat() {
        settleOwed();
        if (!left.get()) {
            queues.beat(queue, consumer, List.copyOf(open.keySet()));
        }
    }

    private void settleOwed() {
        Map.copyOf(owed).forEach((held, settlement) -> {
            if (owed.remove(held, settlement)) {
                settle(held, settlement);
            }
        });
    }

    @Override
    public @Nullable Held take(BooleanSupplier stopped) {
        return workers.take();
    }

    @Override
    public Delivery delivery(Held held, Runnable handOver) {
        return new Delivery(held.message(), held.deliveries(), handOver);
    }

    /** Settlements go out in the order of their ends; the worker does not wait for the answers. */
    @Override
    public void settle(Held held, Settlement settlement) {
        long delay =
                settlement instanceof Settlement.Requeue again ? again.delay().toMillis() : Long.MAX_VALUE;
        queues.settle(queue, consumer, held, settlement).whenComplete((answer, failure) -> {
            if (failure != null) {
                postpone(held, settlement, failure);
                return;
            }
            open.remove(held.id(), held);
            long told = Answer.number(answer);
            if (told == 0) {
                LOG.warn("message {} of {} was taken over", held.message().correlationId(), queue);
            } else if (told > 1) {
                tellDropped((int) told - 1);
            }
            if (delay < LONGEST_WAIT_MILLIS) {
                tendBy(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay));
            }
        });
    }

    private void postpone(Held held, Settlement settlement, Throwable failure) {
        owed.put(held, settlement);
        LOG.warn(
                "message {} of {} is settled later: {}",
                held.message().correlationId(),
                queue,
                failure instanceof Refusal refusal ? refusal.detail() : failure.toString());
    }

    private void tellDropped(int gone) {
        LOG.warn(
                "{} of the oldest dead letters of {} dropped: there is room for {}",
                gone,
                queue,
                Limits.DEAD_LETTERS.text());
        dropped.accept(gone);
    }

    @Override
    public void giveBack(Held held) {
        settle(held, new Settlement.Requeue(Duration.ZERO));
    }

    @Override
    public void wake() {
        workers.stop();
        reader.unblock(queues.quick());
    }

    private void read() {
        while (!loop.stopped()) {
            try {
                turn();
                defects.wentWell();
                outage.goesOn();
            } catch (Refusal e) {
                outage.waits(e);
                workers.pause(LONGEST_WAIT_MILLIS);
            } catch (RuntimeException | Error e) {
                // A reader that ended here would be missing for as long as the process runs.
                defects.failed(e);
                workers.pause(LONGEST_WAIT_MILLIS);
            }
        }
        workers.rest().forEach(this::giveBack);
        reader.close();
    }

    private void turn() {
        int room = workers.room();
        if (room > 0 && reader.disconnected()) {
            reader.connect();
            room -= regain(room);
        }
        if (room > 0 && System.nanoTime() - tendAt >= 0) {
            room -= tend(room);
        }
        if (room > 0 && !loop.stopped()) {
            hand(next(room));
        }
    }

    /** What was on its way over a connection that broke is pending under our name, and nobody else gets it. */
    private int regain(int room) {
        List<RedisQueues.Entry> found = queues.mine(queue, consumer, room + open.size(), List.copyOf(open.keySet()));
        hand(found);
        return found.size();
    }

    private int tend(int room) {
        RedisQueues.Tended tended = queues.tend(queue, consumer, room);
        tendAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.clamp(tended.pause(), 1, LONGEST_WAIT_MILLIS));
        List<RedisQueues.Entry> taken = tended.taken().stream()
                .filter(entry -> !open.containsKey(entry.id()))
                .toList();
        if (!taken.isEmpty()) {
            counts.takenOver(queue, taken.size());
            LOG.info("{} messages of {} were taken over from consumers that are gone", taken.size(), queue);
        }
        hand(taken);
        return taken.size();
    }

    private List<RedisQueues.Entry> next(int room) {
        long wait = TimeUnit.NANOSECONDS.toMillis(tendAt - System.nanoTime());
        try {
            Object answer = reader.read(
                    Protocol.Command.XREADGROUP,
                    "GROUP",
                    GROUP,
                    consumer,
                    "COUNT",
                    Integer.toString(room),
                    "BLOCK",
                    Long.toString(Math.clamp(wait, 1, LONGEST_WAIT_MILLIS)),
                    "STREAMS",
                    queues.keys(queue) + "s",
                    ">");
            List<Object> streams = Answer.list(answer);
            return streams.isEmpty()
                    ? List.of()
                    : RedisQueues.Entry.all(Answer.list(streams.getFirst()).get(1));
        } catch (JedisDataException e) {
            if (!String.valueOf(e.getMessage()).startsWith("NOGROUP")) {
                throw queues.refused(e);
            }
            LOG.warn("the queue {} was deleted at Redis; it is made again", queue);
            tendAt = System.nanoTime();
            return List.of();
        }
    }

    private void tendBy(long time) {
        if (time - tendAt < 0) {
            tendAt = time;
        }
    }

    private void hand(List<RedisQueues.Entry> entries) {
        Instant now = clock.instant();
        for (RedisQueues.Entry entry : entries) {
            Optional<Message> message = MessageFields.message(queue, entry.fields());
            long former = MessageFields.number(entry.fields(), "n");
            Message known = message.orElseGet(() -> Message.durable(queue, new byte[0], entry.id()));
            Held held = new Held(entry.id(), entry.count(), former, known);
            Instant deadline = known.deadline();
            open.put(held.id(), held);
            if (message.isEmpty()) {
                settle(held, new Settlement.Discard("its fields are none that this program writes"));
            } else if (deadline != null && !now.isBefore(deadline)) {
                settle(held, Settlement.ACCEPT);
            } else if (held.count() > Limits.DELIVERIES.value()) {
                settle(held, new Settlement.Discard("ended " + (held.count() - 1) + " consumers"));
            } else {
                workers.hand(held);
            }
        }
    }
}
