package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.port.LeaderLease;
import java.time.Duration;

/**
 * Leases in Redis, by its own clock. Each method is one operation of one script.
 *
 * @param rows closed by who opened them
 */
public record RedisLeaderLease(RedisRows rows) implements LeaderLease {
    @Override
    public boolean hold(String name, String holder, Duration length) {
        return Answer.number(rows.write("hold", name, holder, length.toMillis())) == 1;
    }

    @Override
    public void release(String name, String holder) {
        rows.write("release", name, holder);
    }
}
