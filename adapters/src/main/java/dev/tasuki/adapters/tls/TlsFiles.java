package dev.tasuki.adapters.tls;

import dev.tasuki.core.base.UrlParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How the two sides of a connection prove themselves, as a server's URL says it: {@code verify}, {@code cacertfile},
 * {@code certfile}, {@code keyfile}. The files are read once, when the URL is: a file that is being replaced while a
 * connection is made breaks none. Two with the same parameters are equal.
 */
public final class TlsFiles {
    private final Named named;
    private final SSLContext context;

    /**
     * What the parameters say.
     *
     * @param verifyPeer false accepts any certificate: for tests only
     * @param certificates a PEM file with the authorities to trust; null for the JVM's own
     * @param client how this side proves itself; null if it does not
     */
    record Named(
            boolean verifyPeer,
            @Nullable Path certificates,
            @Nullable Client client) {}

    /**
     * How a client proves itself.
     *
     * @param certificate a PEM file with its certificate, then those up to an authority the server trusts
     * @param key a PEM file with the certificate's key, PKCS#8 without a password
     */
    public record Client(Path certificate, Path key) {}

    /**
     * Reads the files.
     *
     * @param verifyPeer false accepts any certificate: for tests only
     * @param certificates a PEM file with the authorities to trust; null for the JVM's own
     * @param client how this side proves itself; null if it does not
     * @throws IllegalArgumentException naming the parameter whose file is no good
     */
    public TlsFiles(boolean verifyPeer, @Nullable Path certificates, @Nullable Client client) {
        this.named = new Named(verifyPeer, certificates, client);
        this.context = TlsContext.of(named);
    }

    /**
     * Reads the parameters, and the files if nothing else is wrong.
     *
     * @param problems is added to, a part of a sentence for each
     * @param scheme of URLs with TLS, for the sentence about parameters that are of no use without
     * @return null if the connection has no TLS, or if there are problems
     */
    public static @Nullable TlsFiles read(
            UrlParameters parameters, List<String> problems, boolean secure, String scheme) {
        boolean unverified = parameters.choice("verify", "verify_peer", "verify_none");
        if (!secure) {
            for (String name : List.of("verify", "cacertfile", "certfile", "keyfile")) {
                if (parameters.has(name)) {
                    problems.add(name + " is for TLS: begin the URL with " + scheme + "://");
                }
            }
            return null;
        }
        Path authorities = file("cacertfile", parameters, problems);
        Path certificate = file("certfile", parameters, problems);
        Path key = file("keyfile", parameters, problems);
        if ((certificate == null) != (key == null)) {
            problems.add("certfile and keyfile belong together: give both or none");
        }
        Client client = certificate == null || key == null ? null : new Client(certificate, key);
        if (!problems.isEmpty()) {
            return null;
        }
        try {
            return new TlsFiles(!unverified, authorities, client);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable Path file(String parameter, UrlParameters parameters, List<String> problems) {
        String text = parameters.get(parameter);
        if (text == null) {
            return null;
        }
        Path file = Path.of(text);
        if (!Files.isReadable(file)) {
            problems.add(parameter + " '" + text + "' cannot be read: give a PEM file");
        }
        return file;
    }

    /** False if any certificate of the server will do. */
    public boolean verifyPeer() {
        return named.verifyPeer();
    }

    /** What was read, for any number of connections. */
    public SSLContext context() {
        return context;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsFiles tls && tls.named.equals(named);
    }

    @Override
    public int hashCode() {
        return named.hashCode();
    }

    @Override
    public String toString() {
        return "TlsFiles" + named.toString().substring("Named".length());
    }
}
