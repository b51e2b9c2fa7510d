package dev.tasuki.faults.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Clients that train, look, predict, cancel, and repeat themselves under an idempotency key, each
 * with random numbers of its own. They keep the number of tasks under way bounded, so that a run can
 * end; while there is no server they wait for one.
 */
final class Load implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int UNDER_WAY = 60;
    private static final Duration LAST_CALLS = Duration.ofSeconds(90);
    private static final long MOMENT_SECONDS = 30;
    private static final int LONGEST_PAUSE_MILLIS = 30;
    private static final Duration TO_BE_ACCEPTED = Duration.ofMinutes(10);

    private final Client client;
    private final TrainingRequests requests;
    private final long seed;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final ConcurrentLinkedDeque<String> underWay = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<String> models = new ConcurrentLinkedDeque<>();
    private final Semaphore answers = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    Load(Client client, TrainingRequests requests, long seed) {
        this.client = client;
        this.requests = requests;
        this.seed = seed;
    }

    void start() {
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(seed * 31 + i);
            threads.add(Thread.ofVirtual().name("client-" + i).start(() -> goOn(random)));
        }
    }

    /**
     * Waits for this many answers, at most half a minute, and then a few milliseconds: the moment of a fault.
     * True if the answers came.
     */
    boolean awaitAnswers(int count, int millisMore) {
        answers.drainPermits();
        try {
            return answers.tryAcquire(count, MOMENT_SECONDS, TimeUnit.SECONDS)
                    && !stop.await(millisMore, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Goes on until this many trainings were accepted since the start; an error if they never are. */
    void awaitAccepted(int least) {
        Awaitility.await(least + " trainings accepted").atMost(TO_BE_ACCEPTED).until(() -> accepted.get() >= least);
    }

    /** Goes on for this time. */
    void awaitTime(Duration time) {
        try {
            if (stop.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the load has ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void goOn(Random random) {
        try {
            while (!stop.await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                act(random);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void act(Random random) {
        int choice = underWay.size() >= UNDER_WAY ? 100 : random.nextInt(100);
        if (choice < 50) {
            train(random);
        } else if (choice < 60) {
            trainTwice(random);
        } else if (choice < 75) {
            answered(pick(models, random).flatMap(client::predict));
        } else if (choice < 82) {
            answered(pick(underWay, random).flatMap(client::cancel));
        } else {
            look();
        }
    }

    private void train(Random random) {
        noted(client.train(requests.any(random) + "-" + numbers.incrementAndGet(), null));
    }

    /** As a client does that got no answer, or that thinks it got none. */
    private void trainTwice(Random random) {
        String tag = requests.any(random) + "-" + numbers.incrementAndGet();
        Optional<String> first = client.train(tag, "key-" + tag);
        Optional<String> second = client.train(tag, "key-" + tag);
        noted(first.or(() -> second));
    }

    private void noted(Optional<String> task) {
        task.ifPresent(id -> {
            accepted.incrementAndGet();
            underWay.add(id);
        });
        answered(task);
    }

    /** The oldest first; what has ended is a model or nothing. */
    private void look() {
        String task = underWay.poll();
        if (task == null) {
            return;
        }
        String state = client.look(task).map(Client.Reply::state).orElse("");
        answers.release();
        switch (state) {
            case "TASK_COMPLETED" -> models.addFirst(task);
            case "TASK_CANCELLED" -> {}
            case "TASK_ERROR" -> tryAgain(task);
            default -> underWay.add(task);
        }
    }

    /** A task that was killed too often is tried again, as its owner would. */
    private void tryAgain(String task) {
        client.retry(task);
        underWay.add(task);
    }

    private void answered(Optional<?> answer) {
        answer.ifPresent(unused -> answers.release());
    }

    /** One of the first twenty. */
    private static Optional<String> pick(ConcurrentLinkedDeque<String> from, Random random) {
        List<String> first = from.stream().limit(20).toList();
        @Nullable String one = first.isEmpty() ? null : first.get(random.nextInt(first.size()));
        return Optional.ofNullable(one);
    }

    /** Looks at every task until it has ended, or until {@code enough} says so. */
    void settle(BooleanSupplier enough) {
        while (!enough.getAsBoolean() && !underWay.isEmpty()) {
            look();
        }
    }

    @Override
    public void close() {
        end();
    }

    /** No further calls; those under way end first. */
    void end() {
        stop.countDown();
        for (Thread thread : threads) {
            try {
                if (!thread.join(LAST_CALLS)) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
