package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.amqp.RabbitSettings;
import java.util.List;

/**
 * How programs of a Celery fleet reach this process.
 *
 * @param rabbit their broker
 * @param queues in which their calls come, at least one
 * @param node this process's name among their workers, such as {@code tasuki@ml1}
 */
public record CelerySettings(RabbitSettings rabbit, List<String> queues, String node) {
    public CelerySettings {
        queues = List.copyOf(queues);
    }

    /**
     * Reads a broker's URL as Celery writes it: a virtual host {@code /} may be {@code //} there.
     *
     * @throws IllegalArgumentException with every problem of the URL, never with its password
     */
    public static RabbitSettings broker(String url) {
        return RabbitSettings.parse(url.replaceFirst("^([^?]*?[^:/?])//(?=\\?|$)", "$1/%2F"))
                .named("tasuki celery");
    }
}
