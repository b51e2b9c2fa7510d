package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.core.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How programs of a Celery fleet reach this process.
 *
 * @param broker theirs
 * @param results where they look for results; null if each has a queue of its own, {@code rpc://}
 * @param queues in which their calls come, at least one
 * @param node this process's name among their workers, such as {@code tasuki@ml1}
 * @param options the rest
 */
public record CelerySettings(
        Broker broker, @Nullable RedisPlace results, List<String> queues, String node, Options options) {
    public CelerySettings {
        queues = List.copyOf(queues);
    }

    /** The same with no options. */
    public CelerySettings(Broker broker, @Nullable RedisPlace results, List<String> queues, String node) {
        this(broker, results, queues, node, Options.NONE);
    }

    /** A fleet's broker. */
    public sealed interface Broker {
        /** Where results go that nobody said anything of; null for the queues of clients. */
        @Nullable
        RedisPlace results();

        /** The same with keys that begin otherwise, where it has keys. */
        Broker prefixed(String prefix);

        /** Its URL without a password, as Celery shows it. */
        String masked();

        /** Its parts, as Celery's {@code stats} have them. */
        ObjectNode shown();
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

        @Override
        public String masked() {
            return (settings.tls() == null ? "amqp://" : "amqps://") + settings.user() + ":********@" + host() + ":"
                    + port() + "/" + settings.virtualHost();
        }

        @Override
        public ObjectNode shown() {
            return Json.object()
                    .put("hostname", host())
                    .put("port", port())
                    .put("userid", settings.user())
                    .put("virtual_host", settings.virtualHost())
                    .put("transport", "amqp");
        }

        private String host() {
            return settings.addresses().getFirst().getHost();
        }

        private int port() {
            int said = settings.addresses().getFirst().getPort();
            return said > 0 ? said : settings.tls() == null ? 5672 : 5671;
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

        @Override
        public String masked() {
            RedisSettings.Address first = place.settings().servers().getFirst();
            return (place.settings().tls() == null ? "redis://" : "rediss://") + first.host() + ":" + first.port() + "/"
                    + place.settings().database();
        }

        @Override
        public ObjectNode shown() {
            RedisSettings.Address first = place.settings().servers().getFirst();
            return Json.object()
                    .put("hostname", first.host())
                    .put("port", first.port())
                    .put("virtual_host", String.valueOf(place.settings().database()))
                    .put("transport", "redis");
        }
    }

    /**
     * What a fleet need not know of.
     *
     * @param routes where calls go that follow ours and name no queue
     * @param shutdown true if the fleet's command {@code shutdown} is obeyed
     * @param workers how many trainings run here at once, which monitors are told
     */
    public record Options(CeleryRoutes routes, boolean shutdown, int workers) {
        /** No routes, no shutdown, one worker. */
        public static final Options NONE = new Options(CeleryRoutes.NONE, false, 1);
    }

    /** The broker as Celery shows it, without its password. */
    String maskedBroker() {
        return broker.masked();
    }

    /** Where results go, without a password. */
    String maskedResults() {
        return results == null ? "rpc://" : new Redis(results).masked();
    }

    /** The broker in parts, as Celery's {@code stats} have it. */
    ObjectNode shownBroker() {
        return broker.shown();
    }

    /**
     * Reads a broker's URL as Celery writes it: a virtual host {@code /} may be {@code //} there.
     *
     * @throws IllegalArgumentException with every problem of the URL, never with its password
     */
    public static Broker broker(String url) {
        return redis(url)
                ? new Redis(RedisPlace.parse(url))
                : new Rabbit(
                        RabbitSettings.parse(CeleryUrl.ours(url).replaceFirst("^([^?]*?[^:/?])//(?=\\?|$)", "$1/%2F"))
                                .named("tasuki celery"));
    }

    private static boolean redis(String url) {
        return url.regionMatches(true, 0, "redis:", 0, 6) || url.regionMatches(true, 0, "rediss:", 0, 7);
    }
}
