package dev.tasuki.server.guard;

import dev.tasuki.server.HttpSettings;
import jakarta.inject.Singleton;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names by which this server is known. A page of evil.example can point its own name to 127.0.0.1 (DNS
 * rebinding), and the browser then takes our answers for its own; but it still names evil.example in the
 * Host header. So only names that nobody else can own count: those of the loopback interface, the address
 * that was bound, the address at which the connection arrived, and those that the operator named.
 */
@Singleton
final class Hosts {
    private static final Pattern IPV4 =
            Pattern.compile("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Set<String> names = new HashSet<>();
    private final List<URI> publicUrls;
    private final Set<String> publicOrigins = new HashSet<>();

    /** The last name that was found to be ours: nearly every request has the same. */
    private volatile Known known = new Known("", InetSocketAddress.createUnresolved("none", 0));

    private record Known(String host, InetSocketAddress here) {}

    Hosts(HttpSettings settings) {
        names.add("localhost");
        if (!settings.wildcard()) {
            names.add(settings.host().toLowerCase(Locale.ROOT));
        }
        if (HttpSettings.beyondThisMachine(settings.host())) {
            machine(names);
        }
        publicUrls = settings.publicUrls();
        publicUrls.forEach(url -> publicOrigins.add(origin(url)));
    }

    /** Whether a Host header names this server; {@code here} is where the connection arrived. */
    boolean known(String host, InetSocketAddress here) {
        Known last = known;
        if (last.host.equals(host) && last.here.equals(here)) {
            return true;
        }
        Authority authority = Authority.parse(host);
        boolean known = authority != null && (ours(authority, here) || isPublic(authority, here));
        if (known) {
            this.known = new Known(host, here);
        }
        return known;
    }

    /** Whether an Origin, or what a Referer begins with, is this server's own. */
    boolean own(String origin, InetSocketAddress here) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (publicOrigins.contains(lower)) {
            return true;
        }
        Authority authority = lower.startsWith("http://") ? Authority.parse(lower.substring("http://".length())) : null;
        return authority != null && ours(authority, here);
    }

    private boolean ours(Authority authority, InetSocketAddress here) {
        int port = authority.port() < 0 ? HTTP : authority.port();
        if (port != here.getPort()) {
            return false;
        }
        if (names.contains(authority.host())) {
            return true;
        }
        InetAddress address = literal(authority.host());
        return address != null && (address.isLoopbackAddress() || address.equals(here.getAddress()));
    }

    /** With the port of the URL, with ours, or without any: proxies differ in what they pass on. */
    private boolean isPublic(Authority authority, InetSocketAddress here) {
        for (URI url : publicUrls) {
            boolean port = authority.port() < 0 || authority.port() == port(url) || authority.port() == here.getPort();
            if (port && authority.host().equalsIgnoreCase(url.getHost())) {
                return true;
            }
        }
        return false;
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? HTTPS : HTTP;
    }

    /** As a browser spells it: without the port that its scheme implies. */
    private static String origin(URI url) {
        boolean implied = url.getPort() < 0 || url.getPort() == ("https".equals(url.getScheme()) ? HTTPS : HTTP);
        return (url.getScheme() + "://" + url.getHost() + (implied ? "" : ":" + url.getPort()))
                .toLowerCase(Locale.ROOT);
    }

    /** The address that a literal is; null for a name, which is not looked up. */
    private static @Nullable InetAddress literal(String host) {
        if (host.startsWith("[")) {
            try {
                return InetAddress.ofLiteral(host.substring(1, host.length() - 1));
            } catch (IllegalArgumentException none) {
                return null;
            }
        }
        if (!IPV4.matcher(host).matches()) {
            return null;
        }
        try {
            return Inet4Address.ofLiteral(host);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /** The name that the machine has for itself, by which its network may know it. */
    private static void machine(Set<String> names) {
        try {
            names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException nameless) {
            // Then it goes by its addresses.
        }
    }
}
