package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Misnamed;
import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Looks at a server without changing anything: whether it will do, and what its operator may want to know. */
public final class RedisExamination {
    private static final int MUCH_MEMORY_PERCENT = 80;
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(1);
    private static final Duration LONG_HELD = Duration.ofMinutes(5);
    private static final Duration LONG_UNHEARD = Duration.ofSeconds(10);
    private static final Pattern LAG = Pattern.compile("\\blag=(\\d{1,9})");

    private final RedisSettings settings;
    private final RedisLink link;
    private final List<String> keys;
    private final ServerFacts.Use use;
    private final InstantSource clock;
    private final List<Finding> findings;

    /** Of one server, with the keys that it has. */
    private RedisExamination(
            RedisLink link, List<String> keys, ServerFacts.Use use, InstantSource clock, List<Finding> findings) {
        this.settings = link.settings();
        this.link = link;
        this.keys = keys;
        this.use = use;
        this.clock = clock;
        this.findings = findings;
    }

    /** How bad it is. */
    public enum State {
        OK,
        WARN,
        FAIL
    }

    /**
     * One thing that was seen.
     *
     * @param remedy what to do about it; empty if nothing need be done
     */
    public record Finding(State state, String subject, String detail, String remedy) {}

    /** What keeps the server from being a broker, as a sentence with the remedy; empty also if it is away. */
    public static Optional<String> unfitForBroker(RedisSettings settings) {
        try {
            RedisLink whole = new RedisLink(settings, ServerFacts.Use.BROKER);
            for (Map.Entry<RedisLink, List<String>> part :
                    whole.parts(queues(settings)).entrySet()) {
                Optional<String> unfit =
                        unfitForBroker(part.getKey(), part.getValue().getFirst());
                if (unfit.isPresent()) {
                    return unfit;
                }
            }
            return Optional.empty();
        } catch (Refusal away) {
            return away.getCause() instanceof Misnamed ? Optional.of(away.detail()) : Optional.empty();
        } catch (JedisException away) {
            return Optional.empty();
        }
    }

    private static Optional<String> unfitForBroker(RedisLink link, String key) {
        Connection connection = link.connect("start", link.settings().timing().command(), key);
        try {
            ServerFacts facts = ServerFacts.ask(connection);
            // What Sentinels or the Cluster name may be on its way to become the master.
            boolean waits = !facts.master() && !(link.settings().layout() instanceof RedisSettings.Alone);
            return waits ? Optional.empty() : facts.unfit(link.settings(), ServerFacts.Use.BROKER);
        } finally {
            RedisLink.end(connection);
        }
    }

    private static List<String> queues(RedisSettings settings) {
        return Arrays.stream(TaskKind.values())
                .map(kind -> stream(settings, kind.queue()))
                .toList();
    }

    private static String stream(RedisSettings settings, String queue) {
        return settings.prefix() + "{" + queue + "}:s";
    }

    /** Everything about the server as a broker; never throws a refusal. */
    public static List<Finding> ofBroker(RedisSettings settings, InstantSource clock) {
        return all(settings, queues(settings), ServerFacts.Use.BROKER, clock);
    }

    /** Everything about the server as a result store; never throws a refusal. */
    public static List<Finding> ofResults(RedisSettings settings, InstantSource clock) {
        String rows = settings.prefix() + "{rows}:";
        return all(settings, List.of(rows + "all", rows + "changes"), ServerFacts.Use.RESULTS, clock);
    }

    private static List<Finding> all(
            RedisSettings settings, List<String> keys, ServerFacts.Use use, InstantSource clock) {
        List<Finding> findings = new ArrayList<>();
        RedisLink whole = new RedisLink(settings, use);
        try {
            whole.parts(keys).forEach((link, some) -> new RedisExamination(link, some, use, clock, findings).examine());
        } catch (Refusal away) {
            findings.add(new Finding(State.FAIL, "server", away.detail(), "check the URL, and that the server runs"));
        }
        return List.copyOf(findings);
    }

    private void examine() {
        try {
            Connection connection = link.connect("doctor", settings.timing().command(), keys.getFirst());
            try {
                look(connection);
            } finally {
                RedisLink.end(connection);
            }
        } catch (Refusal away) {
            add(State.FAIL, "server", away.detail(), "check the URL, and that the server runs");
        } catch (JedisDataException error) {
            add(State.FAIL, "server", link.errors().refused(error).detail(), "see docs/redis.md");
        } catch (JedisException lost) {
            add(State.FAIL, "server", link.errors().away(lost).detail(), "check the URL, and that the server runs");
        }
    }

