package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;

/**
 * A place at a Redis that Celery's programs use as their broker. One connection for what is sent and settled, one for each queue
 * that is waited at, one for commands. Every minute it gives back what any of the fleet's workers held for too long.
 */
final class RedisStation implements Station {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStation.class);
    private static final Script OVERDUE = Script.of(Script.resource(RedisStation.class, "overdue.lua"));
    private static final Script UNLOCK = Script.of(Script.resource(RedisStation.class, "unlock.lua"));
    private static final Duration FURTHEST = Duration.ofHours(1);
    private static final Duration SWEEP = Duration.ofSeconds(60);

    private final RedisPlace place;
    private final List<String> queues;
    private final RedisKeys keys;
    private final RedisLink link;
    private final RedisLanes lane;
    private final RedisWire wire;
    private final RedisMailbox mailbox;
    private volatile List<RedisInbox> inboxes = List.of();
    private @Nullable RedisFeeds commands;
    private @Nullable RedisGreeting greeting;
    private Ticker.@Nullable Ticking sweeps;

    /** Connects when it is used first; takes nothing yet. */
    RedisStation(RedisPlace place, List<String> queues) {
        this.place = place;
        this.queues = queues;
        this.keys = RedisKeys.of(place);
        this.link = new RedisLink(place.settings(), ServerFacts.Use.FLEET);
        this.lane = RedisLanes.start("celery", link);
        this.wire = new RedisWire(keys, lane, link.errors());
        this.mailbox = new RedisMailbox(keys, lane);
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public String where() {
        return place.settings().where();
    }

    @Override
    public Duration patience() {
        return FURTHEST;
    }

    @Override
    public void begin(Takers takers) {
        queues.forEach(this::bind);
        inboxes = queues.stream()
                .map(queue -> new RedisInbox(queue, keys, lane, link, takers.calls()))
                .toList();
        // They take calls once the others were asked what was called off.
        inboxes.forEach(RedisInbox::pause);
        inboxes.forEach(RedisInbox::begin);
        Commands heard = new Commands(takers.commands());
        RedisFeeds feeds = new RedisFeeds(new RedisFeeds.Means("celery-commands", link, lane, place.prefix()), heard);
        RedisGreeting.Steps steps =
                new RedisGreeting.Steps(() -> feeds.add(keys.feed(RedisMailbox.COMMANDS, "")), this::resume);
        heard.greeting = new RedisGreeting(mailbox, takers.mingle(), steps);
        heard.greeting.begin();
        greeting = heard.greeting;
        commands = feeds;
        Duration period = place.visibility().compareTo(SWEEP.multipliedBy(2)) < 0
                ? place.visibility().dividedBy(2)
                : SWEEP;
        sweeps = new ThreadTicker().every(period, "celery-overdue", this::sweep);
    }

    /** As a client does that declares it, so that others find it. */
    private void bind(String queue) {
        var unused = lane.sendPatiently(
                Command.change(Protocol.Command.SADD, keys.binding(queue), RedisKeys.bound(queue, queue)));
    }

    private static final class Commands implements RedisFeeds.Taker {
        private final Consumer<Envelope> taker;
        private volatile @Nullable RedisGreeting greeting;

        Commands(Consumer<Envelope> taker) {
            this.taker = taker;
        }

        @Override
        public void listens(String feed) {
            RedisGreeting there = greeting;
            if (there != null) {
                there.listens();
            }
        }

        @Override
        public void heard(String feed, byte[] message) {
            if (message.length <= RedisEnvelope.OTHER_BYTES) {
                RedisEnvelope.parse(message).map(RedisEnvelope::read).ifPresent(taker);
            }
        }
    }

    /** What is in hand here is shown first, so that nobody takes it for left behind. */
    private void sweep() {
        inboxes.forEach(RedisInbox::show);
        String token = UUID.randomUUID().toString();
        try {
            List<String> all = List.of(keys.unackedIndex(), keys.unacked(), keys.unackedMutex());
            List<Object> overdue = Answer.list(lane.call(
                    Command.run(OVERDUE, true, all, List.of(place.visibility().toSeconds(), token))));
            for (int i = 0; i + 1 < overdue.size(); i += 2) {
                back(Answer.text(overdue.get(i)), Answer.bytes(overdue.get(i + 1)));
            }
            lane.call(Command.run(UNLOCK, true, List.of(keys.unackedMutex()), List.of(token)));
        } catch (Refusal away) {
            LOG.debug("what was held too long is looked for later: {}", away.detail());
        }
    }

    private void back(String tag, byte[] raw) {
        Optional<RedisEnvelope.Kept> kept = RedisEnvelope.Kept.parse(raw);
        if (kept.isEmpty()) {
            LOG.warn("a message that was held too long cannot be read; it stays where it is");
            return;
        }
        Wire.Route route = kept.get().route();
        List<String> bound = route.exchange().isEmpty() ? List.of() : wire.bound(route.exchange(), route.key());
        String queue = bound.isEmpty() ? route.key() : bound.getFirst();
        String list = keys.list(queue, RedisEnvelope.priority(kept.get().message()));
        if (Answer.number(lane.call(RedisInbox.back(keys, tag, kept.get().message(), list))) == 1) {
            LOG.info(
                    "a message of queue {} was held too long by a worker that is gone; it is in the queue again",
                    queue);
        }
    }

    @Override
    public void pause() {
        inboxes.forEach(RedisInbox::pause);
    }

    @Override
    public void resume() {
        inboxes.forEach(RedisInbox::resume);
    }

    @Override
    public void stop(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (RedisInbox inbox : inboxes) {
            inbox.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    @Override
    public void close() {
        if (sweeps != null) {
            sweeps.close();
        }
        if (greeting != null) {
            greeting.close();
        }
        if (commands != null) {
            commands.close();
        }
        inboxes.forEach(RedisInbox::close);
        mailbox.close();
        lane.close();
    }
}
