package dev.tasuki.adapters.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a TLS connection trusts and how it proves itself, from PEM files. */
final class TlsContext {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** The key stays in memory, in a store that nobody else sees. */
    private static final char[] NO_PASSWORD = new char[0];

    private TlsContext() {}

    /**
     * The context for these files.
     *
     * @throws IllegalArgumentException naming the parameter whose file is no good
     */
    static SSLContext of(TlsFiles.Named tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(tls.client()), trust(tls), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no TLS with these files: " + e.getMessage(), e);
        }
    }

    /** Null for the authorities that the JVM trusts. */
    private static TrustManager @Nullable [] trust(TlsFiles.Named tls) throws GeneralSecurityException {
        if (!tls.verifyPeer()) {
            return new TrustManager[] {new Anyone()};
        }
        Path authorities = tls.certificates();
        if (authorities == null) {
            return null;
        }
        KeyStore store = empty();
        int number = 0;
        for (Certificate one : certificates("cacertfile", authorities)) {
            store.setCertificateEntry("authority-" + number++, one);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(TlsFiles.@Nullable Client client) throws GeneralSecurityException {
        if (client == null) {
            return null;
        }
        List<Certificate> chain = certificates("certfile", client.certificate());
        KeyStore store = empty();
        PrivateKey key = key(client.key(), chain.getFirst().getPublicKey());
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty store cannot fail to load", e);
        }
        return store;
    }

    private static List<Certificate> certificates(String parameter, Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            List<Certificate> found =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(noCertificates(parameter, file) + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(noCertificates(parameter, file));
    }

    private static String noCertificates(String parameter, Path file) {
        return parameter + " '" + file + "' holds no certificates in PEM form";
    }

    private static PrivateKey key(Path file, PublicKey matching) {
        try {
            Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!pem.find()) {
                throw new IllegalArgumentException("keyfile '" + file + "' holds no plain PKCS#8 key"
                        + " (BEGIN PRIVATE KEY): convert it with openssl pkcs8 -topk8 -nocrypt");
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey key =
                    KeyFactory.getInstance(matching.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (!fits(key, matching)) {
                throw new GeneralSecurityException("they do not belong together");
            }
            return key;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "keyfile '" + file + "' holds no key for the certificate in certfile: " + e.getMessage(), e);
        }
    }

    /** True if what the one signs the other proves; true also for kinds of keys that are not known here. */
    private static boolean fits(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return true;
        }
        byte[] text = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        Signature proving = Signature.getInstance(algorithm);
        proving.initVerify(certified);
        proving.update(text);
        return proving.verify(signing.sign());
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
