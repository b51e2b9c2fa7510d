package dev.tasuki.core.ask;

import dev.tasuki.core.base.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Waits on the calling thread without a timer of its own: one thread looks at the clock for all. A
 * timed wait costs a virtual thread a scheduled timer, which is more than the rest of its request.
 * The end of a wait is noticed up to 20 ms late. Thread-safe.
 */
final class SharedWait implements Requester.Wait {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Set<Waiting> all = ConcurrentHashMap.newKeySet();
    private final Ticker.Ticking looking;

    private record Waiting(CompletableFuture<byte[]> answer, long until) {}

    SharedWait(Ticker ticker) {
        this.looking = ticker.every(LOOK, "requests", this::endOverdue);
    }

    @Override
    public byte[] await(CompletableFuture<byte[]> answer, Duration atMost)
            throws InterruptedException, ExecutionException, TimeoutException {
        Waiting waiting = new Waiting(answer, System.nanoTime() + atMost.toNanos());
        all.add(waiting);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw late;
            }
            throw e;
        } finally {
            all.remove(waiting);
        }
    }

    private void endOverdue() {
        long now = System.nanoTime();
        for (Waiting waiting : all) {
            if (now - waiting.until >= 0) {
                waiting.answer.completeExceptionally(new TimeoutException());
            }
        }
    }

    /** From now on no wait ends by itself. */
    @Override
    public void close() {
        looking.close();
    }
}