    private void look(Connection connection) {
        ServerFacts facts = ServerFacts.ask(connection);
        Optional<String> unfit = facts.unfit(settings, use);
        if (unfit.isPresent()) {
            String[] parts = unfit.get().split(": ", 2);
            add(State.FAIL, "server", parts[0], parts.length > 1 ? parts[1] : "see docs/redis.md");
            if (facts.sentinel()) {
                return;
            }
        } else {
            add(State.OK, "server", facts.version() + " at " + settings.where(), "");
        }
        disk(connection, facts);
        durability(facts);
        replicas(facts);
        memory(facts);
        clocks(connection);
        if (use == ServerFacts.Use.BROKER) {
            for (TaskKind kind : TaskKind.values()) {
                if (keys.contains(stream(settings, kind.queue()))) {
                    queue(connection, kind.queue());
                }
            }
        } else {
            type(connection, settings.prefix() + "{rows}:all", "zset");
            type(connection, settings.prefix() + "{rows}:changes", "stream");
            schema(connection);
        }
        rights(connection);
    }

    private void disk(Connection connection, ServerFacts facts) {
        if (facts.text("aof_last_write_status").equals("err")) {
            add(State.FAIL, "disk", "the last write to the append-only file failed", "make room, see Redis' log");
        }
        if (facts.text("aof_last_bgrewrite_status").equals("err")) {
            add(
                    State.WARN,
                    "disk",
                    "the last rewrite of the append-only file failed, so that it grows",
                    "make room, see Redis' log");
        }
        // Without a schedule of snapshots one that failed is no reason for Redis to refuse.
        boolean scheduled =
                !ServerFacts.setting(connection, "save").orElse("unknown").isEmpty();
        if (facts.text("rdb_last_bgsave_status").equals("err") && scheduled) {
            add(
                    State.FAIL,
                    "disk",
                    "the last snapshot failed, so that Redis refuses to write (stop-writes-on-bgsave-error)",
                    "make room, see Redis' log; with an append-only file no snapshots are needed: set save \"\"");
        }
    }

    /** Those that follow, and whether they are as many as the URL asks for. */
    private void replicas(ServerFacts facts) {
        long there = facts.number("connected_slaves");
        int wanted = settings.safety().replicas();
        long behind = 0;
        for (int i = 0; i < there; i++) {
            Matcher lag = LAG.matcher(facts.text("slave" + i));
            behind = Math.max(behind, lag.find() ? Long.parseLong(lag.group(1)) : 0);
        }
        String detail = there + " replicas, the last heard of " + behind + " s ago";
        if (there < wanted) {
            add(
                    State.FAIL,
                    "replicas",
                    "replicas=" + wanted + " is set and " + there + " follow: nothing that is written is answered",
                    "start replicas, or lower replicas in the URL");
        } else if (behind > LONG_UNHEARD.toSeconds()) {
            add(State.WARN, "replicas", detail, "see the replicas' logs: a failover would lose what they lack");
        } else if (there > 0) {
            add(State.OK, "replicas", detail, "");
        }
    }

    private void schema(Connection connection) {
        connection.sendCommand(Protocol.Command.GET, settings.prefix() + "{rows}:schema");
        Object found = connection.getOne();
        if (found != null && !Answer.text(found).equals(RedisRows.SCHEMA)) {
            add(
                    State.FAIL,
                    "schema",
                    "the rows were made by a later version",
                    "use that version, or choose another prefix in the URL, ?prefix=…");
        }
    }

    private void durability(ServerFacts facts) {
        String sync = facts.appendFsync().orElse("unknown");
        if (!facts.logged()) {
            if (use == ServerFacts.Use.BROKER) {
                add(
                        State.WARN,
                        "durability",
                        "no append-only file: a crash loses messages, the rows bring them back after 60 s",
                        "set appendonly yes if that is too late");
            }
        } else if (sync.equals("always")) {
            add(State.OK, "durability", "each write is on the disk before it is answered", "");
        } else {
            String lost = use == ServerFacts.Use.BROKER
                    ? "a crash loses messages of the last seconds, the rows bring them back after 60 s"
                    : "a crash loses tasks that were accepted in the last seconds";
            long late = facts.number("aof_delayed_fsync");
            String said = late == 0 ? "" : " (" + late + " syncs were late so far)";
            add(State.WARN, "durability", "appendfsync " + sync + ": " + lost + said, "set appendfsync always");
        }
    }

    private void memory(ServerFacts facts) {
        long most = facts.mostMemory();
        if (most > 0) {
            long percent = facts.number("used_memory") * 100 / most;
            String detail = percent + " % of maxmemory used";
            if (percent > MUCH_MEMORY_PERCENT) {
                add(State.WARN, "memory", detail, "raise maxmemory before Redis refuses to write");
            } else {
                add(State.OK, "memory", detail, "");
            }
        }
    }

