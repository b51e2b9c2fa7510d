package dev.tasuki.adapters.resp;

import dev.tasuki.core.task.RefusalCode;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections to one server for one use of it. Safe for any number of threads. */
public final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private final RedisSettings settings;
    private final ServerFacts.Use use;
    private final RedisErrors errors;
    private final RedisCounts counts;

    public RedisLink(RedisSettings settings, ServerFacts.Use use) {
        this.settings = settings;
        this.use = use;
        this.counts = new RedisCounts(settings.where());
        this.errors = new RedisErrors(
                settings,
                use == ServerFacts.Use.RESULTS ? RefusalCode.RESULTS_UNAVAILABLE : RefusalCode.BROKER_UNAVAILABLE);
    }

    public RedisSettings settings() {
        return settings;
    }

    public RedisErrors errors() {
        return errors;
    }

    public RedisCounts counts() {
        return counts;
    }

    /**
     * A connection to a server that will do.
     *
     * @param silence how long an answer may take
     * @throws dev.tasuki.core.task.Refusal if there is none, or the server does not promise what this use needs
     */
    public Connection open(String purpose, Duration silence) {
        Connection connection = connect(purpose, silence);
        try {
            ServerFacts facts = ServerFacts.ask(connection);
            facts.unfit(settings, use).ifPresent(reason -> {
                throw errors.unavailable(reason, null);
            });
            counts.connected(facts);
            return connection;
        } catch (RuntimeException e) {
            end(connection);
            throw e instanceof JedisException ? errors.away(e) : e;
        }
    }

    /** A connection, whatever the server promises. */
    public Connection connect(String purpose, Duration silence) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis((int) settings.timing().connect().toMillis())
                .socketTimeoutMillis((int) silence.toMillis())
                .database(settings.database())
                .clientName(settings.connectionName() + ":" + purpose)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        RedisSettings.Login login = settings.login();
        if (login != null) {
            config.password(login.password());
            if (login.user() != null) {
                config.user(login.user());
            }
        }
        RedisSettings.Tls tls = settings.tls();
        if (tls != null) {
            // That the certificate is this host's is asked for by name, so that no default of the client matters.
            SSLParameters parameters = new SSLParameters();
            parameters.setEndpointIdentificationAlgorithm(tls.verifyPeer() ? "HTTPS" : "");
            config.ssl(true).sslSocketFactory(RedisTls.sockets(tls)).sslParameters(parameters);
        }
        try {
            Connection connection = new Connection(new HostAndPort(settings.host(), settings.port()), config.build());
            connection.connect();
            return connection;
        } catch (JedisDataException e) {
            throw errors.refused(e);
        } catch (JedisException e) {
            throw errors.away(e);
        }
    }

    /** Ends a connection in any state. Jedis sends first what is left to send, which a broken connection refuses. */
    public static void end(Connection connection) {
        try {
            connection.disconnect();
        } catch (JedisException broken) {
            LOG.debug("a connection to Redis ended in the middle: {}", RedisErrors.reason(broken));
        }
    }
}
