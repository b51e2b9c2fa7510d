package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the broker is told of the deliveries of one channel. While others of them are under way, some
 * that were accepted wait and are then acknowledged in one frame: each frame costs both sides about as
 * much as a small message. None waits when nothing else is under way, and at most half of the prefetch
 * does, so that deliveries go on. One that waited when the connection was lost comes again, as every
 * delivery may. Thread-safe.
 *
 * <p>Order: what is told, and what is known to be told, change together under the lock. Otherwise one
 * thread could acknowledge, with those before it, what another is about to give back.
 */
final class Acknowledgements {
    private final Channel channel;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    /** Grows without the lock: the thread that reads the connection must not wait for one that writes to it. */
    private final NavigableSet<Long> underWay = new ConcurrentSkipListSet<>();

    private final NavigableSet<Long> waiting = new TreeSet<>();

    /** For a fresh channel with that prefetch. */
    Acknowledgements(Channel channel, int prefetch) {
        this.channel = channel;
        this.most = Math.max(1, prefetch / 2);
    }

    /** A delivery came; its tag is higher than those before. */
    void arrived(long tag) {
        underWay.add(tag);
    }

    /** Tells the broker, now or soon, to forget the delivery. */
    void accept(long tag) throws IOException {
        lock.lock();
        try {
            underWay.remove(tag);
            waiting.add(tag);
            if (underWay.isEmpty() || waiting.size() >= most) {
                tell();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the delivery back to the broker, now. */
    void giveBack(long tag) throws IOException {
        lock.lock();
        try {
            channel.basicNack(tag, false, true);
            underWay.remove(tag);
            if (underWay.isEmpty()) {
                tell();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells the broker of all that waits. */
    void flush() throws IOException {
        lock.lock();
        try {
            tell();
        } finally {
            lock.unlock();
        }
    }

    /** In one frame what is older than all that is under way, the others one by one. */
    private void tell() throws IOException {
        long first = underWay.isEmpty() ? Long.MAX_VALUE : underWay.first();
        NavigableSet<Long> together = waiting.headSet(first, false);
        if (!together.isEmpty()) {
            channel.basicAck(together.last(), together.size() > 1);
            together.clear();
        }
        for (long tag : waiting) {
            channel.basicAck(tag, false);
        }
        waiting.clear();
    }
}
