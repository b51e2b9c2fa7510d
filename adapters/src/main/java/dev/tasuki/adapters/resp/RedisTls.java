package dev.tasuki.adapters.resp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a TLS connection to Redis trusts. */
final class RedisTls {
    private RedisTls() {}

    /**
     * Makes the sockets of TLS connections.
     *
     * @throws IllegalArgumentException naming the parameter whose file is no good
     */
    static SSLSocketFactory sockets(RedisSettings.Tls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(tls), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "cacertfile '" + tls.certificates() + "' holds no certificates in PEM form: " + e.getMessage(), e);
        }
    }

    /** Null for the authorities that the JVM trusts. */
    private static TrustManager @Nullable [] trust(RedisSettings.Tls tls) throws GeneralSecurityException, IOException {
        if (!tls.verifyPeer()) {
            return new TrustManager[] {new Anyone()};
        }
        Path authorities = tls.certificates();
        if (authorities == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authorities)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (found.isEmpty()) {
                throw new GeneralSecurityException("the file is empty");
            }
            int number = 0;
            for (Certificate one : found) {
                store.setCertificateEntry("authority-" + number++, one);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    /** What verify_none asks for. */
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
