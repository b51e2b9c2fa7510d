package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection that listens to feeds, and listens again after it was lost. What is said meanwhile is missed. It is woken by a
 * feed of its own, as only the thread that reads may write. Safe for any number of threads.
 */
final class RedisFeeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisFeeds.class);
    /** A connection on which nothing comes for so long is lost. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration WAKE = Duration.ofSeconds(10);
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long FIRST_PAUSE_MILLIS = 50;

    private final Means means;
    private final Taker taker;
    private final String own;
    private final OutageLog outage;
    private final Ticker.Ticking wakes;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Connection connection;

    /**
     * How it listens.
     *
     * @param lane by which it is woken
     * @param prefix of its own feed
     */
    record Means(String purpose, RedisLink link, RedisLanes lane, String prefix) {}

    /** Who is told; on the one thread that reads. */
    interface Taker {
        /** The feed is listened to from now on, for the first time or again. */
        void listens(String feed);

        void heard(String feed, byte[] message);
    }

    /** Connects, or begins to. */
    RedisFeeds(Means means, Taker taker) {
        this.means = means;
        this.taker = taker;
        this.own = means.prefix() + "tasuki-" + UUID.randomUUID();
        this.outage = new OutageLog(means.purpose() + " over Redis");
        Thread.ofPlatform().daemon().name("tasuki-redis-" + means.purpose()).start(this::run);
        this.wakes = new ThreadTicker().every(WAKE, "redis-" + means.purpose() + "-wake", this::wake);
    }

    /** Listens to this feed, too. */
    void add(String feed) {
        if (wanted.add(feed)) {
            wake();
        }
    }

    void remove(String feed) {
        if (wanted.remove(feed)) {
            wake();
        }
    }

    private void wake() {
        try {
            var unused = means.lane().send(Command.change(Protocol.Command.PUBLISH, own, ""));
        } catch (Refusal busy) {
            LOG.debug("{} is woken later: {}", means.purpose(), busy.detail());
        }
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (closing.getCount() > 0) {
            try {
                listen();
                pause = FIRST_PAUSE_MILLIS;
            } catch (Refusal away) {
                waits(away);
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            } catch (RuntimeException | Error defect) {
                LOG.error("{} failed and goes on", means.purpose(), defect);
            }
            rest(pause);
        }
    }

    private void rest(long millis) {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.trace("{} ends", means.purpose());
            }
        } catch (InterruptedException e) {
            LOG.warn("{} was interrupted; it goes on until it is closed", means.purpose());
        }
    }

    private void waits(Refusal away) {
        if (closing.getCount() > 0) {
            outage.waits(away);
        }
    }

    /** Returns when the connection is lost. */
    private void listen() {
        Connection fresh = means.link().open(means.purpose(), SILENCE);
        connection = fresh;
        try {
            Set<String> listened = new HashSet<>(Set.of(own));
            fresh.sendCommand(Protocol.Command.SUBSCRIBE, own);
            while (closing.getCount() > 0) {
                List<Object> said = Answer.list(fresh.getOne());
                String feed = Answer.text(said.get(1));
                boolean message = Answer.text(said.get(0)).equals("message");
                if (feed.equals(own)) {
                    outage.goesOn();
                    turnTo(fresh, listened);
                } else if (message) {
                    taker.heard(feed, Answer.bytes(said.get(2)));
                } else if (listened.contains(feed)) {
                    taker.listens(feed);
                }
            }
        } catch (JedisException lost) {
            waits(means.link().errors().away(lost));
        } finally {
            connection = null;
            RedisLink.end(fresh);
        }
    }

    private void turnTo(Connection fresh, Set<String> listened) {
        Set<String> now = new HashSet<>(wanted);
        now.add(own);
        for (String feed : now) {
            if (listened.add(feed)) {
                fresh.sendCommand(Protocol.Command.SUBSCRIBE, feed);
            }
        }
        for (String feed : Set.copyOf(listened)) {
            if (!now.contains(feed)) {
                listened.remove(feed);
                fresh.sendCommand(Protocol.Command.UNSUBSCRIBE, feed);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        wakes.close();
        Connection there = connection;
        if (there != null) {
            try {
                there.forceDisconnect();
            } catch (IOException e) {
                LOG.debug("{} could not be cut", means.purpose(), e);
            }
        }
    }
}
