package dev.tasuki.adapters.resp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What a server is, as it says itself.
 *
 * @param info the lines of INFO
 * @param appendFsync when it syncs its log of writes; empty if it does not say
 */
public record ServerFacts(Map<String, String> info, Optional<String> appendFsync) {
    private static final int LEAST_MAJOR = 7;
    /** Of a node of a Cluster that the URL takes for a server of its own. */
    public static final String UNSAID_CLUSTER = "is a Cluster: add cluster=true to the URL, or name a server of its own";

    /** What it is to be used for. */
    public enum Use {
        BROKER,
        RESULTS,
        /** Programs that are not ours use it, too, and set it up as they like. */
        FLEET
    }

    public ServerFacts {
        info = Map.copyOf(info);
    }

    /** Asks the server; changes nothing. */
    public static ServerFacts ask(Connection connection) {
        connection.sendCommand(Protocol.Command.INFO);
        String answer = connection.getBulkReply();
        return new ServerFacts(info(answer).info(), setting(connection, "appendfsync"));
    }

    /** Of an answer to INFO alone. */
    public static ServerFacts info(String answer) {
        Map<String, String> info = new HashMap<>();
        for (String line : answer.split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return new ServerFacts(info, Optional.empty());
    }

    /** A setting; empty if the user may not ask. */
    public static Optional<String> setting(Connection connection, String name) {
        try {
            connection.sendCommand(Protocol.Command.CONFIG, "GET", name);
            List<Object> answer = Answer.list(connection.getOne());
            return answer.size() < 2 ? Optional.empty() : Optional.of(Answer.text(answer.get(1)));
        } catch (JedisDataException forbidden) {
            return Optional.empty();
        }
    }

    public String text(String name) {
        return info.getOrDefault(name, "");
    }

    /** Its make and version, for people. */
    public String version() {
        return info.containsKey("valkey_version")
                ? "Valkey " + text("valkey_version")
                : "Redis " + text("redis_version");
    }

    public boolean sentinel() {
        return text("redis_mode").equals("sentinel");
    }

    public boolean master() {
        return !text("role").equals("slave");
    }

    public boolean logged() {
        return text("aof_enabled").equals("1");
    }

    /** How it frees memory: {@code noeviction} if it does not. */
    public String eviction() {
        return text("maxmemory_policy");
    }

    /** How many bytes it may use; 0 for all there are. */
    public long mostMemory() {
        return number("maxmemory");
    }

    public long number(String name) {
        String value = text(name);
        return value.matches("-?\\d{1,18}") ? Long.parseLong(value) : 0;
    }

    /** What keeps it from this use, as a sentence with the remedy; empty if nothing does. */
    public Optional<String> unfit(RedisSettings settings, Use use) {
        String at = "Redis at " + settings.where() + " ";
        if (old()) {
            return Optional.of(at + "has version " + text("redis_version") + ", at least 7.0 is needed");
        }
        boolean cluster = settings.layout() instanceof RedisSettings.Cluster;
        if (sentinel()) {
            return Optional.of(at + "is a Sentinel: add sentinel=NAME to the URL, the name of its master");
        }
        if (text("redis_mode").equals("cluster") && !cluster) {
            return Optional.of(at + UNSAID_CLUSTER);
        }
        if (!master()) {
            return Optional.of(at + "is a replica of " + text("master_host") + ":" + text("master_port") + ": "
                    + master(settings));
        }
        if (use != Use.FLEET && !eviction().isEmpty() && !eviction().equals("noeviction")) {
            return Optional.of(at + "throws keys away when it is full (maxmemory-policy " + eviction()
                    + "): set maxmemory-policy noeviction");
        }
        return use == Use.RESULTS ? volatileRows(settings, at) : Optional.empty();
    }

    /** What to do about a replica. */
    public static String master(RedisSettings settings) {
        return settings.layout() instanceof RedisSettings.Alone
                ? "name its master, or its Sentinels with sentinel=NAME"
                : "a failover is under way; try again";
    }

    private Optional<String> volatileRows(RedisSettings settings, String at) {
        RedisSettings.Durability wanted = settings.safety().durability();
        if (wanted == RedisSettings.Durability.TRUSTED) {
            return Optional.empty();
        }
        if (!logged()) {
            return Optional.of(at + "keeps no log of its writes, so a crash would lose tasks: set appendonly yes"
                    + " and appendfsync always");
        }
        if (wanted == RedisSettings.Durability.EVERYSEC && !appendFsync.equals(Optional.of("no"))) {
            return Optional.empty();
        }
        if (appendFsync.isEmpty()) {
            return Optional.of(at + "does not say when it syncs (CONFIG is forbidden): allow config|get, or add"
                    + " durability=trusted to the URL if it has appendfsync always");
        }
        return appendFsync.get().equals("always")
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%ssyncs with appendfsync %s, so a crash would lose tasks of the last seconds: set"
                                + " appendfsync always, or add durability=everysec to the URL to accept that",
                        at,
                        appendFsync.get()));
    }

    private boolean old() {
        String major = text("redis_version").replaceFirst("\\..*", "");
        return major.matches("\\d{1,6}") && Integer.parseInt(major) < LEAST_MAJOR;
    }
}
