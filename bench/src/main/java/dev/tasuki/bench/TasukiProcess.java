package dev.tasuki.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} or {@code producer} on embedded defaults as a process of its own, with the bare handler beside it. */
final class TasukiProcess implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Process process;
    private final int port;
    private final double startSeconds;

    private TasukiProcess(Process process, int port, double startSeconds) {
        this.process = process;
        this.port = port;
        this.startSeconds = startSeconds;
    }

    /** Starts it with further arguments of {@code serve}. */
    static TasukiProcess start(Path data, String... arguments) throws IOException {
        return start("serve", data, arguments);
    }

    /** Starts a producer alone: it accepts trainings, and nobody does them. */
    static TasukiProcess startProducer(Path data, String... arguments) throws IOException {
        return start("producer", data, arguments);
    }

    private static TasukiProcess start(String role, Path data, String... arguments) throws IOException {
        long begin = System.nanoTime();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tasuki.app.Main",
                role,
                "--port",
                "0",
                "--data",
                data.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher url = URL.matcher(line);
            if (url.find()) {
                double seconds = (System.nanoTime() - begin) / 1e9;
                // What follows is logged for nobody; reading it keeps the pipe from filling up.
                Thread.ofPlatform().daemon().start(() -> drain(lines));
                return new TasukiProcess(process, Integer.parseInt(url.group(1)), seconds);
            }
        }
        throw new IOException("the server ended before it said where it listens");
    }

    private static void drain(BufferedReader lines) {
        try {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // The process has ended, and its pipe with it.
            return;
        }
    }

    int port() {
        return port;
    }

    /** Seconds from starting the JVM to the line that says where the server listens. */
    double startSeconds() {
        return startSeconds;
    }

    String trainBody() {
        return Published.TRAIN;
    }

    /** Trains the published model and waits for it; the published request for a prediction by it. */
    String trainedPredictBody(HttpClient client) throws IOException, InterruptedException {
        String id = ask(client, "POST", "/train", Published.TRAIN)
                .path("message")
                .path("model_id")
                .asText();
        JsonNode task = ask(client, "GET", "/tasks/" + id + "?wait=60", "");
        if (!task.path("state").asText().equals("TASK_COMPLETED")) {
            throw new IOException("the training did not complete: " + task);
        }
        return Published.predict(id);
    }

    JsonNode ask(HttpClient client, String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Processor seconds of the process so far, of all its threads, in the kernel too; NaN where that is not told. */
    double processorSeconds() {
        return ProcessStats.processorSeconds(process.toHandle());
    }

    /** Has the server collect its garbage whole: what opened or ended before is paid, and not by what is measured next. */
    void collectGarbage() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (asked.waitFor() != 0) {
            throw new IOException("the server could not be told to collect its garbage");
        }
    }

    /** Memory that the process has in use, in MiB; NaN where /proc is not to be had. */
    double residentMiB() throws IOException {
        return ProcessStats.mebibytes(process.toHandle(), "status", "VmRSS:");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
