package dev.tasuki.adapters.resp;

import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * A connection that waits at the server for something to come. A link that swallowed the answer is noticed by the
 * connection's own time-out. For one thread; {@link #unblock} and {@link #cut} are for others.
 */
public final class BlockingReader {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingReader.class);
    /** The longest that it waits at the server. */
    public static final Duration LONGEST = Duration.ofSeconds(1);

    private static final Duration SILENCE = LONGEST.plusSeconds(2);

    private final String purpose;
    private final RedisLink link;
    private final String key;
    private volatile @Nullable Connection connection;
    private volatile OptionalLong id = OptionalLong.empty();
    /** Of {@link RedisLink#masters()} when the connection was asked for. */
    private long master;

    /**
     * Not connected yet.
     *
     * @param key what is waited at
     */
    public BlockingReader(String purpose, RedisLink link, String key) {
        this.purpose = purpose;
        this.link = link;
        this.key = key;
    }

    /** True if there is no connection; one to a former master is ended. */
    public boolean disconnected() {
        if (connection != null && master != link.masters()) {
            close();
        }
        return connection == null;
    }

    /** Connects if there is no connection. */
    public void connect() {
        if (connection != null) {
            return;
        }
        long before = link.masters();
        Connection fresh = link.connect(purpose, SILENCE, key);
        try {
            fresh.sendCommand(Protocol.Command.CLIENT, "ID");
            id = OptionalLong.of(Answer.number(fresh.getOne()));
            connection = fresh;
            master = before;
        } catch (JedisException e) {
            RedisLink.end(fresh);
            throw refusal(e);
        }
    }

    /** The answer to a command that waits at the server for {@link #LONGEST} at most; throws a refusal. */
    public @Nullable Object read(ProtocolCommand command, String... arguments) {
        connect();
        Connection there = connection;
        if (there == null) {
            throw link.errors().closed();
        }
        try {
            there.sendCommand(command, arguments);
            return there.getOne();
        } catch (JedisDataException e) {
            link.noteMove(e);
            if (e instanceof JedisMovedDataException || RedisLink.demoted(e)) {
                close();
            }
            throw e;
        } catch (JedisException e) {
            close();
            throw refusal(e);
        }
    }

    private Refusal refusal(JedisException e) {
        return e instanceof JedisDataException error
                ? link.errors().refused(error)
                : link.errors().away(e);
    }

    /** Has a {@link #read} that waits return with nothing. */
    public void unblock(RedisLanes lanes) {
        OptionalLong client = id;
        if (client.isPresent() && connection != null) {
            try {
                lanes.send(Command.about(key, Protocol.Command.CLIENT, "UNBLOCK", client.getAsLong()));
            } catch (Refusal busy) {
                LOG.debug("{} waits to its end: {}", purpose, busy.detail());
            }
        }
    }

    /** Breaks the connection, whatever is on its way. */
    public void cut() {
        Connection there = connection;
        if (there != null) {
            try {
                there.forceDisconnect();
            } catch (IOException e) {
                LOG.debug("{} could not be cut", purpose, e);
            }
        }
    }

    public void close() {
        Connection there = connection;
        connection = null;
        id = OptionalLong.empty();
        if (there != null) {
            RedisLink.end(there);
        }
    }
}
