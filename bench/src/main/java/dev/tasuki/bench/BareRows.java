package dev.tasuki.bench;

import static dev.tasuki.bench.BareRedis.bytes;

import java.util.List;
import java.util.Objects;
import redis.clients.jedis.Protocol;

/**
 * A task's three steps by three scripts that write every key that the task store's scripts write, and read and check
 * nothing: no twin, no idempotency key, no state, no epoch, no cap, no name.
 */
final class BareRows {
    private static final String ACCEPT = """
            local P, id, now = KEYS[1], ARGV[1], redis.call('TIME')[1] * 1000
            local version, seq = redis.call('INCR', P .. 'version'), redis.call('INCR', P .. 'seq')
            redis.call('HSET', P .. 'task:' .. id, 'id', id, 'seq', seq, 'version', version, 'state', 'TASK_RECEIVED',
              'epoch', '0', 'attempts', '0', 'cancel', '0', 'turn', '0', 'progress', '0.0', 'stage', 'queued', 'text', '',
              'created', now, 'kind', 'TRAIN', 'payload', ARGV[2], 'dataset', 'diabetes', 'tags', '[]', 'priority', '5',
              'run_at', now, 'first_due', now, 'pin_etag', 'etag', 'pin_size', '1')
            redis.call('HSET', P .. 'groups', id, 'diabetes[]')
            redis.call('HSET', P .. 'folds', id, id)
            redis.call('ZADD', P .. 'all', seq, id)
            redis.call('ZADD', P .. 'state:TASK_RECEIVED', seq, id)
            redis.call('ZADD', P .. 'dataset:diabetes', seq, id)
            redis.call('ZADD', P .. 'new:TRAIN:5', now, id)
            redis.call('XADD', P .. 'changes', version .. '-0', 'at', now, 'type', 'task.received', 'subject', id,
              'kind', 'TRAIN', 'dataset', 'diabetes', 'attempt', '0')
            redis.call('RPUSH', P .. 'lines:' .. id, version)
            return seq
            """;
    private static final String CLAIM = """
            local P, id, now = KEYS[1], ARGV[1], redis.call('TIME')[1] * 1000
            local version = redis.call('INCR', P .. 'version')
            redis.call('HSET', P .. 'task:' .. id, 'state', 'TASK_STARTED', 'version', version, 'epoch', '1', 'attempts', '1',
              'owner', 'bench', 'lease_until', now + 30000, 'started', now, 'progress', '0.0', 'stage', 'queued', 'text', '')
            redis.call('ZREM', P .. 'state:TASK_RECEIVED', id)
            redis.call('ZREM', P .. 'new:TRAIN:5', id)
            redis.call('ZADD', P .. 'state:TASK_STARTED', version, id)
            redis.call('ZADD', P .. 'lease', now + 30000, id)
            redis.call('ZADD', P .. 'run:d:diabetes', now + 30000, id)
            redis.call('XADD', P .. 'changes', version .. '-0', 'at', now, 'type', 'task.started', 'subject', id,
              'kind', 'TRAIN', 'dataset', 'diabetes', 'attempt', '1')
            redis.call('RPUSH', P .. 'lines:' .. id, version)
            return 1
            """;
    private static final String COMPLETE = """
            local P, id, now = KEYS[1], ARGV[1], redis.call('TIME')[1] * 1000
            local version = redis.call('INCR', P .. 'version')
            redis.call('SET', P .. 'report:' .. id, ARGV[5])
            redis.call('HSET', P .. 'task:' .. id, 'state', 'TASK_COMPLETED', 'version', version, 'model_key', ARGV[2],
              'sha', ARGV[3], 'size', '1', 'metrics', ARGV[4], 'progress', '1.0', 'stage', 'done', 'text', '', 'finished', now)
            redis.call('HDEL', P .. 'task:' .. id, 'owner', 'lease_until')
            redis.call('ZREM', P .. 'state:TASK_STARTED', id)
            redis.call('ZREM', P .. 'lease', id)
            redis.call('ZREM', P .. 'run:d:diabetes', id)
            redis.call('ZADD', P .. 'state:TASK_COMPLETED', version, id)
            redis.call('XADD', P .. 'changes', version .. '-0', 'at', now, 'type', 'task.completed', 'subject', id,
              'kind', 'TRAIN', 'dataset', 'diabetes', 'attempt', '1', 'metrics', ARGV[4])
            redis.call('RPUSH', P .. 'lines:' .. id, version)
            return 1
            """;

    private final BareRedis redis;
    private final List<byte[]> scripts;

    /** Loads them. */
    BareRows(BareRedis redis) throws Exception {
        this.redis = redis;
        this.scripts = List.of(load(ACCEPT), load(CLAIM), load(COMPLETE));
    }

    private byte[] load(String script) throws Exception {
        return (byte[]) Objects.requireNonNull(redis.call(Protocol.Command.SCRIPT, bytes("LOAD"), bytes(script)));
    }

    /** Accepts, claims and completes one task. */
    void task(String id) throws Exception {
        run(0, id, Published.TRAIN);
        run(1, id);
        run(2, id, "models/" + id + "/1.tasuki", "0".repeat(64), "{\"rmse\":53.0}", "{}");
    }

    private void run(int step, String... arguments) throws Exception {
        byte[][] all = new byte[3 + arguments.length][];
        all[0] = scripts.get(step);
        all[1] = bytes("1");
        all[2] = bytes("same:{rows}:");
        for (int i = 0; i < arguments.length; i++) {
            all[3 + i] = bytes(arguments[i]);
        }
        redis.call(Protocol.Command.EVALSHA, all);
    }
}
