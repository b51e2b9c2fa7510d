package dev.tasuki.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks a server. Every method blocks until the answer is there; an answer that is an error is thrown
 * as the {@link dev.tasuki.core.task.Refusal} it stands for, a server that is away as
 * {@link NoServer}. Thread-safe.
 */
public final class ServerClient implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int PART = 64 << 10;
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private final URI server;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** A client of the server at the address, which has no slash at its end. */
    public ServerClient(URI server) {
        this.server = server;
    }

    /** The answer to GET. */
    public JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    /** Writes the answer to GET, whatever it is and however long, into the stream, which is not closed. */
    public void download(String path, OutputStream into) throws IOException {
        stream(request(path).GET().build(), into);
    }

    /** Writes the answer to POST of a CSV, however long, into the stream; neither stream is closed. */
    public void convert(String path, InputStream csv, OutputStream into) throws IOException {
        HttpRequest.Builder request = request(path).header("Content-Type", "text/csv");
        stream(request.POST(BodyPublishers.ofInputStream(() -> csv)).build(), into);
    }

    private void stream(HttpRequest request, OutputStream into) throws IOException {
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() >= 300) {
                throw Refusals.read(response.statusCode(), tree(response.statusCode(), body.readAllBytes()));
            }
            byte[] part = new byte[PART];
            for (int read = next(body, part); read >= 0; read = next(body, part)) {
                into.write(part, 0, read);
            }
        }
    }

    private int next(InputStream body, byte[] part) {
        try {
            return body.read(part);
        } catch (IOException e) {
            throw NoServer.brokeOff(server, e);
        }
    }

    /** The state of the server's parts, also if it is not ready. */
    public JsonNode health() {
        HttpResponse<byte[]> response =
                exchange(request("/health/ready").timeout(CONNECT).GET().build(), BodyHandlers.ofByteArray());
        return tree(response.statusCode(), response.body());
    }

    /** The answer to POST with a JSON body and further headers. */
    public JsonNode post(String path, ObjectNode body, Map<String, String> headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(json(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    /** The answer to POST without a body. */
    public JsonNode post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    /** The answer to POST of bytes that are JSON, possibly none. */
    public JsonNode postBytes(String path, byte[] body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    /** The answer to PUT with a JSON body. */
    public JsonNode put(String path, ObjectNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(json(body))
                .build());
    }

    /** The answer to PUT of a file, streamed; one that ends in .gz is sent as gzip. */
    public JsonNode put(String path, Path file) throws IOException {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "text/csv").PUT(BodyPublishers.ofFile(file));
        if (file.toString().endsWith(".gz")) {
            request.header("Content-Encoding", "gzip");
        }
        return send(request.build());
    }

    /** The answer to PUT of a stream, which is read to its end and not closed. */
    public JsonNode put(String path, InputStream content) {
        return send(request(path)
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofInputStream(() -> content))
                .build());
    }

    /** The answer to DELETE; missing if it has no body. */
    public JsonNode delete(String path) {
        return send(request(path).DELETE().build());
    }

    /** A path with its parameters, those without a value left out. */
    public static String path(String path, Map<String, String> parameters) {
        StringBuilder text = new StringBuilder(path);
        char mark = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(parameters).entrySet()) {
            if (!parameter.getValue().isEmpty()) {
                text.append(mark).append(parameter.getKey()).append('=').append(segment(parameter.getValue()));
                mark = '&';
            }
        }
        return text.toString();
    }

    /** One segment of a path, or a parameter's value, so that nothing in it has a meaning in a URL. */
    public static String segment(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(ANSWER)
                .header("Accept", "application/json, application/problem+json");
    }

    private static BodyPublisher json(ObjectNode body) {
        try {
            return BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(HttpRequest request) {
        HttpResponse<byte[]> response = exchange(request, BodyHandlers.ofByteArray());
        JsonNode body = tree(response.statusCode(), response.body());
        if (response.statusCode() >= 300) {
            throw Refusals.read(response.statusCode(), body);
        }
        return body;
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw e.getCause() instanceof ConnectException cause
                            && cause.getCause() instanceof UnresolvedAddressException
                    ? NoServer.unknownHost(server, e)
                    : NoServer.nobodyAt(server, e);
        } catch (IOException e) {
            throw NoServer.brokeOff(server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NoServer.brokeOff(server, e);
        }
    }

    private static JsonNode tree(int status, byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new Corrupt(
                    RefusalCode.INTERNAL,
                    "the server answered " + status + " with something that is no JSON; is it Tasuki?",
                    e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
