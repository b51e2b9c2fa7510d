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
    private volatile @Nullable Connection connection;
    private volatile OptionalLong id = OptionalLong.empty();

    public BlockingReader(String purpose, RedisLink link) {
        this.purpose = purpose;
        this.link = link;
    }

    /** True if the next {@link #read} needs a new connection. */
    public boolean disconnected() {
        return connection == null;
    }

    /** Connects if there is no connection. */
    public void connect() {
        if (connection != null) {
            return;
        }
        Connection fresh = link.connect(purpose, SILENCE);
        try {
            fresh.sendCommand(Protocol.Command.CLIENT, "ID");
            id = OptionalLong.of(Answer.number(fresh.getOne()));
            connection = fresh;
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
    public void unblock(Lane lane) {
        OptionalLong client = id;
        if (client.isPresent() && connection != null) {
            try {
                lane.send(Command.plain(Protocol.Command.CLIENT, "UNBLOCK", client.getAsLong()));
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
