package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.core.task.Refusal;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** Whether a fleet's Redis keeps what it is given. Changes nothing. */
public final class CeleryRedisLook {
    private CeleryRedisLook() {}

    /**
     * One thing that was seen.
     *
     * @param grave true if nothing works with it
     * @param remedy what to do about it; empty if nothing need be done
     */
    public record Seen(boolean grave, String detail, String remedy) {}

    /** Of the broker and the result backend, as far as they are in Redis. Never throws a refusal. */
    public static List<Seen> of(CelerySettings settings) {
        List<Seen> all = new ArrayList<>();
        RedisPlace results = settings.results();
        boolean same = false;
        if (settings.broker() instanceof CelerySettings.Redis redis) {
            same = results != null && redis.place().settings().equals(results.settings());
            look(redis.place(), same ? "broker and results" : "broker", all);
        }
        if (results != null && !same) {
            look(results, "results", all);
        }
        return all;
    }

    private static void look(RedisPlace place, String what, List<Seen> all) {
        RedisLink link = new RedisLink(place.settings(), ServerFacts.Use.FLEET);
        String at = "Redis at " + place.settings().where() + " (" + what + ")";
        try {
            Connection connection =
                    link.open("doctor", place.settings().timing().command());
            try {
                look(ServerFacts.ask(connection), at, all);
            } finally {
                RedisLink.end(connection);
            }
        } catch (Refusal away) {
            all.add(new Seen(true, away.detail(), "check the settings --celery and --celery-results"));
        } catch (JedisException lost) {
            all.add(new Seen(
                    true, link.errors().away(lost).detail(), "check the settings --celery and --celery-results"));
        }
    }

    private static void look(ServerFacts facts, String at, List<Seen> all) {
        int before = all.size();
        if (!facts.logged()) {
            all.add(new Seen(
                    false, at + " keeps no log of its writes: a crash loses calls and results", "set appendonly yes"));
        }
        if (!facts.eviction().isEmpty() && !facts.eviction().equals("noeviction")) {
            all.add(new Seen(
                    false,
                    at + " throws keys away when it is full (maxmemory-policy " + facts.eviction() + ")",
                    "set maxmemory-policy noeviction"));
        }
        if (all.size() == before) {
            all.add(new Seen(false, at + ": " + facts.version() + ", keeps a log and throws nothing away", ""));
        }
    }
}
