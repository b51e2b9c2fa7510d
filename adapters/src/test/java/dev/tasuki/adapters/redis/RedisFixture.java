package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Protocol;

/** Brokers over the shared server, which is emptied before each test. */
final class RedisFixture implements Fixture<Broker> {
    private static final List<String> QUEUES = List.of("queue.contract", "queue.contract.other", "queue.contract.echo");

    /** Redis' clock cannot be moved, so what is stored becomes older instead. */
    private static final Script AGING = Script.of("""
            local later = KEYS[1] .. 'later'
            local due = redis.call('ZRANGE', later, 0, -1, 'WITHSCORES')
            for i = 1, #due, 2 do
              redis.call('ZADD', later, string.format('%.0f', tonumber(due[i + 1]) - tonumber(ARGV[1])), due[i])
            end
            return 1""");

    private final RedisServer server;
    private final RedisSettings settings;
    private final List<RedisBroker> brokers = new ArrayList<>();

    RedisFixture(RedisServer server) {
        this(server, "");
    }

    /** @param parameters of the URL, with their question mark */
    RedisFixture(RedisServer server, String parameters) {
        this.server = server;
        this.settings = RedisSettings.parse(server.url() + parameters);
        try (RawRedis raw = new RawRedis(server)) {
            raw.call(Protocol.Command.FLUSHALL);
        }
        brokers.add(broker());
    }

    private RedisBroker broker() {
        return new RedisBroker(settings, InstantSource.system(), gone -> {});
    }

    @Override
    public Broker port() {
        return brokers.getFirst();
    }

    @Override
    public Optional<Broker> another() {
        RedisBroker broker = broker();
        brokers.add(broker);
        return Optional.of(broker);
    }

    @Override
    public void advance(Duration time) {
        try (RawRedis raw = new RawRedis(server)) {
            for (String queue : QUEUES) {
                raw.script(AGING, "tasuki:{" + queue + "}:", Long.toString(time.toMillis()));
            }
        }
    }

    @Override
    public void close() {
        brokers.forEach(RedisBroker::close);
    }
}
