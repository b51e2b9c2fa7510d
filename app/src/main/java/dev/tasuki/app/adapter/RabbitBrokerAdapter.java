package dev.tasuki.app.adapter;

import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.adapters.rabbitmq.RabbitBroker;
import dev.tasuki.adapters.rabbitmq.RabbitTopology;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.Unavailable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** RabbitMQ, over AMQP 0-9-1. */
final class RabbitBrokerAdapter implements BrokerAdapter {
    @Override
    public List<Scheme> schemes() {
        return List.of(
                Scheme.server("amqp", "amqp://HOST:PORT/VHOST"), Scheme.server("amqps", "amqps://HOST:PORT/VHOST"));
    }

    @Override
    public List<Promise> promises() {
        return List.of(new Promise(
                "RabbitMQ, quorum queues",
                List.of("amqp", "amqps"),
                true,
                new Promise.Losses(Loss.NOTHING, Loss.NOTHING, Loss.DELAY),
                new Promise.Proof("Rabbit", "RABBIT")));
    }

    @Override
    public BrokerCapabilities capabilities() {
        return RabbitBroker.CAPABILITIES;
    }

    @Override
    public Set<String> shownParameters() {
        return Set.of(
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
                "connection_name");
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        settings(url);
    }

    private static RabbitSettings settings(AdapterUrl url) {
        return RabbitSettings.parse(url.text());
    }

    @Override
    public Opened open(AdapterUrl url, Opening with) {
        RabbitSettings named = settings(url).named("tasuki " + with.process().name());
        RabbitBroker broker = with.closer().register(new RabbitBroker(named, with.clock()));
        return new Opened(broker, broker.deadLetters(), Optional.of(broker.events()));
    }

    @Override
    public List<Finding> examine(AdapterUrl url, Map<String, String> variables) {
        RabbitTopology topology = new RabbitTopology(settings(url));
        try {
            return Stream.concat(topology.login().stream(), topology.compare().stream())
                    .map(RabbitBrokerAdapter::finding)
                    .toList();
        } catch (Unavailable away) {
            return List.of(Finding.fail("queues", away.detail(), "check the setting --broker"));
        }
    }

    private static Finding finding(RabbitTopology.Finding seen) {
        Finding.State state = switch (seen.state()) {
            case AS_WANTED, MISSING -> Finding.State.OK;
            case DIFFERENT -> Finding.State.WARN;
            case UNUSABLE -> Finding.State.FAIL;
        };
        String subject = seen.name().startsWith("user ") ? "login" : "queue";
        return new Finding(state, subject, seen.name() + ": " + seen.detail(), seen.remedy());
    }

    /** A queue whose first message breaks every connection that takes it. */
    @Override
    public Optional<String> remedy(AdapterUrl url, String detail) {
        if (!detail.contains("broke again")) {
            return Optional.empty();
        }
        return Arrays.stream(TaskKind.values())
                .map(TaskKind::queue)
                .filter(detail::contains)
                .findFirst()
                .map(queue -> "see what is at its head and take it away: "
                        + new RabbitTopology(settings(url)).removalOfHead(queue));
    }
}
