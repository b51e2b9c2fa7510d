package dev.tasuki.adapters.resp;

import dev.tasuki.adapters.tls.TlsFiles;
import dev.tasuki.core.base.UrlParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code redis} URL. It is not a {@link java.net.URI}, so that every problem is told at once. */
final class RedisUrl {
    private static final Pattern SHAPE =
            Pattern.compile("(?i)(rediss?)://(?:([^@/?#]*)@)?([^/?#]*)(?:/([^/?#]*))?(?:\\?([^#]*))?");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Set<String> PARAMETERS = new TreeSet<>(Set.of(
            "prefix",
            "durability",
            "replicas",
            "replica_timeout",
            "connection_timeout",
            "command_timeout",
            "max_in_flight",
            "max_queue",
            "predict_prefetch",
            "verify",
            "cacertfile",
            "certfile",
            "keyfile",
            "sentinel",
            "cluster"));
    /** What Redis takes for the name of a master. */
    private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String url;
    private final List<String> problems = new ArrayList<>();
    private final UrlParameters parameters = new UrlParameters(PARAMETERS, problems);

    RedisUrl(String url) {
        this.url = url;
    }

    RedisSettings settings() {
        Matcher shape = SHAPE.matcher(url);
        if (!shape.matches()) {
            throw new IllegalArgumentException("the Redis URL " + masked()
                    + " does not have the form redis://user:password@host:port/database (rediss for TLS)");
        }
        boolean secure = "rediss".equalsIgnoreCase(shape.group(1));
        RedisSettings.Login login = login(shape.group(2));
        parameters.read(shape.group(5));
        RedisSettings.Layout layout = layout();
        List<RedisSettings.Address> servers = servers(shape.group(3), layout);
        int database = database(shape.group(4), layout);
        RedisSettings read = new RedisSettings(
                servers,
                layout,
                login,
                database,
                TlsFiles.read(parameters, problems, secure, "rediss"),
                timing(),
                flow(),
                safety(),
                prefix(),
                "tasuki");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the Redis URL " + masked() + ": " + String.join("; ", problems));
        }
        return read;
    }

    private RedisSettings.@Nullable Login login(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            problems.add("a user needs a password, user:password@ (or :password@ without a user)");
            return null;
        }
        String user = parameters.decoded(text.substring(0, colon));
        return new RedisSettings.Login(user.isEmpty() ? null : user, parameters.decoded(text.substring(colon + 1)));
    }

    private RedisSettings.Layout layout() {
        boolean cluster = parameters.truth("cluster", false);
        String master = parameters.get("sentinel");
        if (master == null) {
            return cluster ? new RedisSettings.Cluster() : new RedisSettings.Alone();
        }
        if (cluster) {
            problems.add("sentinel and cluster=true exclude each other: a Cluster has no Sentinels");
        }
        if (!MASTER.matcher(master).matches()) {
            problems.add("sentinel is '" + master
                    + "', give the name that the Sentinels have for the master: 1 to 64 letters, digits and . _ -");
        }
        return new RedisSettings.Sentinels(master);
    }

    private List<RedisSettings.Address> servers(String text, RedisSettings.Layout layout) {
        String[] all = text.split(",", -1);
        if (all.length > 1 && layout instanceof RedisSettings.Alone) {
            problems.add("there are several hosts: add sentinel=NAME if they are Sentinels, or cluster=true if they are"
                    + " nodes of a Cluster; else name one server, the master");
        }
        if (all.length > RedisSettings.MOST_SERVERS) {
            problems.add("there are " + all.length + " hosts, at most " + RedisSettings.MOST_SERVERS + " are possible");
            return List.of(new RedisSettings.Address("localhost", RedisSettings.DEFAULT_PORT));
        }
        int usual =
                layout instanceof RedisSettings.Sentinels ? RedisSettings.SENTINEL_PORT : RedisSettings.DEFAULT_PORT;
        List<RedisSettings.Address> servers = new ArrayList<>();
        for (String one : all) {
            servers.add(server(one, usual));
        }
        return servers;
    }

    private RedisSettings.Address server(String text, int usual) {
        Matcher matcher = ADDRESS.matcher(text.isEmpty() ? "localhost" : text);
        int port = usual;
        if (matcher.matches() && matcher.group(2) != null) {
            port = Integer.parseInt(matcher.group(2));
        }
        if (!matcher.matches() || port < 1 || port > 65_535) {
            problems.add("'" + text + "' is no address: give host or host:port, port 1 to 65535");
            return new RedisSettings.Address("localhost", usual);
        }
        String host = matcher.group(1);
        return new RedisSettings.Address(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    private int database(@Nullable String text, RedisSettings.Layout layout) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        if (!text.matches("\\d{1,4}")) {
            problems.add("'" + text + "' behind the slash is no database: Redis numbers them from 0");
            return 0;
        }
        int database = Integer.parseInt(text);
        if (database > 0 && layout instanceof RedisSettings.Cluster) {
            problems.add("'" + text + "' behind the slash: a Cluster has the database 0 only");
        }
        return database;
    }

    private RedisSettings.Timing timing() {
        RedisSettings.Timing usual = RedisSettings.Timing.DEFAULT;
        return new RedisSettings.Timing(
                Duration.ofMillis(
                        parameters.number("connection_timeout", usual.connect().toMillis(), 100, 600_000)),
                Duration.ofMillis(
                        parameters.number("command_timeout", usual.command().toMillis(), 100, 600_000)));
    }

    private RedisSettings.Flow flow() {
        RedisSettings.Flow usual = RedisSettings.Flow.DEFAULT;
        return new RedisSettings.Flow(
                (int) parameters.number("max_in_flight", usual.inFlight(), 1, 100_000),
                (int) parameters.number("max_queue", usual.maxQueue(), 1, 1_000_000),
                (int) parameters.number("predict_prefetch", usual.deadlinePrefetch(), 0, 1_000));
    }

    private RedisSettings.Safety safety() {
        RedisSettings.Safety usual = RedisSettings.Safety.DEFAULT;
        String text = parameters.get("durability", "always");
        RedisSettings.Durability durability = switch (text) {
            case "always" -> RedisSettings.Durability.ALWAYS;
            case "everysec" -> RedisSettings.Durability.EVERYSEC;
            case "trusted" -> RedisSettings.Durability.TRUSTED;
            default -> {
                problems.add("durability is '" + text + "', allowed are always, everysec and trusted");
                yield usual.durability();
            }
        };
        return new RedisSettings.Safety(
                durability,
                (int) parameters.number("replicas", 0, 0, 16),
                Duration.ofMillis(
                        parameters.number("replica_timeout", usual.patience().toMillis(), 1, 60_000)));
    }

    private String prefix() {
        String prefix = parameters.get("prefix", "tasuki:");
        if (!PREFIX.matcher(prefix).matches()) {
            problems.add("prefix is '" + prefix + "', allowed are 1 to 64 letters, digits and . _ - :");
        }
        return prefix;
    }

    private String masked() {
        return url.replaceFirst("//.*@", "//***@");
    }
}
