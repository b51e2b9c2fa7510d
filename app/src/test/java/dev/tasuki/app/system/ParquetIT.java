package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.system.Program.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files, on every way by which a dataset comes: what is stored, and what is learned from it, is that of the same CSV. */
class ParquetIT {
    private static final Path FILES = Checkout.root().resolve("learn/src/test/resources/parquet");
    private static final Path PARQUET = FILES.resolve("mixed-polars-zstd.parquet");
    private static final Path CSV = FILES.resolve("mixed.csv");
    private static final String TRAIN = """
            {"dataset_id":"mixed","features":["id","x","s"],"target":"y","algorithm":"HistGradientBoostingRegressor"}""";

    @TempDir
    Path directory;

    /** The hash of a model, and what was measured. */
    private static String learned(Http http) {
        String model = http.train(TRAIN);
        assertThat(http.ended(model).path("state").asText()).isEqualTo("TASK_COMPLETED");
        JsonNode shown = Http.json(http.get("/models/" + model));
        return shown.path("artifact").path("sha256").asText() + shown.path("metrics");
    }

    private static int form(String url, Path file) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mixed.parquet\"\r\n"
                        + "Content-Type: application/vnd.apache.parquet\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(Files.readAllBytes(file));
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/datasets"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void aTrainingOnItIsThatOnTheCsv() throws Exception {
        try (Program server = Program.serving(new Place(directory), "serve")) {
            Http http = new Http(server.url());
            assertThat(http.put("/datasets/mixed", Files.readString(CSV)).statusCode())
                    .isEqualTo(201);
            String ofCsv = learned(http);
            http.delete("/datasets/mixed");

            assertThat(form(server.url(), PARQUET)).isEqualTo(201);
            assertThat(http.get("/datasets/mixed/csv").body()).isEqualTo(Files.readString(CSV));
            assertThat(learned(http)).isEqualTo(ofCsv);
            http.delete("/datasets/mixed");

            String shown = Program.run(
                            new Place(directory), "datasets", "put", "mixed", PARQUET.toString(), "--url", server.url())
                    .expect(0)
                    .out();
            assertThat(shown).startsWith("mixed: 2000 rows, 4 columns");
            assertThat(learned(http)).isEqualTo(ofCsv);

            String refused = Program.run(
                            new Place(directory),
                            "datasets",
                            "put",
                            "nested",
                            FILES.resolve("nested-pyarrow.parquet").toString(),
                            "--url",
                            server.url())
                    .expect(2)
                    .err();
            assertThat(refused).contains("columns 'list', 'map', 'struct' hold lists, maps or structs");
        }
    }

    @Test
    void ctTrainsOnTheFileItself() throws IOException {
        assertThat(metrics(PARQUET, "of-parquet")).isEqualTo(metrics(CSV, "of-csv"));
    }

    private String metrics(Path dataset, String out) throws IOException {
        Program.run(
                        new Place(directory),
                        "ct",
                        "--dataset",
                        dataset.toString(),
                        "--target",
                        "y",
                        "--algorithm",
                        "HistGradientBoostingRegressor",
                        "--out",
                        out)
                .expect(0);
        return Files.readString(directory.resolve(out).resolve("metrics.json"));
    }
}
