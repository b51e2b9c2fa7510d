package dev.tasuki.app.adapter;

import dev.tasuki.adapters.redis.RedisExamination;
import dev.tasuki.adapters.resp.RedisSettings;
import java.util.List;
import java.util.Set;

/** What a broker and a result store in Redis have in common. */
final class RedisServers {
    static final List<Scheme> SCHEMES =
            List.of(Scheme.server("redis", "redis://HOST:PORT"), Scheme.server("rediss", "rediss://HOST:PORT"));

    static final Set<String> SHOWN_PARAMETERS = Set.of(
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
            "cluster");

    private RedisServers() {}

    static List<String> names() {
        return SCHEMES.stream().map(Scheme::name).toList();
    }

    static RedisSettings settings(AdapterUrl url) {
        return RedisSettings.parse(url.text());
    }

    static List<Finding> findings(List<RedisExamination.Finding> seen) {
        return seen.stream().map(RedisServers::finding).toList();
    }

    private static Finding finding(RedisExamination.Finding seen) {
        Finding.State state = switch (seen.state()) {
            case OK -> Finding.State.OK;
            case WARN -> Finding.State.WARN;
            case FAIL -> Finding.State.FAIL;
        };
        return new Finding(state, seen.subject(), seen.detail(), seen.remedy());
    }
}
