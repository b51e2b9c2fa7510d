package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Unavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * The task rows at one server: what {@link RedisTaskStore} and {@link RedisChangeLog} ask. Connects when it is used
 * first. Safe for any number of threads and processes.
 */
public final class RedisRows implements AutoCloseable {
    /** Of the keys and what is in them; a program that changes them raises it. */
    static final String SCHEMA = "1";

    private final RedisLink link;
    private final Script script;
    private final String key;
    private final RedisLanes lane;

    private RedisRows(RedisSettings settings, Script script) {
        this.link = new RedisLink(settings, ServerFacts.Use.RESULTS);
        this.script = script;
        this.key = settings.prefix() + "{rows}:";
        this.lane = RedisLanes.start("rows", link, 2);
    }

    /**
     * Opens the rows.
     *
     * @throws Unavailable if there is no server, or it does not promise to keep what it answered
     */
    public static RedisRows open(RedisSettings settings) {
        return open(settings, Scripts.STORE);
    }

    /** The same with another script, such as one whose time can be moved. */
    static RedisRows open(RedisSettings settings, Script script) {
        RedisRows rows = new RedisRows(settings, script);
        try {
            rows.checkSchema();
            return rows;
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    private void checkSchema() {
        String found = Answer.text(write("schema"));
        if (!found.equals(SCHEMA)) {
            throw link.errors()
                    .unavailable(
                            "the rows at Redis " + link.settings().where() + " under " + key
                                    + " were made by a later version: use that, or choose another prefix in the URL",
                            null);
        }
    }

    /** What the server tells of itself, unless it is away, and what happened on the way to it. */
    public List<ServerReading> readings() {
        return RedisReadings.ask(link, lane);
    }

    @Nullable
    Object read(String operation, Object... arguments) {
        return lane.call(Command.of(script, key, false, operation, List.of(arguments)));
    }

    @Nullable
    Object write(String operation, Object... arguments) {
        return lane.call(Command.of(script, key, true, operation, List.of(arguments)));
    }

    /**
     * Returns once as many replicas as are asked for have all that was written so far, by whomever. A read alone waits
     * for none: a write of its own stands behind all others.
     *
     * @throws Unavailable if they do not have it in time
     */
    void confirm() {
        if (link.settings().safety().replicas() > 0) {
            lane.call(Command.change(Protocol.Command.SET, key + "confirmed", "1"));
        }
    }

    @Override
    public void close() {
        lane.close();
    }
}
