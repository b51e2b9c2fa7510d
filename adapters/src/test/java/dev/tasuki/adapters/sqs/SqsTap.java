package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

/** Stands between a broker and a server: each call is answered by the one who made it. Thread-safe if that one is. */
final class SqsTap implements AutoCloseable {
    private final ObjectMapper mapper = new ObjectMapper();
    private final ElasticMqServer server;
    private final HttpServer http;
    private final Answering answering;

    /** Answers calls, mostly by what the server says to them. */
    @FunctionalInterface
    interface Answering {
        Answer answer(String action, ObjectNode call) throws IOException;
    }

    /** What the broker gets. */
    record Answer(int status, String body) {
        /** What the server said. */
        static Answer of(String body) {
            return new Answer(body.contains("\"__type\"") ? 400 : 200, body);
        }
    }

    SqsTap(ElasticMqServer server, Answering answering) throws IOException {
        this.server = server;
        this.answering = answering;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::pass);
        http.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            Answer answer = answering.answer(
                    target.substring(target.indexOf('.') + 1), (ObjectNode) mapper.readTree(exchange.getRequestBody()));
            byte[] bytes = answer.body()
                    .replace(":" + server.port() + "/", ":" + http.getAddress().getPort() + "/")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
