package dev.tasuki.adapters.gcs;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Which addresses may be asked: nothing that a server names, only what settings and credentials name. */
final class Hosts {
    private Hosts() {}

    /** True for a name or literal of this machine itself; no name is looked up. */
    static boolean loopback(URI uri) {
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** True if a token may be sent there, or asked for: https, or this machine itself. */
    static boolean safe(URI uri) {
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && loopback(uri));
    }

    /** True if both name the same scheme, host and port. */
    static boolean sameOrigin(URI one, URI other) {
        return one.getHost() != null
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getScheme().equals(other.getScheme())
                && port(one) == port(other)
                && other.getRawUserInfo() == null;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }
}
