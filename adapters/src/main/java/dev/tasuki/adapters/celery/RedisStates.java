package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.task.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows calls that other workers do, by the states that they keep in Redis. One connection for all. Thread-safe. */
final class RedisStates implements AutoCloseable, RedisFeeds.Taker {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStates.class);

    private final RedisPlace place;
    private final RedisResults results;
    private final RedisFeeds feeds;
    private final Map<String, Followed> followed = new ConcurrentHashMap<>();

    private record Followed(String id, Consumer<byte[]> told) {}

    RedisStates(RedisPlace place, RedisResults results) {
        this.place = place;
        this.results = results;
        RedisLink link = new RedisLink(place.settings(), ServerFacts.Use.FLEET);
        this.feeds = new RedisFeeds(new RedisFeeds.Means("celery-states", link, results.lane(), place.prefix()), this);
    }

    /** Ends following a call. */
    interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Follows a call, of which each has one follower. The state that is there is told first, if there is one, and told again
     * after the connection was lost, as one may have been missed.
     *
     * @param told is told each state as Celery keeps it, on one thread, which must not be blocked
     */
    Following follow(String id, Consumer<byte[]> told) {
        String feed = RedisResults.key(place, id);
        if (followed.putIfAbsent(feed, new Followed(id, told)) != null) {
            throw new IllegalStateException("call " + id + " is followed already");
        }
        feeds.add(feed);
        return () -> {
            feeds.remove(feed);
            followed.remove(feed);
        };
    }

    @Override
    public void listens(String feed) {
        Followed call = followed.get(feed);
        if (call != null) {
            try {
                results.state(call.id()).ifPresent(state -> call.told().accept(state.getBytes(StandardCharsets.UTF_8)));
            } catch (Refusal away) {
                LOG.debug("the state of call {} is not known yet: {}", call.id(), away.detail());
            }
        }
    }

    @Override
    public void heard(String feed, byte[] message) {
        Followed call = followed.get(feed);
        if (call != null) {
            call.told().accept(message);
        }
    }

    @Override
    public void close() {
        feeds.close();
    }
}
