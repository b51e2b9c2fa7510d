package dev.tasuki.adapters.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** Answers about queues as AWS does, with what a test says is there; it has no messages. Thread-safe. */
final class CannedSqs implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Map<String, String>> queues = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Set<String> called = new ConcurrentSkipListSet<>();

    CannedSqs() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Has a queue with these attributes. */
    void queue(String name, Map<String, String> attributes) {
        queues.put(name, new TreeMap<>(attributes));
    }

    /** Has a queue with these tags and no attributes. */
    void tagged(String name, Map<String, String> with) {
        queues.put(name, Map.of());
        tags.put(name, with);
    }

    /** Changes one attribute; null: takes it away. */
    void change(String name, String attribute, @Nullable String value) {
        Map<String, String> attributes = queues.get(name);
        if (value == null) {
            attributes.remove(attribute);
        } else {
            attributes.put(attribute, value);
        }
    }

    void remove(String name) {
        queues.remove(name);
    }

    /** Has the queue stay unseen until somebody tries to make it, who is told then that it is there. */
    void hide(String name) {
        hidden.add(name);
    }

    /** Answers this action with 403 and this code. */
    void refuse(String action, String code) {
        refused.put(action, code);
    }

    /** The actions that were called. */
    Set<String> called() {
        return Set.copyOf(called);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String action = target.substring(target.indexOf('.') + 1);
        called.add(action);
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String code = refused.get(action);
        String url = request.path("QueueUrl").asText();
        String name = url.isEmpty() ? request.path("QueueName").asText() : url.substring(url.lastIndexOf('/') + 1);
        if (code != null) {
            send(exchange, 403, error(code));
        } else if (action.equals("CreateQueue") && hidden.remove(name)) {
            send(exchange, 400, error("QueueNameExists"));
        } else if (!action.equals("ListQueues") && (hidden.contains(name) || !queues.containsKey(name))) {
            send(exchange, 400, error("QueueDoesNotExist"));
        } else {
            send(exchange, 200, answer(action, name, request));
        }
    }

    private ObjectNode answer(String action, String name, JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        switch (action) {
            case "GetQueueUrl" -> answer.put("QueueUrl", url(name));
            case "GetQueueAttributes" -> answer.set("Attributes", JSON.valueToTree(queues.get(name)));
            case "ListQueueTags" -> answer.set("Tags", JSON.valueToTree(tags.getOrDefault(name, Map.of())));
            case "ListQueues" -> {
                ArrayNode urls = answer.putArray("QueueUrls");
                queues.keySet().stream()
                        .filter(each ->
                                each.startsWith(request.path("QueueNamePrefix").asText()))
                        .forEach(each -> urls.add(url(each)));
            }
            default -> throw new IllegalStateException("doctor called " + action);
        }
        return answer;
    }

    private String url(String name) {
        return endpoint() + "/000000000000/" + name;
    }

    private static ObjectNode error(String code) {
        return JSON.createObjectNode()
                .put("__type", "com.amazonaws.sqs#" + code)
                .put("message", "of this test");
    }

    private void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        try (exchange) {
            byte[] bytes = JSON.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
