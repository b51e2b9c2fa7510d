package dev.tasuki.testservers;

import dev.tasuki.testservers.ServerProcess.Recipe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A private server that speaks the SQS protocol: ElasticMQ in a JVM of its own, on a free port of 127.0.0.1, with
 * the limits of SQS. Queues are in memory: a server that was stopped or killed comes back on the same port, empty.
 * It takes any credentials, a visibility above 12 hours, and bodies with attributes above 1 MiB together, which AWS
 * does not. Its clock can be moved. Closing it, or ending this JVM, ends it. Not safe for use by several threads.
 *
 * {@snippet :
 * try (ElasticMqServer server = ElasticMqServer.start()) {
 *     send(server.endpoint(), "a message that is due in 15 minutes");
 *     server.advance(Duration.ofMinutes(15));
 * }
 * }
 */
public record ElasticMqServer(int port, ServerProcess process) implements RestartableServer {
    /** In the names of its queues. */
    public static final String REGION = "us-east-1";
    /** Also in the names of its queues, and in their URLs. */
    public static final String ACCOUNT = "000000000000";

    private static final String CLASS_PATH = "elasticmq.classpath";
    private static final String ACCESS_KEY = "tasuki-test-key";
    private static final String SECRET_KEY = "tasuki-test-secret";

    /** Starts a server without queues and returns once it answers. */
    public static ElasticMqServer start() throws IOException {
        int port = FreePorts.one();
        ProcessBuilder command = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // A server that has run out of memory is gone at once, instead of answering nothing.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                ServerClassPath.of(CLASS_PATH),
                ElasticMqMain.class.getName(),
                Integer.toString(port)));
        ServerProcess server = new ServerProcess(
                Files.createTempDirectory("elasticmq"), new Recipe("ElasticMQ", command, ElasticMqMain.READY, "TERM"));
        server.start();
        return new ElasticMqServer(port, server);
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Sets its clock forward, from now until it is stopped. Delays and visibilities follow at the next call; a poll
     * that waits already is not woken.
     */
    public void advance(Duration time) throws IOException {
        process.tell(Long.toString(time.toMillis()), ElasticMqMain.ADVANCED);
    }

    /** The URL of a queue, whether it is there or not. */
    public String queueUrl(String name) {
        return endpoint() + "/" + ACCOUNT + "/" + name;
    }

    /**
     * Makes a call by the plain protocol, and returns the answer or the error as it came.
     *
     * @param action such as {@code SendMessage}
     * @param fields as a JSON object
     */
    public String call(String action, String fields) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(endpoint())
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + action)
                .POST(HttpRequest.BodyPublishers.ofString(fields))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during " + action, e);
        }
    }

    /** The variables with which any SQS client in another process finds this server. */
    public Map<String, String> environment() {
        return environment(endpoint());
    }

    /** The same with a proxy in between. */
    public static Map<String, String> environment(URI endpoint) {
        return Map.of(
                "AWS_ENDPOINT_URL_SQS",
                endpoint.toString(),
                "AWS_ACCESS_KEY_ID",
                ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                SECRET_KEY,
                "AWS_REGION",
                REGION,
                "AWS_DEFAULT_REGION",
                REGION,
                "AWS_EC2_METADATA_DISABLED",
                "true");
    }
}
