package dev.tasuki.faults.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to a server that speaks SQS' protocol awsJson 1.0: a port of 127.0.0.1 that passes calls on, does to them what
 * its {@link SqsFaultPlan} says, and counts them. Signatures are not checked. Thread-safe.
 */
public final class SqsProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Longer than a poll may last. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final URI target;
    private final Duration lateness;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sqs-proxy-later").factory());
    private final ReceivedMessages messages = new ReceivedMessages();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<CallKind, AtomicLong> calls = new ConcurrentHashMap<>();
    private final Map<SqsFault, AtomicLong> struck = new ConcurrentHashMap<>();
    private volatile SqsFaultPlan plan = SqsFaultPlan.NONE;

    private SqsProxy(URI target, Duration lateness, HttpServer server) {
        this.target = target;
        this.lateness = lateness;
        this.server = server;
    }

    /**
     * Opens a way to this server; everything is well at first.
     *
     * @param lateness of deletes that come late; longer than the visibility of messages
     */
    public static SqsProxy to(URI target, Duration lateness) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
            SqsProxy proxy = new SqsProxy(target, lateness, server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", proxy::handle);
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to call instead of the target. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Changes what happens, from the next call on. */
    public void become(SqsFaultPlan next) {
        plan = next;
        if (next.faults().isEmpty()) {
            messages.forget();
        }
    }

    /** The calls until now, with those that were refused here. */
    public Map<CallKind, Long> calls() {
        Map<CallKind, Long> counts = new ConcurrentHashMap<>();
        calls.forEach((kind, count) -> counts.put(kind, count.get()));
        return counts;
    }

    /** How often each fault has struck until now. */
    public Map<SqsFault, Long> struck() {
        Map<SqsFault, Long> counts = new TreeMap<>();
        struck.forEach((fault, count) -> counts.put(fault, count.get()));
        return counts;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (JSON.readTree(exchange.getRequestBody()) instanceof ObjectNode request) {
                SqsCall call = SqsCall.of(
                        exchange.getRequestHeaders().getFirst("X-Amz-Target"),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        request);
                count(calls, call.kind());
                Optional<SqsAnswer> answer = answer(call, numbers.incrementAndGet());
                if (answer.isPresent()) {
                    send(exchange, answer.get());
                }
            }
        } catch (IOException broken) {
            // Its connection is closed without an answer, as that of a server that is away.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, SqsAnswer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    /** Empty if the caller gets none. */
    private Optional<SqsAnswer> answer(SqsCall call, long number) throws IOException, InterruptedException {
        SqsFaultPlan now = plan;
        if (strikes(now, SqsFault.THROTTLED, number)) {
            return Optional.of(SqsAnswer.throttled());
        }
        if (strikes(now, SqsFault.UNAVAILABLE, number)) {
            return Optional.of(SqsAnswer.unavailable());
        }
        if (call.action().startsWith("DeleteMessage") && strikes(now, SqsFault.DELETE_DELAYED, number)) {
            later.schedule(() -> passLate(call), lateness.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(SqsAnswer.ok(JSON.writeValueAsString(deleted(call))));
        }
        SqsAnswer answer = passed(call, now, number);
        return strikes(now, SqsFault.ANSWER_LOST, number) ? Optional.empty() : Optional.of(answer);
    }

    private SqsAnswer passed(SqsCall call, SqsFaultPlan now, long number) throws IOException, InterruptedException {
        if (call.isBatch() && strikes(now, SqsFault.ENTRY_FAILED, number)) {
            return partly(call, BatchFault.choose(call.request(), now.random(-number)));
        }
        if (call.action().equals("ReceiveMessage")) {
            return received(call, now, number);
        }
        return pass(call.action(), call.request());
    }

    private SqsAnswer partly(SqsCall call, BatchFault fault) throws IOException, InterruptedException {
        ObjectNode left = fault.left(call.request());
        if (left.path("Entries").isEmpty()) {
            return SqsAnswer.ok(JSON.writeValueAsString(fault.failed(JSON.createObjectNode())));
        }
        SqsAnswer answer = pass(call.action(), left);
        return answer.status() == SqsAnswer.OK
                ? SqsAnswer.ok(JSON.writeValueAsString(fault.failed(object(answer))))
                : answer;
    }

    private SqsAnswer received(SqsCall call, SqsFaultPlan now, long number) throws IOException, InterruptedException {
        String queue = call.queue();
        ObjectNode request = call.request();
        if (messages.waits(queue)) {
            request = request.deepCopy().put("WaitTimeSeconds", 0);
        }
        SqsAnswer answer = pass(call.action(), request);
        if (answer.status() != SqsAnswer.OK) {
            return answer;
        }
        ObjectNode changed = messages.complete(call, object(answer));
        boolean empty = changed.path("Messages").isEmpty();
        if (!empty && strikes(now, SqsFault.DELIVERED_TWICE, number)) {
            messages.repeatOne(queue, changed, now.random(-number));
        }
        if (!empty && strikes(now, SqsFault.REORDERED, number)) {
            changed = messages.reordered(queue, changed, now.random(-number));
        }
        return SqsAnswer.ok(JSON.writeValueAsString(changed));
    }

    private void passLate(SqsCall call) {
        try {
            pass(call.action(), call.request());
        } catch (IOException away) {
            // The server that had the message is gone, and the message with it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode deleted(SqsCall call) {
        ObjectNode answer = JSON.createObjectNode();
        if (call.isBatch()) {
            ArrayNode successful = answer.putArray("Successful");
            for (JsonNode entry : call.request().path("Entries")) {
                successful.addObject().put("Id", entry.path("Id").asText());
            }
            answer.putArray("Failed");
        }
        return answer;
    }

    private static ObjectNode object(SqsAnswer answer) throws IOException {
        return JSON.readTree(answer.body()) instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    private SqsAnswer pass(String action, ObjectNode request) throws IOException, InterruptedException {
        HttpRequest passed = HttpRequest.newBuilder(target)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + action)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                .build();
        HttpResponse<byte[]> answer = client.send(passed, HttpResponse.BodyHandlers.ofByteArray());
        return new SqsAnswer(answer.statusCode(), answer.body());
    }

    private boolean strikes(SqsFaultPlan now, SqsFault fault, long number) {
        boolean strikes = now.strikes(fault, number);
        if (strikes) {
            count(struck, fault);
        }
        return strikes;
    }

    private static <K> void count(Map<K, AtomicLong> counts, K key) {
        counts.computeIfAbsent(key, unused -> new AtomicLong()).incrementAndGet();
    }

    @Override
    public void close() {
        server.stop(0);
        later.shutdownNow();
        client.shutdownNow();
    }
}
