package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.core.base.Json;
import java.util.List;

/**
 * How programs of a Celery fleet reach this process.
 *
 * @param rabbit their broker
 * @param queues in which their calls come, at least one
 * @param node this process's name among their workers, such as {@code tasuki@ml1}
 * @param options the rest
 */
public record CelerySettings(RabbitSettings rabbit, List<String> queues, String node, Options options) {
    public CelerySettings {
        queues = List.copyOf(queues);
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
        return (rabbit.tls() == null ? "amqp://" : "amqps://") + rabbit.user() + ":********@" + host() + ":" + port()
                + "/" + rabbit.virtualHost();
    }

    /** Where results go. */
    String maskedResults() {
        return "rpc://";
    }

    /** The broker in parts, as Celery's {@code stats} have it. */
    ObjectNode shownBroker() {
        return Json.object()
                .put("hostname", host())
                .put("port", port())
                .put("userid", rabbit.user())
                .put("virtual_host", rabbit.virtualHost())
                .put("transport", "amqp");
    }

    private String host() {
        return rabbit.addresses().getFirst().getHost();
    }

    private int port() {
        int said = rabbit.addresses().getFirst().getPort();
        return said > 0 ? said : rabbit.tls() == null ? 5672 : 5671;
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
