package dev.tasuki.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.adapters.rabbitmq.RabbitBroker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Requests and their replies over RabbitMQ: our broker against a loop that knows nothing but the
 * client library, with the same bodies, workers and prefetch, in turn on the same server.
 */
final class RabbitBench {
    private static final int PAIRS = 5;
    private static final long NANOS = 2_000_000_000L;
    private static final int WORKERS = 4;
    private static final int PREFETCH = 16;
    private static final byte[] BODY = new byte[200];
    private static final String QUEUE = "queue.model.predict";
    private static final String DIRECT = "amq.rabbitmq.reply-to";

    private RabbitBench() {}

    static void run() throws Exception {
        try (RabbitServer server = RabbitServer.start()) {
            System.out.println("| requests and replies over RabbitMQ | ours | client library alone | ratio |");
            System.out.println("|---|---|---|---|");
            for (int threads : new int[] {1, 16, 64}) {
                Paired pair = Paired.run(PAIRS, () -> ours(server.url(), threads), () -> alone(server.url(), threads));
                System.out.println(pair.row(threads + (threads == 1 ? " thread" : " threads"), "/s"));
            }
            System.out.println();
            System.out.println("| durable messages, confirmed | quorum | classic | ratio |");
            System.out.println("|---|---|---|---|");
            for (int threads : new int[] {1, 16, 64}) {
                Paired pair = Paired.run(
                        PAIRS,
                        () -> published(server.url(), "queue.model.train", threads),
                        () -> published(server.url(), QUEUE, threads));
                System.out.println(pair.row(threads + (threads == 1 ? " thread" : " threads"), "/s"));
            }
        }
    }

    private static double ours(String url, int threads) throws Exception {
        RabbitSettings settings = RabbitSettings.parse(url);
        Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
        try (RabbitBroker requesting = new RabbitBroker(settings, InstantSource.system());
                RabbitBroker responding = new RabbitBroker(settings, InstantSource.system());
                var subscription = responding.subscribe(QUEUE, WORKERS, delivery -> {
                    responding.publish(
                            Message.reply(delivery.message(), delivery.message().body()));
                    return Settlement.ACCEPT;
                });
                ReplyQueue replies =
                        requesting.openReplyQueue(reply -> complete(waiting, reply.correlationId(), reply.body()))) {
            return Rate.of(threads, NANOS, id -> {
                        CompletableFuture<byte[]> answer = new CompletableFuture<>();
                        waiting.put(id, answer);
                        requesting.publish(Message.request(
                                QUEUE, BODY, id, replies.name(), Instant.now().plusSeconds(30)));
                        answer.get(30, TimeUnit.SECONDS);
                    })
                    .perSecond();
        }
    }

    /** An answer that nobody waits for any more is dropped. */
    private static void complete(Map<String, CompletableFuture<byte[]>> waiting, String id, byte[] body) {
        CompletableFuture<byte[]> answer = waiting.remove(id);
        if (answer != null) {
            answer.complete(body);
        }
    }

    /** Requests per second of the Java client alone, with {@code threads} callers. */
    static double alone(String url, int threads) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
        try (Connection requesting = factory.newConnection();
                Connection responding = factory.newConnection()) {
            for (int i = 0; i < WORKERS; i++) {
                respond(responding.createChannel());
            }
            Channel channel = requesting.createChannel();
            channel.basicConsume(
                    DIRECT,
                    true,
                    (tag, delivery) ->
                            complete(waiting, delivery.getProperties().getCorrelationId(), delivery.getBody()),
                    tag -> {});
            return Rate.of(threads, NANOS, id -> {
                        CompletableFuture<byte[]> answer = new CompletableFuture<>();
                        waiting.put(id, answer);
                        BasicProperties properties = new BasicProperties.Builder()
                                .correlationId(id)
                                .replyTo(DIRECT)
                                .build();
                        channel.basicPublish("", QUEUE, properties, BODY);
                        answer.get(30, TimeUnit.SECONDS);
                    })
                    .perSecond();
        }
    }

    private static void respond(Channel channel) throws IOException {
        channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "classic"));
        channel.basicQos(PREFETCH);
        channel.basicConsume(
                QUEUE,
                false,
                (tag, delivery) -> {
                    BasicProperties request = delivery.getProperties();
                    BasicProperties reply = new BasicProperties.Builder()
                            .correlationId(request.getCorrelationId())
                            .build();
                    channel.basicPublish("", request.getReplyTo(), reply, delivery.getBody());
                    channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                },
                tag -> {});
    }

    private static double published(String url, String queue, int threads) throws Exception {
        try (RabbitBroker broker = new RabbitBroker(RabbitSettings.parse(url), InstantSource.system());
                var subscription = broker.subscribe(queue, WORKERS, delivery -> Settlement.ACCEPT)) {
            return Rate.of(threads, NANOS, id -> broker.publish(Message.durable(queue, BODY, id)))
                    .perSecond();
        }
    }
}
