package dev.tasuki.server;

import java.net.URI;
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
 * @param exposure who may reach it, and by which names
 */
public record HttpSettings(String host, int port, Limits limits, Duration drain, String version, Exposure exposure) {
    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain " + drain + " is negative");
        }
    }

    /** For clients on this machine. */
    public HttpSettings(String host, int port, Limits limits, Duration drain, String version) {
        this(host, port, limits, drain, version, Exposure.LOCAL);
    }

    /** True if it listens on every address of this machine. */
    public boolean wildcard() {
        return host.equals("0.0.0.0") || host.equals("::") || host.isEmpty();
    }

    /** What stands before the paths of links: empty, unless a proxy in front serves us below a path. */
    public String path() {
        return exposure.publicUrls().isEmpty()
                ? ""
                : exposure.publicUrls().getFirst().getPath();
    }

    /** The address that is shown to people, with the port that was taken. */
    public URI shown(int taken) {
        if (!exposure.publicUrls().isEmpty()) {
            return exposure.publicUrls().getFirst();
        }
        String name = wildcard() ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + taken);
    }

    /**
     * Who may reach the server.
     *
     * @param publicUrls by which clients know it, without a slash at the end; the first one is shown
     * @param insecure true: its operator answers for whoever reaches it from other machines
     */
    public record Exposure(List<URI> publicUrls, boolean insecure) {
        /** This machine only. */
        public static final Exposure LOCAL = new Exposure(List.of(), false);

        public Exposure {
            publicUrls = List.copyOf(publicUrls);
        }
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
