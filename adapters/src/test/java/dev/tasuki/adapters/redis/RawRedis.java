package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Script;
import dev.tasuki.testservers.RedisServer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/** A plain client, for what operators and foreign programs do. */
final class RawRedis implements AutoCloseable {
    private final Connection connection;

    RawRedis(RedisServer server) {
        connection = new Connection(new HostAndPort("127.0.0.1", server.port()));
    }

    @Nullable
    Object call(Protocol.Command command, String... arguments) {
        connection.sendCommand(command, arguments);
        return connection.getOne();
    }

    /** Runs one operation of a script. */
    @Nullable
    Object script(Script script, String key, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = script.text();
        all[1] = "1";
        all[2] = key;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return call(Protocol.Command.EVAL, all);
    }

    @Override
    public void close() {
        connection.close();
    }
}
