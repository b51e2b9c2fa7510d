package dev.tasuki.server;

import dev.tasuki.server.edge.EdgeBounds;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * How the HTTP side listens and what it takes.
 *
 * @param host address to bind, e.g. {@code 127.0.0.1}; {@code 0.0.0.0} for every interface
 * @param port 1 to 65535; 0 takes any free one, see {@link HttpServer#url()}
 * @param limits what is too large
 * @param drain how long {@link HttpServer#stop()} waits for requests under way; zero: not at all
 * @param version of the program, for people
 * @param publicUrls by which clients know it, without a slash at the end; the first one is shown
 * @param edge what connections may cost
 */
public record HttpSettings(
        String host, int port, Limits limits, Duration drain, String version, List<URI> publicUrls, EdgeBounds edge) {
    public HttpSettings {
        publicUrls = List.copyOf(publicUrls);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain " + drain + " is negative");
        }
    }

    /** For clients that know it by where it listens, with the standard bounds of connections. */
    public HttpSettings(String host, int port, Limits limits, Duration drain, String version) {
        this(host, port, limits, drain, version, List.of(), EdgeBounds.STANDARD);
    }

    /** For clients that know it by other addresses, too. */
    public HttpSettings(String host, int port, Limits limits, Duration drain, String version, List<URI> publicUrls) {
        this(host, port, limits, drain, version, publicUrls, EdgeBounds.STANDARD);
    }

    /** With other bounds of connections. */
    public HttpSettings(String host, int port, Limits limits, Duration drain, String version, EdgeBounds edge) {
        this(host, port, limits, drain, version, List.of(), edge);
    }

    /** True if it listens on every address of this machine. */
    public boolean wildcard() {
        return host.equals("0.0.0.0") || host.equals("::") || host.isEmpty();
    }

    /** True if other machines reach the address. Looks a name up. */
    public static boolean beyondThisMachine(String host) {
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }

    /** What stands before the paths of links: empty, unless a proxy in front serves us below a path. */
    public String path() {
        return publicUrls.isEmpty() ? "" : publicUrls.getFirst().getPath();
    }

    /** The address that is shown to people, with the port that was taken. */
    public URI shown(int taken) {
        if (!publicUrls.isEmpty()) {
            return publicUrls.getFirst();
        }
        String name = wildcard() ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + taken);
    }

    /** Clients that may wait for a task at once. */
    public int waiters() {
        return edge.connections().waiters();
    }

    /** On 127.0.0.1 with the standard limits and 10 s to drain. */
    public static HttpSettings local(int port, String version) {
        return new HttpSettings("127.0.0.1", port, Limits.STANDARD, Duration.ofSeconds(10), version);
    }

    /**
     * What is too large. A request past a limit gets 413 {@code too_large} and is not read further.
     *
     * @param body bytes of a JSON body, before and after un-zipping, at least 1
     * @param dataset bytes of a dataset, before and after un-zipping, at least 1
     */
    public record Limits(int body, long dataset) {
        /** 8 MiB and 2 GiB. */
        public static final Limits STANDARD = new Limits(8 << 20, 2L << 30);

        public Limits {
            if (body < 1 || dataset < 1) {
                throw new IllegalArgumentException("limits %d and %d must be positive".formatted(body, dataset));
            }
        }
    }
}
