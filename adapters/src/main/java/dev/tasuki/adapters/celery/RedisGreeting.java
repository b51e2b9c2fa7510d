package dev.tasuki.adapters.celery;

import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process joins a fleet over Redis: it looks whether its name is free, listens to commands, asks the others what was
 * called off, and takes calls after that. The others are asked again when commands may have been missed.
 */
final class RedisGreeting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisGreeting.class);
    /** As often as a process that ends in good order may still be there: half a minute. */
    private static final int TRIES = 15;

    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final RedisMailbox mailbox;
    private final Mingle mingle;
    private final Steps steps;
    private final CountDownLatch closing = new CountDownLatch(1);
    /** Guards the mailbox's answers, of which each is read once. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean taking;

    /**
     * What follows.
     *
     * @param listen listens to commands; {@link #listens} is called when that has begun, and again after an outage
     * @param take takes calls; run once
     */
    record Steps(Runnable listen, Runnable take) {}

    /** Does nothing yet. */
    RedisGreeting(RedisMailbox mailbox, Mingle mingle, Steps steps) {
        this.mailbox = mailbox;
        this.mingle = mingle;
        this.steps = steps;
    }

    void begin() {
        Thread.startVirtualThread(() -> {
            try {
                join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Commands are heard from now on; those before may have been missed. */
    void listens() {
        Thread.startVirtualThread(() -> {
            try {
                ask();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void join() throws InterruptedException {
        for (int tries = 0; taken(); tries++) {
            if (tries == 0) {
                ask();
            }
            if (tries == TRIES) {
                LOG.warn(
                        "the name {} is another worker's: remote control is off here, calls are taken all the same;"
                                + " give each process a name of its own, --celery-name",
                        mingle.name());
                return;
            }
            if (closing.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        steps.listen().run();
    }

    /** Waits until Redis is there. */
    private boolean taken() throws InterruptedException {
        while (closing.getCount() > 0) {
            lock.lock();
            try {
                return mailbox.reaches(mingle.name(), mingle.headers());
            } catch (Refusal away) {
                LOG.debug("whether the name {} is free is asked later: {}", mingle.name(), away.detail());
            } finally {
                lock.unlock();
            }
            rest();
        }
        return false;
    }

    private void ask() throws InterruptedException {
        lock.lock();
        try {
            mailbox.ask(mingle.command(), mingle.headers());
            if (!closing.await(Mingle.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                mailbox.answers().forEach(mingle::heard);
            }
        } catch (Refusal away) {
            LOG.debug("the other workers are asked when Redis is there again: {}", away.detail());
        } finally {
            if (!taking && closing.getCount() > 0) {
                taking = true;
                steps.take().run();
            }
            lock.unlock();
        }
    }

    private void rest() throws InterruptedException {
        if (closing.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.trace("closed");
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
