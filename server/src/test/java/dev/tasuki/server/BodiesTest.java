package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bodies are read, and how much of them. */
class BodiesTest {
    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer();
        http = live.http;
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    /** A type that is taken comes as far as the route, which knows no model nobody, or stores the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "POST; /tasks/nobody/retry; application/json; -; 404",
                "POST; /tasks/nobody/retry; APPLICATION/JSON ; charset=utf-8; 404",
                "POST; /tasks/nobody/retry; application/json; charset=\"UTF-8\"; 404",
                "POST; /tasks/nobody/retry; application/json; boundary=x; 404",
                "POST; /tasks/nobody/retry; application/x-www-form-urlencoded; -; 404",
                "POST; /tasks/nobody/retry; application/json; charset=utf-16; 415",
                "POST; /tasks/nobody/retry; application/json; charset=iso-8859-1; 415",
                "POST; /tasks/nobody/retry; text/plain; -; 415",
                "POST; /tasks/nobody/retry; multipart/form-data; boundary=x; 415",
                "POST; /tasks/nobody/retry; application/xml; -; 415",
                "POST; /tasks/nobody/retry; text/csv; -; 415",
                "POST; /tasks/nobody/retry; garbage; -; 415",
                "POST; /nope; text/plain; -; 404",
                "PUT; /datasets/typed; text/csv; -; 201",
                "PUT; /datasets/typed; text/csv; header=present; 201",
                "PUT; /datasets/typed; application/octet-stream; -; 201",
                "PUT; /datasets/typed; application/gzip; -; 201",
                "PUT; /datasets/typed; application/x-www-form-urlencoded; -; 201",
                "PUT; /datasets/typed; text/csv; charset=windows-1252; 415",
                "PUT; /datasets/typed; application/json; -; 415",
                "PUT; /datasets/typed; multipart/form-data; boundary=x; 422"
            })
    void theTypeMustBeOneThatTheRouteReads(String method, String path, String type, String more, int status) {
        Http.Answer answer = http.send(http.request(path)
                .header("Content-Type", more == null ? type : type + "; " + more)
                .method(method, BodyPublishers.ofString(method.equals("PUT") ? "a,b\n1,2\n" : "")));

        assertThat(answer.status()).isEqualTo(status);
        if (status == 415) {
            assertThat(answer.code()).isEqualTo("unsupported_media_type");
        }
    }

    @ParameterizedTest
    @CsvSource({"Origin, ''", "Sec-Fetch-Mode, cors", "Sec-Fetch-Site, same-origin"})
    void whatAFormSendsIsNotTakenFromABrowser(String header, String value) {
        Http.Answer answer = http.send(http.request("/train")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(header, value.isEmpty() ? http.origin().toString() : value)
                .POST(BodyPublishers.ofString(Http.TRAIN)));

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        Http.Answer header = http.send(http.request("/train")
                .header("Idempotency-Key", "a")
                .header("Idempotency-Key", "a")
                .POST(BodyPublishers.ofString(Http.TRAIN)));
        Http.Answer json = http.post("/predict", "{\"model_id\":\"a\",\"model_id\":\"b\",\"input_data\":{}}");
        Http.Answer nested = http.post("/predict", "{\"model_id\":\"a\",\"input_data\":{\"age\":1,\"age\":2}}");

        assertThat(header.status()).isEqualTo(422);
        assertThat(header.json().at("/detail/0/loc")).hasToString("[\"header\",\"Idempotency-Key\"]");
        assertThat(json.status()).isEqualTo(422);
        assertThat(json.words()).contains("twice");
        assertThat(nested.status()).isEqualTo(422);
        assertThat(nested.words()).contains("twice");
    }

    @Test
    @Tag("bound:train_body")
    void aTrainingIsSoLargeAtMostBeforeAndAfterUnzipping() throws IOException {
        int most = Limits.TRAIN_BODY.intValue();

        assertThat(http.post("/train", padded("{", most)).status()).isEqualTo(422);
        assertThat(http.post("/train", padded("{", most + 1)).status()).isEqualTo(413);
        assertThat(zipped("/train", padded("{", most)).status()).isEqualTo(422);
        assertThat(zipped("/train", padded("{", most + 1)).status()).isEqualTo(413);
        assertThat(chunked("/train", padded("{", most)).status()).isEqualTo(422);
        assertThat(chunked("/train", padded("{", most + 1)).status()).isEqualTo(413);
    }

    @Test
    @Tag("bound:json_body")
    void aPredictionIsSoLargeAtMostBeforeAndAfterUnzipping() throws IOException {
        int most = Limits.JSON_BODY.intValue();

        assertThat(http.post("/predict", padded("{", most)).status()).isEqualTo(422);
        assertThat(http.post("/predict", padded("{", most + 1)).status()).isEqualTo(413);
        assertThat(zipped("/predict", padded("{", most)).status()).isEqualTo(422);
        assertThat(zipped("/predict", padded("{", most + 1)).status()).isEqualTo(413);
        assertThat(chunked("/predict", padded("{", most + 1)).status()).isEqualTo(413);
    }

    @Test
    @Tag("bound:problems_size")
    void anAnswerThatNamesProblemsIsSmallWhateverWasSent() {
        String item = "[" + ("[" + ("\"" + "\uD83D\uDE00".repeat(40) + "\",").repeat(12) + "1],").repeat(12) + "1]";

        Http.Answer large = http.post("/train", features((item + ",").repeat(40) + "1"));
        Http.Answer small = http.post("/train", features("[1],".repeat(40) + "1"));

        assertThat(large.status()).isEqualTo(422);
        assertThat(large.response().body()).hasSizeLessThanOrEqualTo(Limits.PROBLEMS_SIZE.intValue());
        assertThat(large.json().path("detail")).hasSize(Limits.PROBLEMS_SHOWN.intValue() + 1);
        assertThat(large.json().at("/detail/0/input").asText()).isEqualTo("…");
        assertThat(small.json().at("/detail/0/input")).hasToString("[1]");
        assertThat(small.json().at("/detail/20/msg").asText()).isEqualTo("and 21 more problems");
    }

    private static String features(String items) {
        return "{\"dataset_id\":\"d\",\"target\":\"y\",\"features\":[" + items + "]}";
    }

    private static byte[] padded(String start, int length) {
        byte[] body = new byte[length];
        // Blanks of four kinds by chance, so that zipped it is no bomb.
        Random blanks = new Random(1);
        for (int i = 0; i < length; i++) {
            body[i] = (byte) " \t\n\r".charAt(blanks.nextInt(4));
        }
        System.arraycopy(start.getBytes(StandardCharsets.UTF_8), 0, body, 0, start.length());
        return body;
    }

    private static Http.Answer zipped(String path, byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(body);
        }
        return http.send(http.request(path)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(out.toByteArray())));
    }

    private static Http.Answer chunked(String path, byte[] body) {
        return http.send(
                http.request(path).POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));
    }
}
