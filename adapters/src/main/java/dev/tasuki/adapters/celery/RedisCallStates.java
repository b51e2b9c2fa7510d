package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.task.Unavailable;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/** States that workers keep in Redis, where each process finds them. Notes of ours are keys beside. */
final class RedisCallStates implements CallStates {
    /** In seconds, as long as Celery keeps results. */
    private static final int KEPT = 86_400;
    /** Of states that were told and not yet looked at; the last ones count. */
    private static final int WAITING = 100;

    private final RedisPlace place;
    private final RedisResults results;
    private final RedisStates states;
    private final RedisLanes notes;

    RedisCallStates(RedisPlace place) {
        this.place = place;
        this.results = new RedisResults(place, InstantSource.system());
        this.states = new RedisStates(place, results);
        this.notes = RedisLanes.start("celery-notes", new RedisLink(place.settings(), ServerFacts.Use.FLEET));
    }

    @Override
    public Following follow(String id) {
        return new Followed(id);
    }

    /** All of them go by themselves. */
    @Override
    public void forget(String id) {}

    @Override
    public void close() {
        states.close();
        results.close();
        notes.close();
    }

    private final class Followed implements Following {
        private final String id;
        private final BlockingQueue<byte[]> told = new LinkedBlockingQueue<>(WAITING);
        private final RedisStates.Following following;
        private @Nullable CallState last;

        Followed(String id) {
            this.id = id;
            this.following = states.follow(id, this::hear);
            try {
                last = results.state(id)
                        .map(state -> CallState.read(state.getBytes(StandardCharsets.UTF_8)))
                        .orElseGet(() -> noted(CallState.Note.SENT) ? new CallState.Sent() : null);
                if ((last == null || !last.ended()) && noted(CallState.Note.LOST)) {
                    last = new CallState.Lost();
                }
            } catch (RuntimeException e) {
                following.close();
                throw e;
            }
        }

        private String key(String status) {
            return place.key("tasuki-call-" + id + "-" + status);
        }

        private boolean noted(String status) {
            return notes.call(Command.plain(Protocol.Command.GET, key(status))) != null;
        }

        private void hear(byte[] state) {
            while (!told.offer(state)) {
                told.poll();
            }
        }

        @Override
        public @Nullable CallState last() {
            return last;
        }

        @Override
        public @Nullable CallState next(long millis) throws InterruptedException {
            byte[] state = told.poll(millis, TimeUnit.MILLISECONDS);
            if (state == null) {
                return null;
            }
            CallState next = CallState.read(state);
            last = next;
            return next;
        }

        /** Throws {@link Unavailable}. */
        @Override
        public void note(String status) {
            notes.call(Command.change(Protocol.Command.SETEX, key(status), KEPT, status));
        }

        @Override
        public String replyTo() {
            return "";
        }

        @Override
        public void close() {
            following.close();
        }
    }
}
