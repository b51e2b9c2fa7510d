package dev.tasuki.testservers;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One request and its answer. For one thread. */
final class GcsExchange {
    private final HttpExchange exchange;
    private final Map<String, String> parameters = new HashMap<>();
    private boolean muted;

    GcsExchange(HttpExchange exchange) {
        this.exchange = exchange;
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        parse(query, parameters);
    }

    static void parse(String form, Map<String, String> into) {
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                into.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** As sent, percent signs and all. */
    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    int number(String name, int otherwise) {
        String text = parameter(name);
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }

    String header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    void header(String name, String value) {
        exchange.getResponseHeaders().add(name, value);
    }

    byte[] body() throws IOException {
        return exchange.getRequestBody().readAllBytes();
    }

    /** The beginning of the body; the rest is not read. */
    byte[] body(int most) throws IOException {
        return exchange.getRequestBody().readNBytes(most);
    }

    /** Ends the connection. */
    void cut() {
        exchange.close();
    }

    /** Whatever is answered from now on, the connection ends instead. */
    void mute() {
        muted = true;
    }

    void json(int status, String json) throws IOException {
        answer(status, "application/json; charset=UTF-8", json.getBytes(StandardCharsets.UTF_8));
    }

    void error(int status, String reason, String message) throws IOException {
        String quoted = message.replace("\\", "\\\\").replace("\"", "\\\"");
        json(
                status,
                ("{\"error\":{\"errors\":[{\"domain\":\"global\",\"reason\":\"%s\",\"message\":\"%s\"}],"
                                + "\"code\":%d,\"message\":\"%s\"}}")
                        .formatted(reason, quoted, status, quoted));
    }

    void answer(int status, String type, byte[] body) throws IOException {
        if (muted) {
            cut();
            return;
        }
        header("Content-Type", type);
        try (OutputStream out = start(status, body.length)) {
            out.write(body);
        }
    }

    OutputStream start(int status, long length) throws IOException {
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        return length == 0 ? OutputStream.nullOutputStream() : exchange.getResponseBody();
    }
}
