package dev.tasuki.adapters.amqp;

import com.rabbitmq.client.Address;
import dev.tasuki.adapters.tls.TlsFiles;
import dev.tasuki.core.base.UrlParameters;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@code amqp} URL. It is not a {@link java.net.URI}: there may be several hosts. Follows the
 * AMQP URI specification of RabbitMQ, with one exception that pika makes, too: an empty virtual host
 * after the slash means {@code /}.
 */
final class RabbitUrl {
    private static final Pattern SHAPE =
            Pattern.compile("(?i)(amqps?)://(?:([^@/?#]*)@)?([^/?#]*)(?:/([^/?#]*))?(?:\\?([^#]*))?");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final Set<String> PARAMETERS = new TreeSet<>(Set.of(
            "heartbeat",
            "connection_timeout",
            "confirm_timeout",
            "max_in_flight",
            "predict_prefetch",
            "strict_queues",
            "verify",
            "cacertfile",
            "certfile",
            "keyfile",
            "connection_name"));

    private final String url;
    private final List<String> problems = new ArrayList<>();
    private final UrlParameters parameters = new UrlParameters(PARAMETERS, problems);

    RabbitUrl(String url) {
        this.url = url;
    }

    RabbitSettings settings() {
        Matcher shape = SHAPE.matcher(url);
        if (!shape.matches()) {
            throw new IllegalArgumentException("the RabbitMQ URL " + masked()
                    + " does not have the form amqp://user:password@host:port/vhost (amqps for TLS)");
        }
        boolean secure = "amqps".equalsIgnoreCase(shape.group(1));
        String[] login = login(shape.group(2));
        List<Address> addresses = addresses(shape.group(3), secure);
        String vhost = shape.group(4) == null || shape.group(4).isEmpty() ? "/" : parameters.decoded(shape.group(4));
        parameters.read(shape.group(5));
        RabbitSettings.Timing timing = timing();
        RabbitSettings.Flow flow = flow();
        TlsFiles tls = TlsFiles.read(parameters, problems, secure, "amqps");
        boolean strict = parameters.choice("strict_queues", "false", "true");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the RabbitMQ URL " + masked() + ": " + String.join("; ", problems));
        }
        return new RabbitSettings(
                addresses,
                vhost,
                login[0],
                login[1],
                tls,
                timing,
                flow,
                strict,
                Set.of(TaskKind.PREDICT.queue()),
                parameters.get("connection_name", "tasuki"));
    }

    private String[] login(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return new String[] {"guest", "guest"};
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            problems.add("a user needs a password, user:password@");
            return new String[] {"", ""};
        }
        return new String[] {parameters.decoded(text.substring(0, colon)), parameters.decoded(text.substring(colon + 1))
        };
    }

    private List<Address> addresses(String text, boolean secure) {
        List<Address> found = new ArrayList<>();
        for (String one : text.isEmpty() ? new String[] {"localhost"} : text.split(",", -1)) {
            Matcher matcher = ADDRESS.matcher(one);
            int port = secure ? RabbitSettings.DEFAULT_TLS_PORT : RabbitSettings.DEFAULT_PORT;
            if (matcher.matches() && matcher.group(2) != null) {
                port = Integer.parseInt(matcher.group(2));
            }
            if (!matcher.matches() || port < 1 || port > 65_535) {
                problems.add("'" + one + "' is no address: give host or host:port, port 1 to 65535");
            } else {
                String host = matcher.group(1);
                found.add(new Address(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port));
            }
        }
        // Never seen where there are problems; keeps the record's own check quiet until they are told.
        return found.isEmpty() ? List.of(new Address("localhost")) : found;
    }

    private RabbitSettings.Timing timing() {
        RabbitSettings.Timing usual = RabbitSettings.Timing.DEFAULT;
        return new RabbitSettings.Timing(
                Duration.ofSeconds(
                        parameters.number("heartbeat", usual.heartbeat().toSeconds(), 0, 3600)),
                Duration.ofMillis(
                        parameters.number("connection_timeout", usual.connect().toMillis(), 100, 600_000)),
                Duration.ofSeconds(
                        parameters.number("confirm_timeout", usual.confirm().toSeconds(), 1, 600)));
    }

    private RabbitSettings.Flow flow() {
        RabbitSettings.Flow usual = RabbitSettings.Flow.DEFAULT;
        return new RabbitSettings.Flow((int) parameters.number("max_in_flight", usual.inFlight(), 1, 100_000), (int)
                parameters.number("predict_prefetch", usual.deadlinePrefetch(), 1, 1_000));
    }

    private String masked() {
        return url.replaceFirst("//.*@", "//***@");
    }
}
