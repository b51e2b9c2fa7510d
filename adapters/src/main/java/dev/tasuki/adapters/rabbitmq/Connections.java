package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client library's factory, set up from our settings. */
final class Connections {
    private Connections() {}

    /**
     * A factory for plain connections: who uses it recovers by himself.
     *
     * @throws IllegalArgumentException if the file with the authorities' certificates is no good
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
            secure(factory, tls);
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

    private static void secure(ConnectionFactory factory, RabbitSettings.Tls tls) {
        try {
            Path certificates = tls.certificates();
            if (!tls.verifyPeer()) {
                factory.useSslProtocol();
            } else if (certificates == null) {
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            } else {
                factory.useSslProtocol(trusting(certificates));
                factory.enableHostnameVerification();
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "cacertfile '" + tls.certificates() + "' holds no certificates in PEM form: " + e.getMessage(), e);
        }
    }

    private static SSLContext trusting(Path certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(certificates)) {
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + number++, one);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
