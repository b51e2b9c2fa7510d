package dev.tasuki.adapters.resp;

import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection and one thread, which sends what has gathered as one pipeline. So all callers share few round trips,
 * and a server that syncs before it answers syncs once for all of them.
 *
 * <p>Commands are sent in the order in which they came, each once. When the connection is lost, those under way fail:
 * they may have happened all the same, and only their caller knows whether they may be repeated. A later command waits
 * for the new connection; while there is none to be had, commands are refused at once.
 *
 * <p>Callers wait without a timer of their own. A watch cuts a connection on which a pipeline lasts too long, which
 * ends every wait. Safe for any number of threads.
 */
public final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MOST_AT_ONCE = 200;
    private static final long MOST_BYTES_AT_ONCE = 16L << 20;
    private static final Duration WATCH = Duration.ofMillis(250);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final String name;
    private final RedisLink link;
    private final RedisSettings settings;
    private final Semaphore room;
    private final LaneMeter meter = new LaneMeter();
    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Ticker.Ticking watch;

    private volatile @Nullable Connection connection;
    /** When the pipeline under way began, by {@link System#nanoTime()}; 0 between pipelines. */
    private volatile long since;

    private volatile boolean closed;
    private volatile boolean ended;

    private @Nullable Refusal away;
    private long tryAgainAt;
    private int failures;
    private boolean connectedBefore;
    /** Of {@link RedisLink#masters()} when the connection was asked for. */
    private long master;
    /** How many times a lane for the same purpose lost its connection: what broke one has most often broken the others. */
    private final AtomicLong losses;
    /** Of these when the connection was asked for. */
    private long before;

    private Lane(String name, RedisLink link, AtomicLong losses) {
        this.name = name;
        this.link = link;
        this.losses = losses;
        this.settings = link.settings();
        this.room = new Semaphore(settings.flow().inFlight());
        this.thread = Thread.ofPlatform().daemon().name("tasuki-redis-" + name).unstarted(this::run);
        this.watch = new ThreadTicker().every(WATCH, "redis-" + name + "-watch", this::cutIfStuck);
    }

    /** Connects at the first command. */
    public static Lane start(String name, RedisLink link) {
        return start(name, link, new AtomicLong());
    }

    /**
     * The same beside others for the same purpose. When one of them loses its connection the others make theirs anew
     * before they use it.
     *
     * @param losses which they share
     */
    static Lane start(String name, RedisLink link, AtomicLong losses) {
        Lane lane = new Lane(name, link, losses);
        lane.thread.start();
        return lane;
    }

    /** Sends it and returns the answer; throws the refusal. */
    public @Nullable Object call(Command command) {
        return join(send(command));
    }

    /** The answer to a command that was sent; throws the refusal. */
    public static @Nullable Object join(CompletableFuture<@Nullable Object> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /**
     * Sends it; the future ends with the answer or a {@link Refusal}.
     *
     * @throws dev.tasuki.core.task.TooBusy if too many are under way
     */
    public CompletableFuture<@Nullable Object> send(Command command) {
        if (!room.tryAcquire()) {
            throw link.errors()
                    .tooBusy("%,d commands wait for Redis at %s; try again"
                            .formatted(settings.flow().inFlight(), settings.where()));
        }
        return enqueue(command);
    }

    /** The same for those who must be heard: waits for room. */
    public CompletableFuture<@Nullable Object> sendPatiently(Command command) {
        room.acquireUninterruptibly();
        return enqueue(command);
    }

    private CompletableFuture<@Nullable Object> enqueue(Command command) {
        Pending pending = Pending.now(command, room);
        if (closed) {
            pending.fail(link.errors().closed());
            return pending.answer();
        }
        queue.add(pending);
        if (ended) {
            failRest();
        }
        return pending.answer();
    }

    /** What went over it. */
    public List<ServerReading> readings() {
        return meter.readings(name, settings.where(), underWay());
    }

    /** How many commands are not answered yet. */
    int underWay() {
        return settings.flow().inFlight() - room.availablePermits();
    }

    /** Sends what is there, and then ends. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        queue.add(Pending.now(null, new Semaphore(0)));
        try {
            thread.join(settings.timing().command().plus(settings.timing().connect()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.close();
        disconnect();
    }

    private void run() {
        List<Pending> batch = new ArrayList<>(MOST_AT_ONCE);
        boolean going = true;
        while (going) {
            batch.clear();
            going = gather(batch);
            if (!batch.isEmpty()) {
                pipeline(batch);
            }
        }
        ended = true;
        failRest();
        disconnect();
    }

    /** Waits for one, and takes what else is there; false at the end. */
    private boolean gather(List<Pending> batch) {
        long bytes = 0;
        Pending next = take();
        while (next != null) {
            if (next.command() == null) {
                return false;
            }
            batch.add(next);
            bytes += next.command().size();
            boolean full = batch.size() >= MOST_AT_ONCE || bytes >= MOST_BYTES_AT_ONCE;
            next = full ? null : queue.poll();
        }
        return true;
    }

    private Pending take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                LOG.warn("{} was interrupted; it goes on until it is closed", thread.getName());
            }
        }
    }

    private void failRest() {
        for (Pending left = queue.poll(); left != null; left = queue.poll()) {
            left.fail(link.errors().closed());
        }
    }

    private void pipeline(List<Pending> batch) {
        try {
            exchange(connected(), batch);
        } catch (JedisException e) {
            disconnect();
            losses.compareAndSet(before, before + 1);
            LOG.warn("{}: {}", thread.getName(), RedisErrors.reason(e));
            fail(batch, link.errors().lost(e));
        } catch (Refusal none) {
            fail(batch, none);
        } catch (RuntimeException e) {
            disconnect();
            LOG.error("{} failed and goes on", thread.getName(), e);
            fail(batch, link.errors().lost(e));
        } finally {
            since = 0;
        }
    }

    private static void fail(List<Pending> batch, Refusal refusal) {
        batch.forEach(pending -> pending.fail(refusal));
    }

    private void exchange(Connection connected, List<Pending> batch) {
        since = System.nanoTime() | 1;
        List<Parcel> parcels = Parcel.of(batch);
        List<Object> answers = sent(connected, parcels);
        List<Parcel> unknown = new ArrayList<>();
        for (int i = 0; i < parcels.size(); i++) {
            if (answers.get(i) instanceof JedisDataException error
                    && String.valueOf(error.getMessage()).startsWith("NOSCRIPT")) {
                unknown.add(parcels.get(i));
            }
        }
        complete(parcels, answers, unknown);
        if (!unknown.isEmpty()) {
            // They were not run at all, so this repeats nothing.
            load(connected, unknown);
            complete(unknown, sent(connected, unknown), List.of());
        }
        long now = System.nanoTime();
        long waited = 0;
        for (Pending pending : batch) {
            waited += now - pending.since();
        }
        meter.answered(batch.size(), waited);
    }

    /** One answer for each, and another one at the end where replicas are asked for. */
    private List<Object> sent(Connection connected, List<Parcel> batch) {
        boolean writes = false;
        for (Parcel parcel : batch) {
            Command command = parcel.command();
            connected.sendCommand(command.name(), command.arguments());
            writes |= command.writes();
        }
        boolean replicas = writes && settings.safety().replicas() > 0;
        if (replicas) {
            connected.sendCommand(
                    Protocol.Command.WAIT,
                    Integer.toString(settings.safety().replicas()),
                    Long.toString(settings.safety().patience().toMillis()));
        }
        return connected.getMany(batch.size() + (replicas ? 1 : 0));
    }

    private void complete(List<Parcel> batch, List<Object> answers, List<Parcel> later) {
        boolean demoted = false;
        boolean stored = answers.size() == batch.size()
                || (answers.getLast() instanceof Long copies
                        && copies >= settings.safety().replicas());
        for (int i = 0; i < batch.size(); i++) {
            Parcel parcel = batch.get(i);
            Object answer = answers.get(i);
            if (later.contains(parcel)) {
                continue;
            }
            if (answer instanceof JedisDataException error) {
                link.noteMove(error);
                demoted |= RedisLink.demoted(error);
                parcel.fail(link.errors().refused(error));
            } else if (!stored && parcel.first().writes()) {
                parcel.fail(link.errors()
                        .unavailable(
                                "stored at Redis, but not on "
                                        + settings.safety().replicas() + " replicas within "
                                        + settings.safety().patience().toMillis()
                                        + " ms; ask again with the same idempotency key",
                                null));
            } else {
                parcel.complete(answer, link.errors());
            }
        }
        if (demoted) {
            // The next connection may lead to the new master; this one never will.
            disconnect();
        }
    }

    public RedisLink link() {
        return link;
    }

    private static void load(Connection connected, List<Parcel> unknown) {
        Set<Script> scripts = new LinkedHashSet<>();
        for (Parcel parcel : unknown) {
            Script script = parcel.first().script();
            if (script != null && scripts.add(script)) {
                connected.sendCommand(Protocol.Command.SCRIPT, "LOAD", script.text());
            }
        }
        connected.getMany(scripts.size());
    }

    private Connection connected() {
        Connection there = connection;
        if (there != null && !there.isBroken() && master == link.masters() && before == losses.get()) {
            return there;
        }
        disconnect();
        long named = link.masters();
        before = losses.get();
        if (away != null && System.nanoTime() - tryAgainAt < 0) {
            throw away;
        }
        try {
            since = System.nanoTime() | 1;
            Connection fresh = link.open(name, settings.timing().command());
            connection = fresh;
            master = named;
            if (connectedBefore) {
                meter.reconnected();
            }
            connectedBefore = true;
            if (away != null) {
                LOG.info("{} is connected to {} again", thread.getName(), settings.where());
            }
            away = null;
            failures = 0;
            return fresh;
        } catch (Refusal refusal) {
            if (away == null) {
                LOG.warn("{}: {}", thread.getName(), refusal.detail());
            }
            away = refusal;
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures++, 10));
            long spread = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
            tryAgainAt = System.nanoTime() + Duration.ofMillis(spread).toNanos();
            throw refusal;
        }
    }

    private void disconnect() {
        Connection there = connection;
        connection = null;
        if (there != null) {
            RedisLink.end(there);
        }
    }

    /** A write to a server that has stopped has no time-out of its own. */
    private void cutIfStuck() {
        long began = since;
        Connection there = connection;
        Duration most = settings.timing().command().multipliedBy(2);
        if (began != 0 && there != null && System.nanoTime() - began > most.toNanos()) {
            try {
                there.forceDisconnect();
            } catch (IOException e) {
                LOG.debug("{} could not be cut", thread.getName(), e);
            }
        }
    }
}
