package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.BlockingReader;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;

/**
 * Takes the messages of one queue, {@value #PREFETCH} at once, and holds them as kombu does: a process that dies leaves them
 * to those that look for what was held too long. One thread and one connection that waits.
 */
final class RedisInbox {
    static final int PREFETCH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(RedisInbox.class);
    private static final Script TAKE = Script.of(Script.resource(RedisInbox.class, "take.lua"));
    private static final Script BACK = Script.of(Script.resource(RedisInbox.class, "back.lua"));
    private static final Script SHOWN = Script.of(Script.resource(RedisInbox.class, "shown.lua"));
    private static final long MOST_BYTES_AT_ONCE = 16 << 20;
    private static final Duration LAST_TAKE = Duration.ofSeconds(10);
    private static final Duration AFTER_AN_OUTAGE = Duration.ofSeconds(1);

    private final String queue;
    private final RedisKeys keys;
    private final RedisLanes lane;
    private final BlockingReader reader;
    private final Consumer<Taken> taker;
    private final Thread thread;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Of those that keep others from coming. */
    private int inHand;

    private boolean paused;
    private boolean stopped;

    /**
     * Takes nothing yet.
     *
     * @param taker called on the thread that reads; must not block
     */
    RedisInbox(String queue, RedisKeys keys, RedisLanes lane, RedisLink link, Consumer<Taken> taker) {
        this.queue = queue;
        this.keys = keys;
        this.lane = lane;
        this.reader = new BlockingReader(
                "celery-" + queue.replaceAll("[^A-Za-z0-9._-]+", "-"), link, keys.list(queue, 0));
        this.taker = taker;
        this.thread = Thread.ofPlatform().daemon().name("tasuki-celery-" + queue).unstarted(this::run);
    }

    void begin() {
        thread.start();
    }

    private void run() {
        for (int room = room(); room > 0; room = room()) {
            try {
                if (take(room) == 0) {
                    // Takes nothing: the first message, if there is one, is put where it was.
                    String list = keys.list(queue, 0);
                    reader.read(
                            Protocol.Command.BLMOVE,
                            list,
                            list,
                            "RIGHT",
                            "RIGHT",
                            Long.toString(BlockingReader.LONGEST.toSeconds()));
                }
            } catch (Refusal away) {
                LOG.debug("queue {}: {}", queue, away.detail());
                rest();
            } catch (RuntimeException defect) {
                LOG.error("taking from queue {} failed and goes on", queue, defect);
                rest();
            }
        }
        reader.close();
    }

    /** How many may come; waits until some may. 0 at the end. */
    private int room() {
        lock.lock();
        try {
            while (!stopped && (paused || inHand >= PREFETCH)) {
                changed.awaitUninterruptibly();
            }
            return stopped ? 0 : PREFETCH - inHand;
        } finally {
            lock.unlock();
        }
    }

    private void rest() {
        lock.lock();
        try {
            long left = AFTER_AN_OUTAGE.toNanos();
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.warn("{} was interrupted; it goes on until it is closed", thread.getName());
        } finally {
            lock.unlock();
        }
    }

    private int take(int most) {
        List<String> all = new ArrayList<>(keys.lists(queue));
        all.add(keys.unackedIndex());
        all.add(keys.unacked());
        List<Object> bounds =
                List.of(most, MOST_BYTES_AT_ONCE, RedisEnvelope.MOST_BYTES, RedisEnvelope.OTHER_BYTES, queue);
        List<Object> taken = Answer.list(lane.call(Command.run(TAKE, true, all, bounds)));
        taken.forEach(one -> deliver(Answer.bytes(one)));
        return taken.size();
    }

    private void deliver(byte[] raw) {
        ObjectNode message = RedisEnvelope.parse(raw).orElseGet(Json::object);
        Held one = new Held(message);
        if (!one.tag.isEmpty()) {
            held.put(one.tag, one);
        }
        count(1);
        Envelope envelope = RedisEnvelope.read(message);
        taker.accept(new Taken(envelope, queue, RedisKeys.rowPriority(RedisEnvelope.priority(message)), one));
    }

    private void count(int more) {
        lock.lock();
        try {
            inHand += more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more until {@link #resume}; what is in hand stays there. */
    void pause() {
        set(true, false);
    }

    void resume() {
        set(false, false);
    }

    private void set(boolean pause, boolean stop) {
        lock.lock();
        try {
            paused = pause;
            stopped |= stop;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, and waits until what is in hand is settled. */
    void stop(Duration patience) throws InterruptedException {
        set(false, true);
        reader.unblock(lane);
        lock.lock();
        try {
            long left = patience.toNanos();
            while (inHand > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells the fleet that what is in hand is still worked on. */
    void show() {
        List<String> tags = List.copyOf(held.keySet());
        if (!tags.isEmpty()) {
            told(Command.run(SHOWN, true, List.of(keys.unackedIndex()), tags));
        }
    }

    /** Gives back what is not settled. */
    void close() {
        set(false, true);
        reader.cut();
        try {
            // What it takes at the end would be held by nobody.
            if (!thread.join(LAST_TAKE)) {
                LOG.warn("queue {}: what was taken last comes again when it was held too long", queue);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        held.values().forEach(Held::giveBack);
    }

    /** What is lost with the connection comes again once it was held too long. */
    private void told(Command command) {
        var unused = lane.sendPatiently(command).exceptionally(lost -> {
            LOG.debug("a message of {} comes again: {}", queue, lost.getMessage());
            return null;
        });
    }

    /** Puts a message back into a list, unless somebody else did so. */
    static Command back(RedisKeys keys, String tag, ObjectNode message, String list) {
        List<String> all = List.of(keys.unackedIndex(), keys.unacked(), list);
        return Command.run(BACK, true, all, List.of(tag, RedisEnvelope.redelivered(message)));
    }

    /** One that was taken. */
    private final class Held implements Taken.Settling {
        private final ObjectNode message;
        private final String tag;
        private final AtomicBoolean counts = new AtomicBoolean(true);
        private final AtomicBoolean settled = new AtomicBoolean();

        Held(ObjectNode message) {
            this.message = message;
            this.tag = RedisEnvelope.tag(message);
        }

        @Override
        public void hold() {
            if (counts.compareAndSet(true, false)) {
                count(-1);
            }
        }

        @Override
        public void accept() {
            settle(() -> Command.run(BACK, true, List.of(keys.unackedIndex(), keys.unacked()), List.of(tag)));
        }

        /** There is no place where it could be put aside. */
        @Override
        public void reject() {
            accept();
        }

        @Override
        public void giveBack() {
            settle(() -> back(keys, tag, message, keys.list(queue, RedisEnvelope.priority(message))));
        }

        private void settle(Supplier<Command> how) {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            if (!tag.isEmpty()) {
                held.remove(tag);
                told(how.get());
            }
            hold();
        }
    }

    @Override
    public String toString() {
        return "queue " + queue;
    }
}
