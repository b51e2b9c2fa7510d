package dev.tasuki.app.adapter;

import dev.tasuki.adapters.redis.RedisBroker;
import dev.tasuki.adapters.redis.RedisExamination;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Queues in Redis: a stream for each. */
final class RedisBrokerAdapter implements BrokerAdapter {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @Override
    public List<Scheme> schemes() {
        return RedisServers.SCHEMES;
    }

    @Override
    public List<Promise> promises() {
        return List.of(new Promise(
                "Redis",
                RedisServers.names(),
                true,
                new Promise.Losses(Loss.DELAY, Loss.DELAY, Loss.DELAY),
                new Promise.Proof("Redis", "REDIS_QUEUES")));
    }

    @Override
    public BrokerCapabilities capabilities() {
        return RedisBroker.CAPABILITIES;
    }

    @Override
    public Set<String> shownParameters() {
        return RedisServers.SHOWN_PARAMETERS;
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        RedisServers.settings(url);
    }

    /** A server that is away may come; one that will not do is refused now. */
    @Override
    public Opened open(AdapterUrl url, Opening with) {
        RedisSettings named =
                RedisServers.settings(url).named("tasuki-" + with.process().name());
        RedisExamination.unfitForBroker(named).ifPresent(reason -> {
            throw new Unavailable(RefusalCode.BROKER_UNAVAILABLE, reason, RETRY_AFTER);
        });
        RedisBroker broker = with.closer()
                .register(new RedisBroker(named, with.clock(), with.process().dropped()));
        return new Opened(broker, broker.deadLetters(), Optional.empty(), broker::readings);
    }

    @Override
    public List<Finding> examine(AdapterUrl url, Map<String, String> variables) {
        return RedisServers.findings(RedisExamination.ofBroker(RedisServers.settings(url), InstantSource.system()));
    }
}
