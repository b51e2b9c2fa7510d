package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a broker and a server, remembers the batches, and has the last entry of some of them fail: the server
 * does not see that entry, and does what the others say.
 */
final class FailingEntries implements AutoCloseable {
    /** A batch as it came. */
    record Batch(String action, int entries) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private final ElasticMqServer server;
    private final HttpServer http;
    private final Map<String, AtomicInteger> failing = new ConcurrentHashMap<>();
    private final List<Batch> batches = new CopyOnWriteArrayList<>();

    FailingEntries(ElasticMqServer server) throws IOException {
        this.server = server;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::pass);
        http.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** The next batches of this action, this many, have an entry fail that would go well if it were sent again. */
    void fail(String action, int times) {
        failing.put(action, new AtomicInteger(times));
    }

    /** How many batches are still to fail. */
    int left(String action) {
        return Objects.requireNonNull(failing.get(action)).get();
    }

    List<Batch> batches() {
        return List.copyOf(batches);
    }

    private void pass(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String action = target.substring(target.indexOf('.') + 1);
        JsonNode call = mapper.readTree(exchange.getRequestBody());
        String answer =
                action.endsWith("Batch") ? batch(action, (ObjectNode) call) : server.call(action, call.toString());
        byte[] bytes = answer.replace(
                        ":" + server.port() + "/", ":" + http.getAddress().getPort() + "/")
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(answer.contains("\"__type\"") ? 400 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String batch(String action, ObjectNode call) throws IOException {
        ArrayNode entries = (ArrayNode) call.get("Entries");
        batches.add(new Batch(action, entries.size()));
        AtomicInteger left = failing.getOrDefault(action, new AtomicInteger());
        if (left.getAndUpdate(times -> Math.max(0, times - 1)) == 0) {
            return server.call(action, call.toString());
        }
        JsonNode failed = entries.remove(entries.size() - 1);
        ObjectNode answer = entries.isEmpty()
                ? mapper.createObjectNode()
                : (ObjectNode) mapper.readTree(server.call(action, call.toString()));
        answer.withArray("Successful");
        answer.withArray("Failed")
                .addObject()
                .put("Id", failed.get("Id").textValue())
                .put("Code", "InternalError")
                .put("Message", "made to fail by the test")
                .put("SenderFault", false);
        return answer.toString();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
