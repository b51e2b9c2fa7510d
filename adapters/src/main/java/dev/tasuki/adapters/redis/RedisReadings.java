package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.Lane;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;

/**
 * What an operator wants to see over time: what the server says by INFO, and what happened on the way to it. How full
 * the queues are is told by their status.
 */
final class RedisReadings {
    private static final Logger LOG = LoggerFactory.getLogger(RedisReadings.class);

    private RedisReadings() {}

    /** Asks the servers now, over the first lanes; while one is away what is known without it. */
    static List<ServerReading> ask(RedisLink link, RedisLanes... lanes) {
        List<ServerReading> readings = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        for (Lane lane : lanes[0].all()) {
            String where = lane.link().settings().where();
            if (!asked.add(where)) {
                continue;
            }
            try {
                String info = Answer.text(lane.call(Command.plain(Protocol.Command.INFO)));
                readings.addAll(of(ServerFacts.info(info), where));
            } catch (Refusal away) {
                LOG.debug("no readings of Redis at {}: {}", where, away.detail());
            }
        }
        for (RedisLanes each : lanes) {
            for (Lane lane : each.all()) {
                readings.addAll(lane.readings());
            }
        }
        readings.addAll(link.counts().readings());
        return readings;
    }

    private static List<ServerReading> of(ServerFacts facts, String where) {
        return List.of(
                new ServerReading(
                        "redis_memory_used_bytes", "Memory that Redis uses", where, facts.number("used_memory")),
                new ServerReading(
                        "redis_memory_max_bytes",
                        "Memory that Redis may use (maxmemory); 0: all there is",
                        where,
                        facts.mostMemory()),
                new ServerReading(
                        "redis_clients", "Connections that Redis has", where, facts.number("connected_clients")),
                new ServerReading(
                        "redis_replicas", "Replicas that follow Redis", where, facts.number("connected_slaves")),
                new ServerReading(
                        "redis_log_enabled",
                        "1 if Redis keeps a log of its writes (appendonly), else 0",
                        where,
                        facts.logged() ? 1 : 0),
                new ServerReading(
                        "redis_log_writable",
                        "0 if the last write to the log of writes failed, else 1",
                        where,
                        facts.text("aof_last_write_status").equals("err") ? 0 : 1),
                new ServerReading(
                        "redis_log_size_bytes",
                        "Size of the log of writes; 0 without one",
                        where,
                        facts.number("aof_current_size")));
    }
}
