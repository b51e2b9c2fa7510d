package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictCsvRoutesTest {
    private static final String NAMES = "age,bmi,bp,s1,s2,s3,s4,s5,s6";
    private static final String ROW =
            "0.038076,0.061696,0.021872,-0.044223,-0.034821,-0.043401,-0.002592,0.019908,-0.017646";

    private static LiveServer live;
    private static Http http;
    private static String diabetes;
    private static String passengers;

    @BeforeAll
    static void start() throws IOException {
        live = new LiveServer().consuming();
        http = live.http;
        diabetes = http.trained();
        try (InputStream in =
                Objects.requireNonNull(PredictCsvRoutesTest.class.getResourceAsStream("/tables/passengers.csv"))) {
            http.put("/datasets/passengers", in.readAllBytes());
        }
        passengers = trained("""
                {"dataset_id":"passengers","features":["class","name","sex","age","siblings","fare","cabin","port"],\
                "target":"survived"}""");
    }

    private static String trained(String body) {
        String id = http.accepted(body);
        assertThat(http.get("/tasks/" + id + "?wait=60").json().path("state").asText())
                .isEqualTo("TASK_COMPLETED");
        return id;
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    private static Http.Answer predicted(String model, String csv) {
        return predicted(model, csv.getBytes(StandardCharsets.UTF_8), "text/csv");
    }

    private static Http.Answer predicted(String model, byte[] csv, String type) {
        return predicted(model, "", csv, type);
    }

    private static Http.Answer predicted(String model, String query, byte[] csv, String type) {
        return http.send(http.request("/models/" + model + "/predict.csv" + query)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(csv)));
    }

    @Test
    void theRowsComeBackAsTheyWereSentWithThePredictionBehindThem() {
        String sent = "\uFEFFnote," + NAMES + "\r\n\"=1+1, \"\"x\"\"\"," + ROW + "\r\n\r\n@b\u00e9," + ROW;

        Http.Answer answer = predicted(diabetes, sent);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        assertThat(answer.header("Content-Disposition")).contains(diabetes + "-predictions.csv");
        assertThat(answer.text())
                .isEqualTo("\uFEFFnote," + NAMES + ",prediction,warning\r\n\"=1+1, \"\"x\"\"\"," + ROW
                        + ",208.6445780005619,\r\n@b\u00e9," + ROW + ",208.6445780005619,\r\n");
    }

    @Test
    void columnsTellBetweenWhichNumbersItIsAndWhatEachFeatureAdds() {
        String old = ROW.replace("0.038076", "old");

        Http.Answer answer = predicted(
                diabetes,
                "?explain=true&interval=0.9",
                (NAMES + "\n" + ROW + "\n" + old + "\n").getBytes(StandardCharsets.UTF_8),
                "text/csv");

        List<String> lines = answer.text().lines().toList();
        assertThat(lines).as(answer.text()).hasSize(3);
        assertThat(lines.get(0))
                .isEqualTo(NAMES + ",prediction,prediction_low,prediction_high,explanation_base,contribution_age,"
                        + "contribution_bmi,contribution_bp,contribution_s1,contribution_s2,contribution_s3,"
                        + "contribution_s4,contribution_s5,contribution_s6,warning");
        assertThat(lines.get(1))
                .isEqualTo(ROW + ",208.6445780005619,121.52317494159621,295.7659810595276,154.38048158640228,"
                        + "0.7158815229767254,33.97091970539362,0.9103314422360753,1.1896964501732097,"
                        + "1.3629560074608835,1.3954746760040446,-0.18371191076171248,18.411624816059476,"
                        + "-3.5090762953827115,");
        assertThat(lines.get(2)).startsWith(old + ",".repeat(14) + "\"the row: feature age is \"\"old\"\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    explain=perhaps&interval=2; explain: Input should be true or false; interval: above 0 and below 1
                    interval=wide; interval: Input should be a valid number; wide
                    explian=true; explian; did you mean explain?
                    """)
    void whatIsAskedForWronglyIsToldTogether(String query, String words, String more) {
        Http.Answer answer = predicted(
                diabetes, "?" + query, (NAMES + "\n" + ROW + "\n").getBytes(StandardCharsets.UTF_8), "text/csv");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains(words.replaceAll("^.*: ", ""), more.replaceAll("^.*: ", ""));
    }

    @Test
    void whatAModelOrAFileDoesNotHaveIsAPlainRefusal() throws IOException {
        byte[] rows = (NAMES + ",contribution_age\n" + ROW + ",1\n").getBytes(StandardCharsets.UTF_8);

        assertThat(predicted(passengers, "?interval=0.9", file("passengers.csv"), "text/csv")
                        .code())
                .isEqualTo("no_interval");
        assertThat(predicted(diabetes, "?explain=true", rows, "text/csv").words())
                .contains("the CSV has a column called contribution_age, as a column of the answer is");
        assertThat(predicted(diabetes, "?explain=false", rows, "text/csv").text())
                .isEqualTo(NAMES + ",contribution_age,prediction,warning\n" + ROW + ",1,208.6445780005619,\n");
        assertThat(predicted(passengers, "?explain=1", file("passengers.csv"), "text/csv")
                        .text()
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .endsWith(",prediction,probability_no,probability_yes,explanation_base_no,contribution_no_class,"
                        + "contribution_no_sex,contribution_no_age,contribution_no_siblings,contribution_no_fare,"
                        + "contribution_no_cabin,contribution_no_port,explanation_base_yes,contribution_yes_class,"
                        + "contribution_yes_sex,contribution_yes_age,contribution_yes_siblings,contribution_yes_fare,"
                        + "contribution_yes_cabin,contribution_yes_port,warning");
    }

    @Test
    void rawRowsAreWhatTheyAreToPredict() throws IOException {
        String csv = new String(file("passengers.csv"), StandardCharsets.UTF_8);
        List<String> sent = csv.lines().toList();

        List<String> answered = predicted(passengers, csv).text().lines().toList();

        assertThat(answered).hasSameSizeAs(sent);
        assertThat(answered.getFirst())
                .isEqualTo(sent.getFirst() + ",prediction,probability_no,probability_yes,warning");
        for (int i = 1; i < sent.size(); i++) {
            assertThat(answered.get(i)).startsWith(sent.get(i) + ",");
        }
        String[] names = sent.getFirst().split(",", -1);
        for (int i = 1; i < sent.size(); i += 50) {
            String[] cells = sent.get(i).replaceAll("\"[^\"]*\"", "").split(",", -1);
            StringBuilder row = new StringBuilder("{\"name\":null");
            for (int c = 0; c < cells.length - 1; c++) {
                if (!names[c].equals("name")) {
                    row.append(",\"")
                            .append(names[c])
                            .append("\":\"")
                            .append(cells[c])
                            .append('"');
                }
            }
            JsonNode message = http.post(
                            "/predict", Http.predict(passengers, row.append('}').toString()))
                    .json()
                    .path("message");
            String added = answered.get(i).substring(sent.get(i).length() + 1);
            assertThat(added)
                    .startsWith(message.path("prediction").asText() + ","
                            + message.path("pred_proba").path(0) + ","
                            + message.path("pred_proba").path(1) + ",");
            for (JsonNode warning : message.path("warnings")) {
                assertThat(added)
                        .contains(warning.asText()
                                .substring("input_data".length())
                                .replace("\"", "\"\""));
            }
        }
    }

    @Test
    void aRowOfNoUseSaysWhyAndTheOthersArePredicted() {
        String csv = "class,sex,age,siblings,fare,cabin,port\n2,female,old,1,21.0,A18,Belfast\n"
                + "2,female,,1,21.0,A18,Queenstown\n";

        List<String> rows = predicted(passengers, csv).text().lines().toList();

        assertThat(rows.get(1))
                .startsWith("2,female,old,1,21.0,A18,Belfast,,,,\"the row: feature age is \"\"old\"\"; a finite number")
                .endsWith("\"");
        assertThat(rows.get(2))
                .matches("2,female,,1,21.0,A18,Queenstown,(yes|no),[0-9.E-]+,[0-9.E-]+,"
                        + "the row: feature age is missing; [0-9.]+ stands for it.*");
    }

    @Test
    void trueAndFalseAreNumbersWhereTheColumnHasNumbers() {
        http.put("/datasets/truths", "a,b,y\n" + "True,x,1\nFalse,true,2\n".repeat(20));
        String model = trained("{\"dataset_id\":\"truths\",\"features\":[\"a\",\"b\"],\"target\":\"y\"}");
        String plain = trained("{\"dataset_id\":\"truths\",\"features\":[\"a\"],\"target\":\"y\"}");

        String both = predicted(model, "a,b\nTRUE,x\nFalse,true\n").text();
        String one = predicted(plain, "a\ntrue\n0\n").text();

        assertThat(both.lines().map(line -> line.substring(line.lastIndexOf(',') + 1)))
                .containsExactly("warning", "", "");
        assertThat(one.lines().map(line -> line.split(",", -1)[1]).skip(1)).doesNotContain("");
    }

    @Test
    void zippedAndForeignFormatsAreReadAsUploadsAre() throws IOException {
        String csv = NAMES + "\n" + ROW + "\n";
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(csv.getBytes(StandardCharsets.UTF_8));
        }
        String expected = NAMES + ",prediction,warning\n" + ROW + ",208.6445780005619,\n";

        assertThat(predicted(diabetes, zipped.toByteArray(), "application/gzip").text())
                .isEqualTo(expected);
        assertThat(predicted(diabetes, csv.replace(',', ';')).text()).isEqualTo(expected);
        assertThat(predicted(diabetes, csv.getBytes(StandardCharsets.UTF_16), "text/csv")
                        .text())
                .isEqualTo("\uFEFF" + expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    'age|bmi,1|2', 422, missing_feature, 'the CSV lacks the columns bp, s1, s2, s3, s4, s5, s6; model'
                    'ages|bmi|bp|s1|s2|s3|s4|s5|s6,1|2|3|4|5|6|7|8|9', 422, missing_feature, 'for "ages" did you mean "age"?'
                    'age|bmi|bp|s1|s2|s3|s4|s5|s6|warning,1|2|3|4|5|6|7|8|9|x', 422, invalid_dataset, 'a column called warning'
                    'age|bmi|bp|s1|s2|s3|s4|s5|s6,1|2|3', 422, invalid_dataset, 'the CSV: line 2, column s1: the row ends'
                    'age|bmi|bp|s1|s2|s3|s4|s5|s6', 422, invalid_dataset, 'a header but no row'
                    """)
    void whatIsWrongWithTheFileIsAPlainRefusal(String csv, int status, String code, String words) {
        Http.Answer answer = predicted(diabetes, csv.replace(',', '\n').replace('|', ','));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.words()).contains(words);
    }

    @Test
    void whatIsWrongWithTheModelOrTheTypeIsAPlainRefusal() {
        assertThat(predicted("nobody", "a\n1\n").code()).isEqualTo("model_not_found");
        assertThat(predicted(diabetes, new byte[] {'{', '}'}, "application/json")
                        .status())
                .isEqualTo(415);
        assertThat(predicted(diabetes, new byte[] {'a'}, "text/csv; charset=latin-1")
                        .status())
                .isEqualTo(415);
        assertThat(predicted(diabetes, new byte[] {'a'}, "multipart/form-data; boundary=x")
                        .status())
                .isEqualTo(415);
        assertThat(http.send(http.request("/models/" + diabetes + "/predict.csv")
                                .header("Content-Encoding", "br")
                                .POST(BodyPublishers.ofString("a\n1\n")))
                        .status())
                .isEqualTo(415);
        try (LiveServer quiet = new LiveServer()) {
            String waiting = quiet.http.accepted(Http.TRAIN);
            Http.Answer answer = quiet.http.send(quiet.http
                    .request("/models/" + waiting + "/predict.csv")
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString("a\n1\n")));
            assertThat(answer.code()).isEqualTo("model_not_ready");
        }
    }

    @Test
    void aHundredThousandRowsAreAnsweredInTheirOrder() {
        StringBuilder csv = new StringBuilder("n," + NAMES + "\n");
        for (int i = 0; i < 100_000; i++) {
            csv.append(i).append(',').append(ROW).append('\n');
        }

        List<String> rows = predicted(diabetes, csv.toString()).text().lines().toList();

        assertThat(rows).hasSize(100_001);
        for (int i = 0; i < 100_000; i++) {
            assertThat(rows.get(i + 1)).isEqualTo(i + "," + ROW + ",208.6445780005619,");
        }
    }

    @Test
    void aReaderThatWaitsGetsAllAndHoldsNobodyUp() throws IOException {
        int rows = 60_000;
        try (Socket socket = asking(rows)) {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                head.write(in.read());
            }
            assertThat(head.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");

            for (int i = 0; i < 20; i++) {
                assertThat(http.post("/predict", Http.predict(diabetes, Http.INPUT))
                                .status())
                        .isEqualTo(200);
            }

            String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer.split(",208\\.6445780005619,\n", -1)).hasSize(rows + 1);
            assertThat(answer).endsWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void aClientThatGoesFreesItsPlace() throws IOException {
        for (int i = 0; i < Limits.UPLOADS_PER_ADDRESS.value(); i++) {
            try (Socket socket = asking(30_000)) {
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }

        await().until(() -> predicted(diabetes, NAMES + "\n" + ROW + "\n").status() == 200);
    }

    private static Socket asking(int rows) throws IOException {
        byte[] body = (NAMES + "\n" + (ROW + "\n").repeat(rows)).getBytes(StandardCharsets.US_ASCII);
        Socket socket = new Socket(http.origin().getHost(), http.origin().getPort());
        socket.getOutputStream()
                .write(("POST /models/" + diabetes + "/predict.csv HTTP/1.1\r\nHost: 127.0.0.1:"
                                + http.origin().getPort()
                                + "\r\nConnection: close\r\nContent-Type: text/csv\r\nContent-Length: " + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    private static byte[] file(String name) {
        try (InputStream in =
                Objects.requireNonNull(PredictCsvRoutesTest.class.getResourceAsStream("/tables/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
