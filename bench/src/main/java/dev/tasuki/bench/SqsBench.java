package dev.tasuki.bench;

import dev.tasuki.adapters.sqs.SqsBroker;
import dev.tasuki.adapters.sqs.SqsSettings;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.testservers.ElasticMqServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Our broker over SQS beside a loop that knows nothing but the SDK, in turn on the same server; and how many calls a message
 * takes, since calls are what AWS charges for. The server takes most of the machine, so the goals are ratios and counts.
 *
 * @param size how much of it
 */
record SqsBench(Size size) {
    private static final int WORKERS = 16;
    private static final byte[] BODY = "x".repeat(200).getBytes(StandardCharsets.UTF_8);
    private static final String PREDICT = "queue.model.predict";
    private static final String TRAIN = "queue.model.train";
    private static final int[] CALLERS = {1, 16, 64};

    /**
     * How much is measured.
     *
     * @param pairs of measurements
     * @param nanos of each
     * @param trainings whose calls are counted
     * @param published messages whose calls are counted
     */
    record Size(int pairs, long nanos, int trainings, int published) {
        static final Size WHOLE = new Size(5, 5_000_000_000L, 200, 1_000);
        static final Size SMALL = new Size(1, 1_000_000_000L, 20, 100);
    }

    void run() throws Exception {
        // Of the SDK's default chain; the server takes any.
        System.setProperty("aws.accessKeyId", "bench");
        System.setProperty("aws.secretAccessKey", "bench");
        try (ElasticMqServer server = ElasticMqServer.start()) {
            System.out.println("| requests and replies over SQS (ElasticMQ) | ours | SDK alone | ratio, aim 0.7 |");
            System.out.println("|---|---|---|---|");
            for (int callers : CALLERS) {
                Paired pair =
                        Paired.run(size.pairs(), () -> ours(server, callers).perSecond(), () -> bare(server, callers));
                System.out.println(pair.row(callers(callers), "/s"));
            }
            System.out.println();
            System.out.println("| calls of SQS, the polls of an idle process left out | counted | aim |");
            System.out.println("|---|---|---|");
            print("for each prediction, 1 caller", ours(server, 1).calls(), "6");
            print("for each prediction, 64 callers", ours(server, 64).calls(), "1.5");
            print("for each training, one at a time", trainings(server), "3.0");
            print("for " + size.published() + " durable messages of 64 threads", published(server), "110 for 1,000");
            System.out.println();
        }
    }

    /**
     * What our broker does.
     *
     * @param calls for each request, of both sides
     */
    private record Done(double perSecond, double calls) {}

    private static void print(String what, double counted, String aim) {
        System.out.printf(Locale.ROOT, "| %s | %s | at most %s |%n", what, Paired.figure(counted), aim);
    }

    private static String callers(int count) {
        return count + (count == 1 ? " caller" : " callers");
    }

    private static SqsBroker broker(ElasticMqServer server, String prefix) {
        SqsSettings settings = SqsSettings.parse(
                "sqs://" + prefix + "?region=" + ElasticMqServer.REGION + "&endpoint=" + server.endpoint(), Map.of());
        return new SqsBroker(settings, new MemoryObjectStore(InstantSource.system()), InstantSource.system());
    }

    private static String prefix() {
        return "bench-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Done ours(ElasticMqServer server, int callers) throws Exception {
        Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
        AtomicLong requests = new AtomicLong();
        String prefix = prefix();
        try (SqsBroker requesting = broker(server, prefix);
                SqsBroker responding = broker(server, prefix);
                var subscription = responding.subscribe(PREDICT, WORKERS, delivery -> {
                    responding.publish(
                            Message.reply(delivery.message(), delivery.message().body()));
                    return Settlement.ACCEPT;
                });
                ReplyQueue replies = requesting.openReplyQueue(reply -> {
                    CompletableFuture<byte[]> answer = waiting.remove(reply.correlationId());
                    if (answer != null) {
                        answer.complete(reply.body());
                    }
                })) {
            double before = calls(requesting) + calls(responding);
            Rate.Measured measured = Rate.of(callers, size.nanos(), id -> {
                CompletableFuture<byte[]> answer = new CompletableFuture<>();
                waiting.put(id, answer);
                requesting.publish(Message.request(
                        PREDICT, BODY, id, replies.name(), Instant.now().plusSeconds(30)));
                answer.get(30, TimeUnit.SECONDS);
                requests.incrementAndGet();
            });
            double made = calls(requesting) + calls(responding) - before;
            return new Done(measured.perSecond(), made / requests.get());
        }
    }

    private double bare(ElasticMqServer server, int callers) throws Exception {
        try (BareSqs sqs = new BareSqs(server.endpoint(), ElasticMqServer.REGION, 4)) {
            String body = new String(BODY, StandardCharsets.UTF_8);
            return Rate.of(callers, size.nanos(), id -> sqs.request(id, body)).perSecond();
        }
    }

    /** Sent, received and deleted, each once the one before has come. */
    private double trainings(ElasticMqServer server) throws Exception {
        String prefix = prefix();
        Semaphore arrived = new Semaphore(0);
        try (SqsBroker sending = broker(server, prefix);
                SqsBroker working = broker(server, prefix);
                var subscription = working.subscribe(TRAIN, 1, delivery -> {
                    arrived.release();
                    return Settlement.ACCEPT;
                })) {
            send(sending, "warm", arrived);
            double before = calls(sending) + calls(working);
            for (int i = 0; i < size.trainings(); i++) {
                send(sending, "t-" + i, arrived);
            }
            return (calls(sending) + calls(working) - before) / size.trainings();
        }
    }

    private static void send(SqsBroker broker, String id, Semaphore arrived) throws InterruptedException {
        broker.publish(Message.durable(TRAIN, BODY, id));
        if (!arrived.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a message did not arrive");
        }
    }

    /** All at once by 64 threads; the calls of sending alone. */
    private double published(ElasticMqServer server) throws Exception {
        try (SqsBroker broker = broker(server, prefix())) {
            broker.publish(Message.durable(TRAIN, BODY, "warm"));
            double before = calls(broker);
            Semaphore left = new Semaphore(size.published());
            List<Future<?>> threads = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 64; i++) {
                    threads.add(executor.submit(() -> {
                        while (left.tryAcquire()) {
                            broker.publish(Message.durable(
                                    TRAIN, BODY, UUID.randomUUID().toString()));
                        }
                    }));
                }
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
            return calls(broker) - before;
        }
    }

    private static double calls(SqsBroker broker) {
        return broker.readings().stream()
                .filter(reading -> reading.name().endsWith("_calls_total")
                        && !reading.name().endsWith("_failed_calls_total"))
                .mapToDouble(ServerReading::value)
                .sum();
    }
}
