package dev.tasuki.app.adapter;

import dev.tasuki.adapters.redis.RedisChangeLog;
import dev.tasuki.adapters.redis.RedisCursors;
import dev.tasuki.adapters.redis.RedisExamination;
import dev.tasuki.adapters.redis.RedisLeaderLease;
import dev.tasuki.adapters.redis.RedisModelNames;
import dev.tasuki.adapters.redis.RedisPresenceBoard;
import dev.tasuki.adapters.redis.RedisQueueHistory;
import dev.tasuki.adapters.redis.RedisRows;
import dev.tasuki.adapters.redis.RedisTaskStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Task rows in Redis. */
final class RedisResultAdapter implements ResultAdapter {
    @Override
    public List<Scheme> schemes() {
        return RedisServers.SCHEMES;
    }

    @Override
    public List<Promise> promises() {
        Promise.Proof proof = new Promise.Proof("Redis", "REDIS");
        Loss failover = Loss.UNREPLICATED_UNLESS_ASKED;
        return List.of(
                new Promise(
                        "Redis, `appendfsync always`",
                        RedisServers.names(),
                        true,
                        new Promise.Losses(Loss.NOTHING, Loss.NOTHING, failover),
                        proof),
                new Promise(
                        "Redis, `appendfsync everysec` accepted by `durability=everysec`",
                        RedisServers.names(),
                        true,
                        new Promise.Losses(Loss.LAST_SECONDS, Loss.LAST_SECONDS, failover),
                        new Promise.Proof("Redis", "")));
    }

    @Override
    public Set<String> shownParameters() {
        return RedisServers.SHOWN_PARAMETERS;
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        RedisServers.settings(url);
    }

    @Override
    public Opened open(AdapterUrl url, Opening with) {
        RedisRows rows = with.closer()
                .register(RedisRows.open(RedisServers.settings(url)
                        .named("tasuki-" + with.process().name())));
        return new Opened(
                new RedisTaskStore(rows),
                new RedisChangeLog(rows),
                new RedisModelNames(rows),
                new RedisLeaderLease(rows),
                new RedisCursors(rows),
                new Watched(new RedisQueueHistory(rows), new RedisPresenceBoard(rows)),
                rows::readings);
    }

    @Override
    public Optional<String> acceptedRisk(AdapterUrl url) {
        return RedisServers.settings(url).acceptedRisk();
    }

    @Override
    public List<Finding> examine(AdapterUrl url) {
        return RedisServers.findings(RedisExamination.ofResults(RedisServers.settings(url), InstantSource.system()));
    }
}
