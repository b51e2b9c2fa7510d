package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.testservers.RedisServer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import redis.clients.jedis.Protocol;

/** Rows in the shared server, which is emptied before each test. */
final class RedisRowsFixture<P> implements Fixture<P> {
    /** Redis' clock cannot be moved, so what is stored becomes older instead. */
    private static final Script AGING =
            Script.of(Scripts.STORE.text().replace("if OPS[op] then return OPS[op]() end", """
                    function OPS.age()
                      local by = tonumber(ARGV[2])
                      for _, id in ipairs(redis.call('ZRANGE', P .. 'all', 0, -1)) do
                        local r, s = load(id), {}
                        for _, f in ipairs({'run_at','first_due','expires_at','lease_until','created','published',
                            'started','finished','answering'}) do
                          local v = redis.call('HGET', key(id), f)
                          if v then s[f] = NUM[f] and tonumber(v) - by or n(tonumber(v) - by) end
                        end
                        change(r, s)
                      end
                      for _, lease in ipairs(redis.call('KEYS', P .. 'lease:*')) do
                        redis.call('HINCRBY', lease, 'until', -by)
                      end
                      for _, process in ipairs(redis.call('ZRANGE', P .. 'present', 0, -1)) do
                        redis.call('ZINCRBY', P .. 'present', -by, process)
                        redis.call('HINCRBY', P .. 'told', process, -by)
                      end
                    end
                    if OPS[op] then return OPS[op]() end"""));

    private final RedisServer server;
    private final RedisRows first;
    private final RedisRows second;
    private final P one;
    private final P two;

    RedisRowsFixture(RedisServer server, Function<RedisRows, P> port) {
        this(server, "", port);
    }

    /** @param parameters of the URL, with their question mark */
    RedisRowsFixture(RedisServer server, String parameters, Function<RedisRows, P> port) {
        this.server = server;
        try (RawRedis raw = new RawRedis(server)) {
            raw.call(Protocol.Command.FLUSHALL);
        }
        RedisSettings settings = RedisSettings.parse(server.url() + parameters);
        first = RedisRows.open(settings);
        second = RedisRows.open(settings);
        one = port.apply(first);
        two = port.apply(second);
    }

    @Override
    public P port() {
        return one;
    }

    @Override
    public Optional<P> another() {
        return Optional.of(two);
    }

    @Override
    public void advance(Duration time) {
        try (RawRedis raw = new RawRedis(server)) {
            raw.script(AGING, "tasuki:{rows}:", "age", Long.toString(time.toMillis()));
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
