package dev.tasuki.core.dispatch;

import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.SteadyClock;
import dev.tasuki.core.base.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops consuming while infrastructure fails, so that a long queue is not claimed and given back
 * message by message. After {@value #LIMIT} failures in a row it opens for a while, with full jitter;
 * then one delivery goes through as a probe: if that does well everybody follows, if not it opens for
 * longer. Thread-safe.
 */
public final class CircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final int LIMIT = 5;

    private final RetryPolicy retries;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final Wait wait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int failures;
    private int openings;
    private Instant until = Instant.MIN;
    private boolean probing;
    private volatile boolean released;

    /** How a worker waits. Injected, so that a simulation waits in virtual time. Thread-safe. */
    @FunctionalInterface
    public interface Wait {
        /** Until something has changed, at most so long; may return sooner. */
        void await(Duration atMost) throws InterruptedException;
    }

    /**
     * A breaker that stays open for the policy's delay after that many failures in a row.
     *
     * @param clock a {@link SteadyClock}, or setting the machine's clock back would keep it open
     */
    public CircuitBreaker(RetryPolicy retries, InstantSource clock, Telemetry telemetry) {
        this.retries = retries;
        this.clock = clock;
        this.telemetry = telemetry;
        this.wait = this::awaitChange;
    }

    /** With another way of waiting than the calling thread's. */
    public CircuitBreaker(RetryPolicy retries, InstantSource clock, Telemetry telemetry, Wait wait) {
        this.retries = retries;
        this.clock = clock;
        this.telemetry = telemetry;
        this.wait = wait;
    }

    /** True while deliveries wait. */
    public boolean open() {
        lock.lock();
        try {
            return openings > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until work may be taken up; false if consuming ends before: then the delivery goes back. */
    boolean await() {
        try {
            Duration left = enter();
            while (!released && left.isPositive()) {
                wait.await(left);
                left = enter();
            }
            return !released;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void awaitChange(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!released && openings > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Zero if the caller may go on now, else how long to wait before asking again. */
    Duration enter() {
        lock.lock();
        try {
            if (openings == 0) {
                return Duration.ZERO;
            }
            Duration left = Duration.between(clock.instant(), until);
            if (left.isPositive()) {
                return left;
            }
            probing = true;
            // A probe that takes long, such as a training of hours, does not keep the others.
            until = clock.instant().plus(retries.cap());
            return Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    /** Work went through, whatever came of it. */
    void succeeded() {
        lock.lock();
        try {
            failures = 0;
            if (openings > 0) {
                openings = 0;
                probing = false;
                changed.signalAll();
                LOG.info("consuming goes on");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Infrastructure failed. */
    void failed(String why) {
        lock.lock();
        try {
            failures++;
            boolean late = openings > 0 && !probing;
            if (failures < LIMIT || late) {
                // Deliveries that were under way when it opened tell nothing new.
                return;
            }
            openings++;
            probing = false;
            Duration pause = retries.delay(openings);
            until = clock.instant().plus(pause);
            changed.signalAll();
            telemetry.count(Telemetry.Count.BREAKER_OPENED);
            LOG.warn("consuming stops for {} ms after {} failures in a row: {}", pause.toMillis(), failures, why);
        } finally {
            lock.unlock();
        }
    }

    /** Consuming goes on after {@link #release()}: workers wait again while infrastructure fails. */
    public void engage() {
        released = false;
    }

    /** Consuming ends: workers that wait give their deliveries back, and none waits any more. */
    public void release() {
        lock.lock();
        try {
            released = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
