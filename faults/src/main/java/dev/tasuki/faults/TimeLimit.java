package dev.tasuki.faults;

import dev.tasuki.faults.history.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** An end for a part of a run that finds none by itself, as when a server has broken under it. */
final class TimeLimit {
    /** For what an interrupted part still has to close. */
    private static final Duration TO_CLOSE = Duration.ofMinutes(3);

    private TimeLimit() {}

    /**
     * Returns the part's result. After {@code most} the part is interrupted and abandoned, and an
     * IllegalStateException with its stack is thrown.
     */
    static Verdict within(Duration most, Supplier<Verdict> part) {
        CompletableFuture<Verdict> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().name("part").start(() -> {
            try {
                result.complete(part.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            if (!thread.join(most)) {
                String place = Arrays.stream(thread.getStackTrace())
                        .map(each -> "    at " + each)
                        .collect(Collectors.joining("\n"));
                thread.interrupt();
                boolean ended = thread.join(TO_CLOSE);
                throw new IllegalStateException("no end within " + most.toMinutes() + " minutes"
                        + (ended ? "" : ", nor when interrupted") + "; it was here:\n" + place);
            }
            return result.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the part broke", e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
