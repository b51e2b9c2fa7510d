package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.amqp.RabbitSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How programs of a Celery fleet reach this process.
 *
 * @param broker theirs
 * @param results where they look for results; null if each has a queue of its own, {@code rpc://}
 * @param queues in which their calls come, at least one
 * @param node this process's name among their workers, such as {@code tasuki@ml1}
 */
public record CelerySettings(Broker broker, @Nullable RedisPlace results, List<String> queues, String node) {
    public CelerySettings {
        queues = List.copyOf(queues);
    }

    /** A fleet's broker. */
    public sealed interface Broker {
        /** Where results go that nobody said anything of; null for the queues of clients. */
        @Nullable
        RedisPlace results();

        /** The same with keys that begin otherwise, where it has keys. */
        Broker prefixed(String prefix);
    }

    /** A RabbitMQ. */
    public record Rabbit(RabbitSettings settings) implements Broker {
        @Override
        public @Nullable RedisPlace results() {
            return null;
        }

        @Override
        public Broker prefixed(String prefix) {
            return this;
        }
    }

    /** A Redis. */
    public record Redis(RedisPlace place) implements Broker {
        @Override
        public RedisPlace results() {
            return place;
        }

        @Override
        public Broker prefixed(String prefix) {
            return prefix.isEmpty() ? this : new Redis(place.prefixed(prefix));
        }
    }

    /**
     * Reads a broker's URL as Celery writes it: a virtual host {@code /} may be {@code //} there.
     *
     * @throws IllegalArgumentException with every problem of the URL, never with its password
     */
    public static Broker broker(String url) {
        return redis(url)
                ? new Redis(RedisPlace.parse(url))
                : new Rabbit(RabbitSettings.parse(url.replaceFirst("^([^?]*?[^:/?])//(?=\\?|$)", "$1/%2F"))
                        .named("tasuki celery"));
    }

    private static boolean redis(String url) {
        return url.regionMatches(true, 0, "redis:", 0, 6) || url.regionMatches(true, 0, "rediss:", 0, 7);
    }
}
