package dev.tasuki.adapters.sqs;

import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gathers entries into calls of ten. An entry that comes while no call is under way begins one; those that come
 * meanwhile go together in the next. Each entry ends by what SQS said to it, not to its neighbours. The threads live as
 * long as there is something to send. Thread-safe.
 *
 * @param <T> what an entry carries
 */
final class Batches<T> {
    static final int MOST = 10;
    private static final long MOST_BYTES = QueuePlan.LARGEST_BYTES;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long SHORTEST_PAUSE_MILLIS = 50;

    private final Terms terms;
    private final Call<T> call;
    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
    private int running;
    private int open;
    private boolean closed;

    /**
     * How to gather and how to try again.
     *
     * @param name of the threads
     * @param lanes calls that may be under way at once; a further one begins only when it is full
     * @param linger how long a call waits to be full
     * @param tries how often an entry is sent at most
     * @param patience how long an entry is tried at most
     * @param callsAgain true if a call that failed as a whole is tried again, too
     */
    record Terms(String name, int lanes, Duration linger, int tries, Duration patience, boolean callsAgain) {}

    /**
     * One call.
     *
     * @param <T> what an entry carries
     */
    interface Call<T> {
        /** Sends these and returns what was refused, by position; throws a refusal if all failed. */
        Map<Integer, EntryFailed> send(List<T> entries);
    }

    private static final class Waiting<T> {
        final T value;
        final long bytes;
        final long until;
        final CompletableFuture<Boolean> done = new CompletableFuture<>();
        int tries;

        Waiting(T value, long bytes, long until) {
            this.value = value;
            this.bytes = bytes;
            this.until = until;
        }
    }

    Batches(Terms terms, Call<T> call) {
        this.terms = terms;
        this.call = call;
        this.threads = work -> Thread.ofVirtual().name("tasuki-" + terms.name()).start(work);
    }

    /** Sends it with the next call; ends with {@link EntryFailed} or a refusal if SQS did not take it. */
    CompletableFuture<Boolean> add(T value, long bytes) {
        Waiting<T> entry =
                new Waiting<>(value, bytes, System.nanoTime() + terms.patience().toNanos());
        lock.lock();
        try {
            open++;
        } finally {
            lock.unlock();
        }
        put(entry);
        return entry.done;
    }

    /** Waits until every entry has ended; false if the time ran out. */
    boolean awaitEmpty(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            long left = patience.toNanos();
            while (open > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return open == 0;
        } finally {
            lock.unlock();
        }
    }

    private void put(Waiting<T> entry) {
        lock.lock();
        try {
            waiting.add(entry);
            if (running == 0 || running < terms.lanes() && waiting.size() >= MOST) {
                running++;
                threads.execute(this::run);
            } else if (waiting.size() >= MOST) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (List<Waiting<T>> batch = next(); !batch.isEmpty(); batch = next()) {
            send(batch);
        }
    }

    private List<Waiting<T>> next() {
        lock.lock();
        try {
            long left = terms.linger().toNanos();
            while (!waiting.isEmpty() && waiting.size() < MOST && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        lock.lock();
        try {
            // What fills no call is left to the only one that goes on.
            if (waiting.isEmpty() || running > 1 && waiting.size() < MOST) {
                running--;
                return List.of();
            }
            return drain();
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting<T>> drain() {
        List<Waiting<T>> batch = new ArrayList<>(MOST);
        long bytes = 0;
        while (batch.size() < MOST) {
            Waiting<T> entry = waiting.peek();
            if (entry == null || !batch.isEmpty() && bytes + entry.bytes > MOST_BYTES) {
                break;
            }
            bytes += entry.bytes;
            batch.add(waiting.remove());
        }
        return batch;
    }

    private void send(List<Waiting<T>> batch) {
        Map<Integer, EntryFailed> failed;
        try {
            failed = call.send(batch.stream().map(entry -> entry.value).toList());
        } catch (Refusal e) {
            batch.forEach(entry -> failed(entry, e, terms.callsAgain()));
            return;
        } catch (RuntimeException | Error e) {
            batch.forEach(entry -> failed(entry, e, false));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            EntryFailed failure = failed.get(i);
            if (failure == null) {
                ended();
                batch.get(i).done.complete(true);
            } else {
                failed(batch.get(i), failure, !failure.senderFault());
            }
        }
    }

    private void failed(Waiting<T> entry, Throwable failure, boolean again) {
        entry.tries++;
        long most = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(entry.tries, 10));
        long pause = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS / 2, most);
        boolean inTime = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) - entry.until < 0;
        if (again && inTime && entry.tries < terms.tries() && !closing()) {
            CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, threads)
                    .execute(() -> put(entry));
        } else {
            ended();
            entry.done.completeExceptionally(failure);
        }
    }

    private boolean closing() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            open--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