    private void clocks(Connection connection) {
        Instant theirs = Instant.ofEpochMilli(millis(connection));
        Duration apart = Duration.between(theirs, clock.instant()).abs();
        if (apart.compareTo(CLOCKS_MAY_DIFFER) > 0) {
            add(
                    State.WARN,
                    "clock",
                    "the server's clock and ours are " + apart.toSeconds() + " s apart",
                    "set both by NTP; leases go by the server's");
        }
    }

    private void queue(Connection connection, String queue) {
        String stream = stream(settings, queue);
        if (!type(connection, stream, "stream")) {
            return;
        }
        connection.sendCommand(Protocol.Command.XLEN, stream);
        long length = Answer.number(connection.getOne());
        try {
            connection.sendCommand(Protocol.Command.XPENDING, stream, "g", "-", "+", "1");
            List<Object> oldest = Answer.list(connection.getOne());
            long idle = oldest.isEmpty()
                    ? 0
                    : Answer.number(Answer.list(oldest.getFirst()).get(2));
            if (idle > LONG_HELD.toMillis()) {
                add(
                        State.WARN,
                        "queue",
                        queue + ": a message is held since "
                                + Duration.ofMillis(idle).toMinutes() + " min without a sign of life",
                        "start a consumer: it takes the message over");
            } else {
                add(State.OK, "queue", queue + ": " + length + " messages, " + consumers(connection, queue), "");
            }
        } catch (JedisDataException noGroup) {
            add(State.WARN, "queue", queue + " has no consumer group", "it is made when a consumer starts");
        }
    }

    private String consumers(Connection connection, String queue) {
        String workers = settings.prefix() + "{" + queue + "}:workers";
        connection.sendCommand(Protocol.Command.ZCARD, workers);
        long all = Answer.number(connection.getOne());
        long least = millis(connection) - RedisQueues.PATIENCE_MILLIS;
        connection.sendCommand(Protocol.Command.ZCOUNT, workers, Long.toString(least), "+inf");
        long alive = Answer.number(connection.getOne());
        return alive + " consumers" + (all > alive ? ", " + (all - alive) + " without a sign of life for 30 s" : "");
    }

    private static long millis(Connection connection) {
        connection.sendCommand(Protocol.Command.TIME);
        List<Object> time = Answer.list(connection.getOne());
        return Answer.number(time.get(0)) * 1_000 + Answer.number(time.get(1)) / 1_000;
    }

    /** True if there is such a key, of this type. */
    private boolean type(Connection connection, String key, String wanted) {
        connection.sendCommand(Protocol.Command.TYPE, key);
        String found = Answer.text(connection.getOne());
        if (!found.equals("none") && !found.equals(wanted)) {
            add(
                    State.FAIL,
                    "key",
                    key + " is a " + found + ", not a " + wanted + " of ours",
                    "choose another prefix in the URL, ?prefix=…");
        }
        return found.equals(wanted);
    }

    /** What the user may not do of what we do. Where that may not be asked, the first use tells. */
    private void rights(Connection connection) {
        Map<String, List<String>> used = Map.of(
                "evalsha", List.of("0000000000000000000000000000000000000000", "0"),
                "script|load", List.of("return 1"),
                "xreadgroup", List.of("GROUP", "g", "c", "STREAMS", settings.prefix() + "{q}:s", ">"),
                "xautoclaim", List.of(settings.prefix() + "{q}:s", "g", "c", "0", "0-0"),
                "zadd", List.of(settings.prefix() + "{q}:later", "1", "m"),
                "hset", List.of(settings.prefix() + "{rows}:keys", "f", "v"),
                "blmpop", List.of("1", "1", settings.prefix() + "{q}:list", "LEFT"),
                "client|unblock", List.of("1"));
        try {
            connection.sendCommand(Protocol.Command.ACL, "WHOAMI");
            String user = Answer.text(connection.getOne());
            List<String> missing = new ArrayList<>();
            used.forEach((name, arguments) -> {
                if (!allowed(connection, user, name, arguments)) {
                    missing.add(name);
                }
            });
            if (!missing.isEmpty()) {
                missing.sort(null);
                add(
                        State.FAIL,
                        "rights",
                        "user " + user + " may not call " + String.join(", ", missing),
                        "grant what docs/redis.md lists under Rights");
            }
        } catch (JedisDataException mayNotAsk) {
            add(State.OK, "rights", "may not be asked; the first use tells", "");
        }
    }

    private static boolean allowed(Connection connection, String user, String name, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("DRYRUN", user));
        all.addAll(List.of(name.split("\\|")));
        all.addAll(arguments);
        connection.sendCommand(Protocol.Command.ACL, all.toArray(new String[0]));
        return Answer.text(connection.getOne()).equals("OK");
    }

    private void add(State state, String subject, String detail, String remedy) {
        findings.add(new Finding(state, subject, detail, remedy));
    }
}
