package dev.tasuki.adapters.resp;

import dev.tasuki.adapters.tls.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Redis and how to use it. Immutable; made from a URL by {@link #parse(String)}.
 *
 * @param servers where it is, or who knows that; at least one
 * @param layout what they are
 * @param login who logs in; null for nobody
 * @param database the number of its database, 0 by default
 * @param tls how the two sides prove themselves; null for a connection in the clear
 * @param timing how long to wait for what
 * @param flow how much may be under way
 * @param safety when a write counts as done
 * @param prefix what all keys begin with
 * @param connectionName what operators see in the list of clients, without blanks
 */
public record RedisSettings(
        List<Address> servers,
        Layout layout,
        @Nullable Login login,
        int database,
        @Nullable TlsFiles tls,
        Timing timing,
        Flow flow,
        Safety safety,
        String prefix,
        String connectionName) {
    static final int DEFAULT_PORT = 6379;
    static final int SENTINEL_PORT = 26_379;
    /** Hosts in one URL. */
    static final int MOST_SERVERS = 16;

    /** Copies the list. */
    public RedisSettings {
        servers = List.copyOf(servers);
    }

    /**
     * Where a server listens.
     *
     * @param host its name or address, without brackets
     */
    public record Address(String host, int port) {
        /** As in a URL. */
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** What the servers of the URL are. */
    public sealed interface Layout {}

    /** The one server that is used. */
    public record Alone() implements Layout {}

    /** Nodes of a Cluster: each key has its node, which all of them know. */
    public record Cluster() implements Layout {}

    /**
     * Sentinels, which know the master.
     *
     * @param master the name that they have for it
     */
    public record Sentinels(String master) implements Layout {}

    /**
     * Who logs in.
     *
     * @param user null for the default user
     * @param password never printed
     */
    public record Login(@Nullable String user, String password) {
        @Override
        public String toString() {
            return "Login[user " + user + ", password ***]";
        }
    }

    /**
     * How long to wait for what.
     *
     * @param connect for a connection
     * @param command for the answer to a command
     */
    public record Timing(Duration connect, Duration command) {
        /** 5 s each. */
        public static final Timing DEFAULT = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    /**
     * How much may be under way.
     *
     * @param inFlight commands of one connection that are not answered yet, 1 to 100,000
     * @param maxQueue requests that wait in one queue, 1 to 1,000,000
     * @param deadlinePrefetch requests that a subscription holds beyond its workers, 0 to 1,000
     */
    public record Flow(int inFlight, int maxQueue, int deadlinePrefetch) {
        /** 1,000 in flight, 10,000 waiting, prefetch 16. */
        public static final Flow DEFAULT = new Flow(1000, 10_000, 16);
    }

    /** What the server must promise before rows are kept in it. */
    public enum Durability {
        /** A write is on the disk before it is answered. */
        ALWAYS,
        /** Accepts that a crash takes what was written in the last seconds. */
        EVERYSEC,
        /** The server may not be asked; its operator promises. */
        TRUSTED
    }

    /**
     * When a write counts as done.
     *
     * @param durability what the server must promise
     * @param replicas how many replicas must have a write before it is answered
     * @param patience how long to wait for them
     */
    public record Safety(Durability durability, int replicas, Duration patience) {
        /** On the disk, and no replicas. */
        public static final Safety DEFAULT = new Safety(Durability.ALWAYS, 0, Duration.ofSeconds(1));
    }

    /**
     * Reads {@code redis://user:password@host:port/database?parameters}; {@code rediss} for TLS. Everything but
     * the host may be left out. Parameters: {@code prefix}, {@code durability} (always, everysec or trusted),
     * {@code replicas}, {@code replica_timeout}, {@code connection_timeout} and {@code command_timeout} in
     * milliseconds, {@code max_in_flight}, {@code max_queue}, {@code predict_prefetch}, {@code verify}
     * ({@code verify_peer} or {@code verify_none}), {@code cacertfile}, {@code certfile} with {@code keyfile}, and
     * {@code sentinel} or {@code cluster}, with which there may be several hosts, separated by commas.
     *
     * @throws IllegalArgumentException with every problem of the URL, never with its password
     */
    public static RedisSettings parse(String url) {
        return new RedisUrl(url).settings();
    }

    /** The same with another name for operators. */
    public RedisSettings named(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]+", "-");
        return new RedisSettings(servers, layout, login, database, tls, timing, flow, safety, prefix, plain);
    }

    /** The same for one server of them, or one that they told of. */
    RedisSettings at(Address server) {
        return new RedisSettings(
                List.of(server), layout, login, database, tls, timing, flow, safety, prefix, connectionName);
    }

    /** What may be lost that was answered, since the URL accepts it; empty if nothing may. */
    public Optional<String> acceptedRisk() {
        return switch (safety.durability()) {
            case ALWAYS -> Optional.empty();
            case EVERYSEC ->
                Optional.of("durability=everysec is set: if Redis at " + where()
                        + " crashes, tasks of its last seconds may be lost, though they were answered");
            case TRUSTED ->
                Optional.of("durability=trusted is set: Redis at " + where()
                        + " is not asked whether it syncs before it answers; without that a crash loses tasks");
        };
    }

    /** Where this leads, for messages to people: no password. Behind Sentinels, {@code master@host:port}. */
    public String where() {
        String all = servers.stream().map(Address::toString).collect(Collectors.joining(","));
        return layout instanceof Sentinels sentinels ? sentinels.master() + "@" + all : all;
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return "RedisSettings[" + where() + "/" + database + ", " + login + ", tls " + tls + ", " + timing + ", " + flow
                + ", " + safety + ", prefix " + prefix + ", name " + connectionName + "]";
    }
}
