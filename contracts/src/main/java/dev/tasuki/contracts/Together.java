package dev.tasuki.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs the same thing on many threads that all start at the same moment. */
public final class Together {
    private Together() {}

    /** What each of {@code threads} calls brought, in the order of their numbers from 0. */
    public static <T> List<T> run(int threads, IntFunction<Callable<T>> call) throws Exception {
        CountDownLatch ready = new CountDownLatch(threads);
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                Callable<T> mine = call.apply(i);
                futures.add(executor.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return mine.call();
                }));
            }
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(result(future));
        }
        return results;
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
