package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files that are sent as forms, as curl -F and Python's requests send them. */
class FormUploadTest {
    private static final String CSV = "a;y\n1,5;2\n2,5;3\n";
    private static final String TYPE = "multipart/form-data; boundary=------------------------d74496d66958873e";
    private static final String DELIMITER = "--------------------------d74496d66958873e";
    private static final String END = DELIMITER + "--\r\n";

    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer(LiveServer.Bounds.ROOMY.limits(10_000, 3_000_000));
        http = live.http;
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    private static String file(String name, String content) {
        return DELIMITER + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n";
    }

    private static String field(String name, String value) {
        return DELIMITER + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static Http.Answer send(String method, String path, String body) {
        return send(http.request(path), method, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Http.Answer send(HttpRequest.Builder request, String method, byte[] body) {
        return http.send(request.header("Content-Type", TYPE).method(method, BodyPublishers.ofByteArray(body)));
    }

    @Test
    void putTakesTheFormsFile() {
        Http.Answer answer = send("PUT", "/datasets/form", file("x.csv", CSV) + END);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().path("columns").findValuesAsText("name")).containsExactly("a", "y");
        assertThat(answer.json().path("rows").asInt()).isEqualTo(2);
        assertThat(answer.json().path("separator").asText()).isEqualTo(";");
    }

    @Test
    void postNamesTheDatasetByItsFieldOrByItsFile() {
        Http.Answer byFile = send("POST", "/datasets", file("C:\\data\\sales.csv.gz", CSV) + END);
        Http.Answer byField = send("POST", "/datasets", field("id", "named") + file("my sales.csv", CSV) + END);
        Http.Answer neither = send("POST", "/datasets", file("my sales.csv", CSV) + END);

        assertThat(byFile.status()).as(byFile.text()).isEqualTo(201);
        assertThat(byFile.header("Location")).isEqualTo("/datasets/sales");
        assertThat(byField.header("Location")).isEqualTo("/datasets/named");
        assertThat(neither.status()).isEqualTo(422);
        assertThat(neither.words()).contains("send the field id");
    }

    /** It says how it fetches, as browsers do, and of no page. */
    @Test
    void nodesFetchMayUpload() {
        byte[] body = (file("node.csv", CSV) + END).getBytes(StandardCharsets.ISO_8859_1);

        Http.Answer answer = send(http.request("/datasets").header("Sec-Fetch-Mode", "cors"), "POST", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    @Test
    void theIdMayBeCalledAsEverywhereElseAndStandsOnce() {
        Http.Answer named = send("POST", "/datasets", field("dataset_id", "other") + file("x.csv", CSV) + END);
        Http.Answer twice = send(
                "POST", "/datasets", field("id", "other") + field("dataset_id", "more") + file("x.csv", CSV) + END);

        assertThat(named.header("Location")).isEqualTo("/datasets/other");
        assertThat(twice.status()).isEqualTo(422);
        assertThat(twice.words()).contains("the field 'id' stands twice");
    }

    @Test
    void fieldsSayWhatTheQueryWouldAndMayNotContradictIt() {
        String asked = field("separator", "|")
                + field("encoding", "latin-1")
                + file("x.csv", "gr\u00f6\u00dfe|y\n1|2\n")
                + END;
        JsonNode said = send("PUT", "/datasets/said", asked).json();
        Http.Answer other = send("PUT", "/datasets/said", field("id", "other") + file("x.csv", CSV) + END);
        Http.Answer unknown = send("PUT", "/datasets/said", field("seperator", ";") + file("x.csv", CSV) + END);

        assertThat(said.at("/columns/0/name").asText()).isEqualTo("größe");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.words()).contains("'said', as the URL says");
        assertThat(unknown.code()).isEqualTo("extra_forbidden");
        assertThat(unknown.words()).contains("id, separator and encoding");
    }

    @Test
    void whatWouldBeIgnoredBehindTheFileIsRefusedAndNothingStored() {
        Http.Answer late = send("POST", "/datasets", file("late.csv", CSV) + field("id", "other") + END);
        Http.Answer two = send("POST", "/datasets", file("late.csv", CSV) + file("two.csv", CSV) + END);
        Http.Answer none = send("POST", "/datasets", field("id", "late") + END);
        Http.Answer broken = send("POST", "/datasets", file("late.csv", CSV));

        assertThat(late.status()).isEqualTo(422);
        assertThat(late.words()).contains("behind the file stands 'id'");
        assertThat(two.words()).contains("send one file");
        assertThat(none.words()).contains("the form has no file");
        assertThat(broken.status()).isEqualTo(422);
        assertThat(broken.words()).contains("broke off");
        assertThat(http.get("/datasets/late").status()).isEqualTo(404);
    }

    @Test
    void whatOnlyLooksLikeADelimiterBelongsToTheFileHoweverLongItIs() {
        String row = "\"\r\n" + DELIMITER.substring(0, 30) + "\",1\r\n";
        String csv = "a,b\r\n" + row.repeat(40_000);
        JsonNode answer =
                send("PUT", "/datasets/looks", file("x.csv", csv) + END).json();

        assertThat(answer.path("rows").asInt()).isEqualTo(40_000);
        assertThat(answer.path("size").asInt()).isEqualTo(csv.length());
    }

    @Test
    void aZippedFileWithinAFormIsUnzipped() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes((DELIMITER + "\r\nContent-Disposition: form-data; name=file; filename=z.csv.gz\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        GZIPOutputStream gzip = new GZIPOutputStream(body);
        gzip.write(CSV.getBytes(StandardCharsets.UTF_8));
        gzip.finish();
        body.writeBytes(("\r\n" + END).getBytes(StandardCharsets.US_ASCII));

        Http.Answer answer = send(http.request("/datasets"), "POST", body.toByteArray());

        assertThat(answer.header("Location")).as(answer.text()).isEqualTo("/datasets/z");
        assertThat(answer.json().path("rows").asInt()).isEqualTo(2);
    }

    @Test
    void whatStandsBesideTheFileIsBounded() {
        String most = "x".repeat(15_000);

        assertThat(send("POST", "/datasets", field("id", "b") + file(most + "/b.csv", CSV) + END)
                        .status())
                .isEqualTo(201);
        assertThat(send("POST", "/datasets", field("id", "b") + file(most + most, CSV) + END)
                        .words())
                .contains("16,384 bytes");
        assertThat(send("POST", "/datasets", field("encoding", most + most) + file("b.csv", CSV) + END)
                        .words())
                .contains("16,384 bytes");
        assertThat(send("PUT", "/datasets/big", file("b.csv", "a\n" + "1\n".repeat(1_500_000)) + END)
                        .code())
                .isEqualTo("too_large");
    }

    @Test
    void noPageOfAnotherSiteMaySendAForm() {
        byte[] body = (file("x.csv", CSV) + END).getBytes(StandardCharsets.UTF_8);

        Http.Answer foreign = send(http.request("/datasets").header("Origin", "http://evil.example"), "POST", body);
        Http.Answer unsaid = send(http.request("/datasets").header("Sec-Fetch-Site", "none"), "POST", body);
        Http.Answer own =
                send(http.request("/datasets").header("Origin", http.origin().toString()), "POST", body);

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(unsaid.status()).isEqualTo(415);
        assertThat(own.status()).isEqualTo(201);
        assertThat(http.post("/train", "x", "Content-Type", TYPE).status()).isEqualTo(415);
        assertThat(http.post("/datasets", "{}").words()).contains("curl -F file=@x.csv");
    }
}
