package dev.tasuki.adapters.resp;

import dev.tasuki.adapters.resp.RedisSettings.Address;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks Sentinels for the master, at each connection anew: so a failover is followed. Nothing is remembered. Safe for any
 * number of threads.
 */
record SentinelGroup(RedisErrors errors, Connector connector, String master) {
    private static final Logger LOG = LoggerFactory.getLogger(SentinelGroup.class);

    /**
     * Where the master is, as the first Sentinel says that answers.
     *
     * @throws dev.tasuki.core.task.Unavailable if none answers, or none knows it; the cause is {@link Misnamed} if
     *     waiting does not help
     */
    Address find() {
        JedisException last = new JedisException("there is no Sentinel");
        for (Address sentinel : connector.settings().servers()) {
            try {
                Connection connection = connector.sentinel(sentinel);
                try {
                    return asked(connection, sentinel);
                } finally {
                    RedisLink.end(connection);
                }
            } catch (JedisException e) {
                LOG.debug("Sentinel at {}: {}", sentinel, e.getMessage());
                // One that answers and knows nothing tells more than one that is away.
                last = last instanceof Misnamed ? last : e;
            }
        }
        if (last instanceof Misnamed misnamed) {
            throw errors.unavailable(String.valueOf(misnamed.getMessage()), misnamed);
        }
        if (last instanceof JedisDataException refused) {
            throw errors.refused(refused);
        }
        throw errors.unavailable(
                "no Sentinel of " + connector.settings().where() + " answers: " + RedisErrors.reason(last), last);
    }

    private Address asked(Connection connection, Address sentinel) {
        try {
            connection.sendCommand(Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", master);
            List<Object> address = Answer.list(connection.getOne());
            if (address.size() == 2) {
                return new Address(Answer.text(address.get(0)), (int) Answer.number(address.get(1)));
            }
        } catch (JedisDataException e) {
            if (String.valueOf(e.getMessage()).contains("unknown command")) {
                throw new Misnamed("Redis at " + sentinel
                        + " is no Sentinel: name the Sentinels in the URL, or leave sentinel=" + master + " out");
            }
            throw e;
        }
        throw new Misnamed("Sentinel at " + sentinel + " knows no master of the name " + master
                + ": give the name that stands behind \"sentinel monitor\" in its configuration");
    }
}
