package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.adapters.rabbitmq.RabbitTopology.Finding;
import dev.tasuki.adapters.rabbitmq.RabbitTopology.State;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RabbitServer;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues that are there already, as wanted or not. */
@ExtendWith({RabbitServers.class, NoThreadLeft.class})
final class RabbitTopologyTest {
    private static final String QUEUE = "queue.model.train";

    private RabbitSettings settings;
    private RawRabbit raw;

    @BeforeEach
    void open(RabbitServer server) throws Exception {
        settings = RabbitSettings.parse(server.url());
        raw = new RawRabbit(server).without();
    }

    @AfterEach
    void close() {
        raw.close();
    }

    @Test
    void anExistingClassicQueueIsUsedAsItIs() throws Exception {
        raw.declare(QUEUE, Map.of());
        CountDownLatch handled = new CountDownLatch(1);
        try (RabbitBroker broker = new RabbitBroker(settings, InstantSource.system())) {
            broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "c"));
            try (var subscription = broker.subscribe(QUEUE, 1, delivery -> {
                handled.countDown();
                return new Settlement.Discard("to where there is no dead letter exchange");
            })) {
                assertThat(handled.await(2, TimeUnit.MINUTES)).isTrue();
                assertThat(raw.next(QUEUE + ".dead").getProps().getCorrelationId())
                        .isEqualTo("c");
            }
        }
    }

    @Test
    void whereQueuesMustMatchAClashIsSaidAtTheStart() throws Exception {
        raw.declare(QUEUE, Map.of());
        try (RabbitBroker broker = new RabbitBroker(settings.strict(), InstantSource.system())) {
            assertThatThrownBy(() -> broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            e -> assertThat(e.detail())
                                    .startsWith("queue queue.model.train exists with other arguments: ")
                                    .contains("x-queue-type is classic and quorum is wanted")
                                    .contains(
                                            "strict_queues", "rabbitmqctl delete_queue queue.model.train --if-empty"));
        }
    }

    @Test
    void aQueueThatAnotherConnectionHoldsForItselfCannotBeUsed() throws Exception {
        raw.channel.queueDeclare(QUEUE, false, true, false, Map.of());
        Finding finding = findings().get(QUEUE);
        assertThat(finding.state()).isEqualTo(State.UNUSABLE);
        assertThat(finding.remedy()).contains("stop that program");
        raw.channel.queueDelete(QUEUE);
    }

    @Test
    void whatIsNotThereIsMissingAndStaysSo() throws Exception {
        raw.channel.exchangeDelete(RabbitEvents.EXCHANGE);
        assertThat(findings().values())
                .allSatisfy(finding -> assertThat(finding.state()).isEqualTo(State.MISSING));
        assertThat(Queues.exists(raw.connection, QUEUE)).isFalse();
    }

    @Test
    void whatWeDeclaredIsAsWanted() {
        try (RabbitBroker broker = new RabbitBroker(settings, InstantSource.system())) {
            broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT).close();
        }
        assertThat(findings().get(QUEUE).state()).isEqualTo(State.AS_WANTED);
        assertThat(findings().get(QUEUE + ".dead").state()).isEqualTo(State.AS_WANTED);
    }

    @Test
    void everyDifferenceIsNamedWithTheWayToMendIt() throws Exception {
        raw.declare(QUEUE, Map.of("x-dead-letter-exchange", "elsewhere"));
        Finding finding = findings().get(QUEUE);
        assertThat(finding.state()).isEqualTo(State.DIFFERENT);
        assertThat(finding.detail())
                .contains("x-queue-type is classic and quorum is wanted")
                .contains("x-dead-letter-exchange is elsewhere and '' is wanted")
                .contains("x-dead-letter-routing-key is none and queue.model.train.dead is wanted");
        assertThat(finding.remedy()).contains("rabbitmqctl delete_queue queue.model.train --if-empty)");
        raw.without();
        raw.declare(QUEUE, Map.of("x-queue-type", "quorum", "x-delivery-limit", 3));
        assertThat(findings().get(QUEUE).detail())
                .contains("x-delivery-limit is 3 and 20 is wanted")
                .doesNotContain("x-queue-type");
    }

    @Test
    void whereQueuesMustMatchADifferenceIsAFailure() throws Exception {
        raw.declare(QUEUE, Map.of());
        Finding finding = new RabbitTopology(settings.strict()).compare().getFirst();
        assertThat(finding.state()).isEqualTo(State.UNUSABLE);
        assertThat(finding.detail()).contains("strict_queues", "x-queue-type is classic and quorum is wanted");
        assertThat(finding.remedy()).contains("rabbitmqctl delete_queue", "leave strict_queues off");
    }

    @Test
    void theExchangeForEventsIsComparedToo() throws Exception {
        raw.channel.exchangeDelete(RabbitEvents.EXCHANGE);
        assertThat(findings().get(RabbitEvents.EXCHANGE).state()).isEqualTo(State.MISSING);
        try (RabbitBroker broker = new RabbitBroker(settings, InstantSource.system())) {
            broker.events();
        }
        assertThat(findings().get(RabbitEvents.EXCHANGE).state()).isEqualTo(State.AS_WANTED);
        raw.channel.exchangeDelete(RabbitEvents.EXCHANGE);
        raw.channel.exchangeDeclare(RabbitEvents.EXCHANGE, "fanout", true);
        Finding clash = findings().get(RabbitEvents.EXCHANGE);
        assertThat(clash.state()).isEqualTo(State.UNUSABLE);
        assertThat(clash.detail()).contains("type is fanout and ");
        assertThat(clash.remedy()).contains("delete exchange name=tasuki.events");
        raw.channel.exchangeDelete(RabbitEvents.EXCHANGE);
    }

    @Test
    void theCommandNamesTheVirtualHost() {
        assertThat(QueueComparison.mend("q", "/")).contains("(rabbitmqctl delete_queue q --if-empty)");
        assertThat(QueueComparison.mend("q", "prod")).contains("(rabbitmqctl delete_queue q --if-empty --vhost prod)");
    }

    @Test
    void aBrokerThatIsAwayIsSaidSo() {
        RabbitTopology away = new RabbitTopology(RabbitSettings.parse("amqp://127.0.0.1:1"));
        assertThatThrownBy(away::compare)
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.detail()).contains("127.0.0.1:1", "connection refused"));
    }

    private Map<String, Finding> findings() {
        return new RabbitTopology(settings)
                .compare().stream().collect(Collectors.toMap(Finding::name, Function.identity()));
    }
}
