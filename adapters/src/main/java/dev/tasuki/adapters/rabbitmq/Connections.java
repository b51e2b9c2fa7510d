package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client library's factory, set up from our settings. */
final class Connections {
    private Connections() {}

    /**
     * A factory for plain connections: who uses it recovers by himself.
     *
     * @throws IllegalArgumentException if a file with certificates or a key is no good
     */
    static ConnectionFactory factory(RabbitSettings settings) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUsername(settings.user());
        factory.setPassword(settings.password());
        factory.setVirtualHost(settings.virtualHost());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedHeartbeat((int) settings.timing().heartbeat().toSeconds());
        factory.setConnectionTimeout((int) settings.timing().connect().toMillis());
        factory.setHandshakeTimeout((int) settings.timing().connect().toMillis());
        factory.setChannelRpcTimeout((int) settings.timing().confirm().toMillis());
        factory.setSharedExecutor(new OnTheSpot());
        factory.setExceptionHandler(new QuietExceptions());
        factory.setThreadFactory(
                Thread.ofPlatform().daemon().name("tasuki-rabbitmq-client-", 0).factory());
        RabbitSettings.Tls tls = settings.tls();
        if (tls != null) {
            factory.useSslProtocol(TlsContext.of(tls));
            if (tls.verifyPeer()) {
                factory.enableHostnameVerification();
            }
        }
        return factory;
    }

    /** The keeper says what happened, once and in our words; the library's own words are for debugging. */
    private static final class QuietExceptions extends ForgivingExceptionHandler {
        private static final Logger LOG = LoggerFactory.getLogger(QuietExceptions.class);

        @Override
        protected void log(String message, Throwable e) {
            LOG.debug("{}", message, e);
        }
    }
}
