package dev.tasuki.server.events;

import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.use.Events;
import dev.tasuki.server.wire.ForClients;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hears each change once for all streams and keeps the last ones. A stream that lags further behind reads the log by
 * itself, so no client can make this grow. Thread-safe.
 */
@ForClients
@Singleton
public final class EventHub implements AutoCloseable {
    private static final int KEPT = 2_000;
    private static final int PAGE = 500;
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Events events;
    private final TaskEvents.Listening listening;
    private final Semaphore streams = new Semaphore(Limits.EVENT_STREAMS.intValue());
    private final ReentrantLock lock = new ReentrantLock();
    /** A set in place of a condition of the lock: a thousand that wake do not wait for each other. */
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

    private final AtomicInteger opened = new AtomicInteger();
    private final Deque<Frame> last = new ArrayDeque<>();
    /** Every change after this version up to {@link #heard} is among the last ones. */
    private long before = Long.MAX_VALUE;

    private volatile long heard;
    private volatile boolean ended;

    EventHub(Events events) {
        this.events = events;
        this.listening = events.listen(this::hear);
    }

    /**
     * Takes one of the places for streams; the version up to which everything was heard. Throws {@link TooBusy} if
     * there is none, and what {@link Events#now} throws.
     */
    public long enter() {
        long now = events.now();
        if (!streams.tryAcquire()) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    Limits.EVENT_STREAMS.text() + " streams of events are open already, which is the limit; close one,"
                            + " or ask GET /events?after= from time to time",
                    LATER);
        }
        lock.lock();
        try {
            heard = Math.max(heard, now);
            return heard;
        } finally {
            lock.unlock();
        }
    }

    /** The beat of one more stream: as many have each of them. */
    Beat nextBeat() {
        return Beat.of(opened.getAndIncrement());
    }

    /** Gives the place back. */
    public void leave() {
        streams.release();
    }

    private void hear(ChangePage page) {
        List<Frame> frames = page.changes().stream().map(Frame::new).toList();
        lock.lock();
        try {
            if (before == Long.MAX_VALUE) {
                before = frames.isEmpty()
                        ? page.upTo()
                        : frames.getFirst().change().version() - 1;
            }
            last.addAll(frames);
            while (last.size() > KEPT) {
                before = last.removeFirst().change().version();
            }
            heard = page.upTo();
        } finally {
            lock.unlock();
        }
        waiting.forEach(LockSupport::unpark);
    }

    /**
     * The frames after a version.
     *
     * @param frames in the order of their versions, at most {@value #PAGE}
     * @param upTo the version to go on from
     */
    record Batch(List<Frame> frames, long upTo) {}

    /** What comes after the version: from memory, else from the log. */
    Batch after(long version) {
        if (version >= heard) {
            return new Batch(List.of(), version);
        }
        lock.lock();
        try {
            if (version >= before) {
                // From the newest on: nearly every stream has all but the last few.
                List<Frame> newer = last.reversed().stream()
                        .takeWhile(frame -> frame.change().version() > version)
                        .toList()
                        .reversed();
                List<Frame> frames = newer.subList(0, Math.min(PAGE, newer.size()));
                long upTo = frames.size() == PAGE ? frames.getLast().change().version() : heard;
                return new Batch(frames, upTo);
            }
        } finally {
            lock.unlock();
        }
        ChangePage page = events.since(version, PAGE);
        return new Batch(page.changes().stream().map(Frame::new).toList(), page.upTo());
    }

    /** From now on nobody waits: the streams are to end. */
    void end() {
        ended = true;
        waiting.forEach(LockSupport::unpark);
    }

    /** Waits until there is something after the version, for so long at most. */
    void await(long version, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        Thread waiter = Thread.currentThread();
        waiting.add(waiter);
        try {
            long left = patience.toNanos();
            while (heard <= version && !ended && left > 0) {
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                left = until - System.nanoTime();
            }
        } finally {
            waiting.remove(waiter);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        listening.close();
    }
}
