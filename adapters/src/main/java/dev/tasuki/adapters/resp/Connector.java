package dev.tasuki.adapters.resp;

import dev.tasuki.adapters.resp.RedisSettings.Address;
import dev.tasuki.adapters.tls.TlsFiles;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections by the settings of a URL, to any address. Safe for any number of threads. */
record Connector(RedisSettings settings) {
    /**
     * A connection that is logged in.
     *
     * @param silence how long an answer may take
     * @throws JedisException if there is none to be had, or the server refuses the login
     */
    Connection server(Address address, String purpose, Duration silence) {
        DefaultJedisClientConfig.Builder config =
                config(silence).database(settings.database()).clientName(settings.connectionName() + ":" + purpose);
        return opened(address, config, settings.login());
    }

    /**
     * A connection to a Sentinel. It gets the login of the URL only if it asks for one, since Sentinels often have none.
     *
     * @throws JedisException if there is none to be had
     */
    Connection sentinel(Address address) {
        try {
            return opened(address, config(settings.timing().command()), null);
        } catch (JedisDataException asks) {
            if (settings.login() == null || !String.valueOf(asks.getMessage()).startsWith("NOAUTH")) {
                throw asks;
            }
            return opened(address, config(settings.timing().command()), settings.login());
        }
    }

    private DefaultJedisClientConfig.Builder config(Duration silence) {
        return DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis((int) settings.timing().connect().toMillis())
                .socketTimeoutMillis((int) silence.toMillis())
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    }

    private Connection opened(
            Address address, DefaultJedisClientConfig.Builder config, RedisSettings.@Nullable Login login) {
        if (login != null) {
            config.password(login.password());
            if (login.user() != null) {
                config.user(login.user());
            }
        }
        TlsFiles tls = settings.tls();
        if (tls != null) {
            // That the certificate is this host's is asked for by name, so that no default of the client matters.
            SSLParameters parameters = new SSLParameters();
            parameters.setEndpointIdentificationAlgorithm(tls.verifyPeer() ? "HTTPS" : "");
            config.ssl(true).sslSocketFactory(tls.context().getSocketFactory()).sslParameters(parameters);
        }
        Connection connection = new Connection(new HostAndPort(address.host(), address.port()), config.build());
        connection.connect();
        return connection;
    }
}
