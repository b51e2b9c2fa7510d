package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.resp.RedisErrors;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection that listens to channels, and listens again after it was lost. What is said meanwhile is missed. Safe for any
 * number of threads.
 */
final class RedisChannels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisChannels.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration PING = Duration.ofSeconds(10);
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long FIRST_PAUSE_MILLIS = 50;

    private final String purpose;
    private final RedisLink link;
    private final String home;
    private final Taker taker;
    private final OutageLog outage;
    private final Ticker.Ticking pings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Object lock = new Object();
    private final Set<String> wanted = new HashSet<>();
    private @Nullable Listening listening;
    private @Nullable Connection connection;

    /** Who is told; on the one thread that reads. */
    interface Taker {
        /** The channel is listened to from now on, for the first time or again. */
        void listens(String channel);

        void heard(String channel, byte[] message);
    }

    /** Listens to one channel from now on, as long as it is open. */
    RedisChannels(String purpose, RedisLink link, String home, Taker taker) {
        this.purpose = purpose;
        this.link = link;
        this.home = home;
        this.taker = taker;
        this.outage = new OutageLog(purpose + " over Redis");
        Thread.ofPlatform().daemon().name("tasuki-redis-" + purpose).start(this::run);
        this.pings = new ThreadTicker().every(PING, "redis-" + purpose + "-ping", this::ping);
    }

    /** Listens to a further channel. */
    void add(String channel) {
        synchronized (lock) {
            Listening now = listening;
            if (wanted.add(channel) && now != null) {
                attempt(() -> now.subscribe(bytes(channel)));
            }
        }
    }

    void remove(String channel) {
        synchronized (lock) {
            Listening now = listening;
            if (wanted.remove(channel) && now != null) {
                attempt(() -> now.unsubscribe(bytes(channel)));
            }
        }
    }

    private void ping() {
        synchronized (lock) {
            Listening now = listening;
            if (now != null) {
                attempt(now::ping);
            }
        }
    }

    /** A connection that is lost is seen by the thread that reads. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (JedisException lost) {
            LOG.debug("{}: {}", purpose, RedisErrors.reason(lost));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
            } catch (RuntimeException defect) {
                LOG.error("{} failed and goes on", purpose, defect);
            }
            try {
                closing.await(pause, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                LOG.warn("{} was interrupted; it goes on until it is closed", purpose);
            }
        }
    }

    private void waits(Refusal away) {
        if (closing.getCount() > 0) {
            outage.waits(away);
        }
    }

    private void listen() {
        Connection fresh = link.open(purpose, SILENCE);
        try {
            synchronized (lock) {
                connection = fresh;
            }
            if (closing.getCount() > 0) {
                new Listening().proceed(fresh, bytes(home));
            }
        } catch (JedisException lost) {
            waits(link.errors().away(lost));
        } finally {
            synchronized (lock) {
                listening = null;
                connection = null;
            }
            RedisLink.end(fresh);
        }
    }

    private final class Listening extends BinaryJedisPubSub {
        @Override
        public void onSubscribe(byte[] channel, int subscribed) {
            String name = new String(channel, StandardCharsets.UTF_8);
            if (name.equals(home)) {
                outage.goesOn();
                synchronized (lock) {
                    listening = this;
                    wanted.forEach(each -> subscribe(bytes(each)));
                }
            }
            taker.listens(name);
        }

        @Override
        public void onMessage(byte[] channel, byte[] message) {
            taker.heard(new String(channel, StandardCharsets.UTF_8), message);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        pings.close();
        synchronized (lock) {
            if (connection != null) {
                try {
                    connection.forceDisconnect();
                } catch (IOException e) {
                    LOG.debug("{} could not be cut", purpose, e);
                }
            }
        }
    }
}
