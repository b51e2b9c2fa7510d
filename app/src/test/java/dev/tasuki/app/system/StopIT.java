package dev.tasuki.app.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients and load balancers see of a server that was told to end. */
class StopIT {
    @TempDir
    Path directory;

    @Test
    void aServerThatEndsSaysSoAnswersWhoWaitsAndFinishesItsTraining() throws Exception {
        try (Program server =
                Program.serving(new Place(directory), "serve", "--drain-timeout", "2m", "--fit-threads", "1")) {
            Http http = new Http(server.url());
            String id = http.started();
            CompletableFuture<HttpResponse<String>> waiting =
                    CompletableFuture.supplyAsync(() -> http.get("/tasks/" + id + "?wait=60"));
            // Should it come after the signal all the same, it is answered likewise.
            http.get("/tasks");
            assertThat(waiting).isNotDone();
            server.terminate();

            HttpResponse<String> answer = waiting.get(1, TimeUnit.MINUTES);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode task = Http.json(answer);
            assertThat(task.path("task_id").asText()).as(task.toString()).isEqualTo(id);
            assertThat(task.path("state").asText()).isEqualTo("TASK_STARTED");
            HttpResponse<String> ready = http.get("/health/ready");
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(503);
            assertThat(ready.headers().firstValue("Retry-After")).isPresent();
            HttpResponse<String> refused = http.post("/train", Http.TRAIN);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(Http.json(refused).path("code").asText()).isEqualTo("shutting_down");
            assertThat(http.get("/health/live").statusCode()).isEqualTo(200);

            assertThat(server.exit()).isEqualTo(143);
            assertThat(server.err())
                    .contains(id + ": TASK_COMPLETED", "shut down")
                    .doesNotContain("ERROR]");
        }
    }

    @Test
    void aRequestThatIsNeverFinishedIsCutOffWithoutADefectInTheLog() throws IOException {
        try (Program server = Program.serving(new Place(directory), "serve", "--drain-timeout", "500ms");
                Socket socket = connected(server)) {
            OutputStream sent = socket.getOutputStream();
            sent.write(("PUT /datasets/half HTTP/1.1\r\nHost: "
                            + URI.create(server.url()).getAuthority()
                            + "\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n")
                    .getBytes(UTF_8));
            // The server reads the body: the request is under way.
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 100");
            sent.write("a,b\n1,2\n".getBytes(UTF_8));
            server.terminate();

            assertThat(server.exit()).isEqualTo(143);
            assertThat(server.err()).contains("shut down").doesNotContain("ERROR]", "Cannot resolve beans");
        }
    }

    @Test
    void aProcessThatCannotHaveTheMemoryToStartEndsWithACodeOfItsOwnAndSaysWhatToSet() {
        Place tiny = new Place(directory, Map.of("TASUKI_JAVA_OPTS", "-Xmx8m"));

        Program.Ended ended = Program.run(tiny, "serve", "--port", "0").expect(70);

        assertThat(ended.err().lines().reduce("", (before, line) -> line))
                .startsWith("tasuki: out of memory while no training ran; ends with 70")
                .contains("-Xmx in TASUKI_JAVA_OPTS", "--max-fit-memory", "--isolate-fits");
    }

    private static Socket connected(Program server) throws IOException {
        URI url = URI.create(server.url());
        return new Socket(url.getHost(), url.getPort());
    }
}
