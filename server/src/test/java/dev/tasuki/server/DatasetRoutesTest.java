package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetRoutesTest {
    private static final String CSV = "age,colour,target\n1,red,2.5\n3,blue,4\n,red,6\n";
    private static final int LIMIT = 1_000_000;

    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer(LiveServer.Bounds.ROOMY.limits(10_000, LIMIT));
        http = live.http;
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void theSampleIsThereFromTheStart() {
        JsonNode list = http.get("/datasets").json();
        JsonNode diabetes = http.get("/datasets/diabetes").json();

        assertThat(list.at("/datasets").findValuesAsText("dataset_id")).contains("diabetes");
        assertThat(diabetes.path("rows").asInt()).isEqualTo(442);
        assertThat(diabetes.path("columns")).hasSize(11);
        assertThat(diabetes.path("first_rows")).hasSize(20);
        assertThat(diabetes.at("/columns/2/name").asText()).isEqualTo("bmi");
        assertThat(diabetes.at("/columns/2/max").doubleValue()).isGreaterThan(0.17);
    }

    @Test
    void putAnswers201WithColumnsTypesAndRows() {
        Http.Answer answer = http.put("/datasets/small", CSV);

        JsonNode json = answer.json();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/datasets/small");
        assertThat(json.path("dataset_id").asText()).isEqualTo("small");
        assertThat(json.path("rows").asInt()).isEqualTo(3);
        assertThat(json.at("/columns/0").toString())
                .isEqualTo("{\"position\":1,\"name\":\"age\",\"type\":\"number\",\"missing\":1,\"distinct\":2,"
                        + "\"distinct_exact\":true,\"min\":1.0,\"median\":2.0,\"median_exact\":true,\"max\":3.0}");
        assertThat(json.at("/columns/1").toString())
                .isEqualTo("{\"position\":2,\"name\":\"colour\",\"type\":\"text\",\"missing\":0,\"distinct\":2,"
                        + "\"distinct_exact\":true,\"min\":null,\"median\":null,\"median_exact\":true,\"max\":null}");
        assertThat(json.at("/columns/2/type").asText()).isEqualTo("number");
        assertThat(json.at("/first_rows/1").toString()).isEqualTo("[\"3.0\",\"blue\",\"4.0\"]");
        assertThat(json.path("modified").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
        assertThat(http.get("/datasets/small").text()).isEqualTo(answer.text());
    }

    @Test
    @Tag("bound:columns_shown")
    void fiftyColumnsAreShownAtOnceAndColumnsPagesTheRest() {
        String header = IntStream.rangeClosed(1, 51).mapToObj(c -> "c" + c).collect(Collectors.joining(","));
        String row = IntStream.rangeClosed(1, 51).mapToObj(Integer::toString).collect(Collectors.joining(","));
        JsonNode put = http.put("/datasets/wide", header + "\n" + row + "\n").json();
        JsonNode rest = http.get("/datasets/wide?columns=51-100").json();
        JsonNode named = http.get("/datasets/wide?columns=c3,7,c2").json();

        assertThat(put.path("columns")).hasSize(50);
        assertThat(put.at("/first_rows/0")).hasSize(50);
        assertThat(put.path("columns_total").asInt()).isEqualTo(51);
        assertThat(put.path("columns_shown").asText()).isEqualTo("1-50");
        assertThat(put.path("columns_next").asText()).isEqualTo("51-51");
        assertThat(rest.path("columns").findValuesAsText("name")).containsExactly("c51");
        assertThat(rest.path("columns_next").isNull()).isTrue();
        assertThat(rest.path("first_rows").toString()).isEqualTo("[[\"51\"]]");
        assertThat(named.path("columns_shown").asText()).isEqualTo("2-3,7");
        for (String nonsense : List.of("0", "52", "nope", "5-1", "1-51", ",", "%00")) {
            Http.Answer wrong = http.get("/datasets/wide?columns=" + nonsense);
            assertThat(wrong.status()).as(nonsense + wrong.text()).isEqualTo(422);
            assertThat(wrong.json().at("/detail/0/loc")).hasToString("[\"query\",\"columns\"]");
        }
    }

    @Test
    @Tag("bound:uploads_per_address")
    void aFifthUploadFromOneAddressIsToldToComeAgainBeforeItIsRead() throws IOException {
        List<Socket> underWay = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                underWay.add(slowUpload());
            }
            Http.Answer fifth = http.put("/datasets/fifth", CSV);
            for (int i = 0; i < 2_000 && fifth.status() == 201; i++) {
                sendRefusedAgain(underWay);
                fifth = http.put("/datasets/fifth", CSV);
            }

            assertThat(fifth.status()).isEqualTo(429);
            assertThat(fifth.code()).isEqualTo("too_busy");
            assertThat(Integer.parseInt(fifth.header("Retry-After"))).isPositive();
        } finally {
            for (Socket socket : underWay) {
                socket.close();
            }
        }
        // The places of clients that have gone are free again, and nothing of theirs was stored.
        assertThat(firstOther(429).status()).isEqualTo(201);
        assertThat(http.get("/datasets/slow").status()).isEqualTo(404);
    }

    /** An upload that never sends its last bytes. */
    private static Socket slowUpload() throws IOException {
        Socket socket = new Socket(http.origin().getHost(), http.origin().getPort());
        String begun = "PUT /datasets/slow HTTP/1.1\r\nHost: " + http.origin().getAuthority()
                + "\r\nContent-Length: 900000\r\n\r\n" + CSV.repeat(100);
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    /** A slow upload is refused where the fifth was read first and had its place; only then is it answered. */
    private static void sendRefusedAgain(List<Socket> underWay) throws IOException {
        for (int i = 0; i < underWay.size(); i++) {
            if (underWay.get(i).getInputStream().available() > 0) {
                underWay.get(i).close();
                underWay.set(i, slowUpload());
            }
        }
    }

    private static Http.Answer firstOther(int status) {
        return Stream.generate(() -> http.put("/datasets/fifth", CSV))
                .limit(2_000)
                .filter(answer -> answer.status() != status)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rubbishBehindTheEndOfGzipIsRefusedAndZerosAreNot() throws IOException {
        byte[] zipped = gzip(CSV.getBytes(StandardCharsets.UTF_8));
        byte[] rubbish = Arrays.copyOf(zipped, zipped.length + 3);
        rubbish[zipped.length + 2] = 'x';

        Http.Answer answer = http.put("/datasets/rubbish", rubbish);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid_dataset");
        assertThat(answer.words()).contains("only zeros");
        assertThat(http.put("/datasets/padded", Arrays.copyOf(zipped, zipped.length + 100))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aZippedFileIsUnzippedWithAndWithoutTheHeader() throws IOException {
        Http.Answer file = http.put("/datasets/zipped", gzip(CSV.getBytes(StandardCharsets.UTF_8)));
        Http.Answer coded = http.send(http.request("/datasets/coded")
                .header("Content-Encoding", "gzip")
                .PUT(BodyPublishers.ofByteArray(gzip(CSV.getBytes(StandardCharsets.UTF_8)))));

        assertThat(file.status()).isEqualTo(201);
        assertThat(coded.status()).isEqualTo(201);
        assertThat(coded.json().path("size").asInt()).isEqualTo(CSV.length());
    }

    @Test
    void aZipBombGetsNoFurtherThanTheLimit() throws IOException {
        byte[] bomb = gzip(("a\n" + "0\n".repeat(5_000_000)).getBytes(StandardCharsets.US_ASCII));

        Http.Answer answer = http.put("/datasets/bomb", bomb);

        assertThat(bomb.length).isLessThan(LIMIT);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("too_large");
        assertThat(answer.words()).contains("un-zipped").contains("1,000,000");
        assertThat(http.get("/datasets/bomb").status()).isEqualTo(404);
    }

    @Test
    void aDatasetPastTheLimitIsRefusedBeforeItIsRead() {
        Http.Answer answer = http.put("/datasets/big", new byte[LIMIT + 1]);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("too_large");
    }

    @Test
    void aDatasetOfUnknownLengthPastTheLimitIsRefusedWhenItGetsThere() {
        byte[] line = "1,2\n".getBytes(StandardCharsets.US_ASCII);
        Http.Answer answer = http.send(http.request("/datasets/endless")
                .PUT(BodyPublishers.ofInputStream(() -> new Repeating(line, 4L * LIMIT))));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("too_large");
        assertThat(http.get("/datasets/endless").status()).isEqualTo(404);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("empty", "", "empty"),
                Arguments.of("header only", "a,b\n", "a header but no row"),
                Arguments.of("ragged", "a,b\n1,2\n3\n", "line 3"),
                Arguments.of("too many cells", "a,b\n1,2\n3,4,5\n", "line 3"),
                Arguments.of("a column twice", "a,a\n1,2\n", "'a' is already that of column 1"),
                Arguments.of("an open quote", "a,b\n1,\"2\n3,4\n", "line 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aFileThatIsNoCsvIsRefusedWithTheLineAndWhatWasThereStays(String what, String csv, String words) {
        http.put("/datasets/kept", CSV);

        Http.Answer answer = http.put("/datasets/kept", csv);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid_dataset");
        assertThat(answer.words()).contains(words);
        assertThat(http.get("/datasets/kept").json().path("rows").asInt()).isEqualTo(3);
    }

    @Test
    void halfAZippedFileIsRefused() throws IOException {
        byte[] whole = gzip(CSV.getBytes(StandardCharsets.UTF_8));

        Http.Answer answer = http.put("/datasets/half", Arrays.copyOf(whole, whole.length - 9));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid_dataset");
        assertThat(answer.words()).contains("broke off");
        assertThat(http.get("/datasets/half").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2e%2e", "%2e%2e%2fetc", "a%00b", ".hidden", "-x", "a%20b", "%E3%81%82"})
    void anIdThatIsNoNameIsRefused(String id) {
        Http.Answer answer = http.put("/datasets/" + id, CSV);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("string_pattern_mismatch");
        assertThat(answer.json().at("/detail/0/loc")).hasToString("[\"path\",\"dataset_id\"]");
    }

    @Test
    void anIdOf300CharactersIsRefused() {
        assertThat(http.put("/datasets/" + "x".repeat(300), CSV).status()).isEqualTo(422);
        assertThat(http.get("/datasets/" + "x".repeat(300)).status()).isEqualTo(422);
    }

    @Test
    void dotsInThePathReachNothing() {
        String answer = http.raw("GET /datasets/../../etc/passwd HTTP/1.1\r\nHost: "
                + http.origin().getAuthority() + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404").contains("route_not_found");
    }

    @Test
    void anotherSeparatorIsReadAndTheAnswerSaysWhich() {
        JsonNode put = http.put("/datasets/semi", "a;b;y\n1,5;2;x\n2,5;3;z\n").json();
        JsonNode bars =
                http.put("/datasets/bars?separator=%7C", "a;b|y\n1;2|3\n").json();

        assertThat(put.path("columns").findValuesAsText("name")).containsExactly("a", "b", "y");
        assertThat(put.at("/columns/0/type").asText()).isEqualTo("number");
        assertThat(put.at("/columns/0/max").doubleValue()).isEqualTo(2.5);
        assertThat(put.path("separator").asText()).isEqualTo(";");
        assertThat(put.path("decimal").asText()).isEqualTo(",");
        assertThat(put.path("warnings")).isEmpty();
        assertThat(http.get("/datasets/semi").json().path("separator").asText()).isEqualTo(",");
        assertThat(bars.path("columns").findValuesAsText("name")).containsExactly("a;b", "y");
    }

    @Test
    void anotherEncodingIsReadIfItIsSaidAndNamedIfItIsNot() {
        byte[] latin = "größe,y\n1,2\n".getBytes(StandardCharsets.ISO_8859_1);
        Http.Answer unsaid = http.put("/datasets/latin", latin);
        Http.Answer said = http.put("/datasets/latin?encoding=latin-1", latin);
        Http.Answer unknown = http.put("/datasets/latin?encoding=klingon&separator=x", latin);

        assertThat(unsaid.status()).isEqualTo(422);
        assertThat(unsaid.words())
                .contains("the header is not UTF-8")
                .contains("?encoding=")
                .contains("latin-1");
        assertThat(said.json().at("/columns/0/name").asText()).isEqualTo("größe");
        assertThat(said.json().path("encoding").asText()).isEqualTo("latin-1");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.json().at("/detail/0/loc")).hasToString("[\"query\",\"separator\"]");
        assertThat(unknown.json().at("/detail/1/msg").asText()).contains("'shift_jis'");
    }

    @Test
    void aHeaderThatMayBeNoneIsSuspectedAloud() {
        Http.Answer iris = http.put("/datasets/iris", "5.1,3.5,1.4,0.2,Iris-setosa\n4.9,3.0,1.4,0.2,Iris-setosa\n");
        JsonNode one = http.put("/datasets/one", "a b y\n1 2 3\n").json();
        Http.Answer twice = http.put("/datasets/twice", "0,0,1\n1,2,3\n");

        assertThat(iris.json().at("/warnings/0").asText()).contains("4 of 5 columns", "'5.1'", "may have no header");
        assertThat(http.get("/datasets/iris").text()).isEqualTo(iris.text());
        assertThat(one.at("/warnings/0").asText()).contains("only one column, 'a b y'", "not by blanks");
        assertThat(twice.words()).contains("already that of column 1").contains("no header");
        assertThat(http.put("/datasets/years", "country,2019,2020,2021\nx,1,2,3\n")
                        .json()
                        .path("warnings"))
                .isEmpty();
    }

    @Test
    void aFileOfAnotherKindIsRefusedByItsName() throws IOException {
        byte[] parquet = {'P', 'A', 'R', '1', 0x15, 4, 0x15};

        assertThat(http.put("/datasets/other", parquet).words())
                .contains("the Parquet file is damaged: it ends after 7 bytes");
        assertThat(http.put("/datasets/other", gzip(parquet)).words()).contains("the Parquet file is damaged");
        assertThat(http.get("/datasets/other").status()).isEqualTo(404);
    }

    @Test
    void deleteRemovesIt() {
        http.put("/datasets/gone", CSV);

        Http.Answer first = http.delete("/datasets/gone");
        Http.Answer second = http.delete("/datasets/gone");

        assertThat(first.status()).isEqualTo(204);
        assertThat(first.text()).isEmpty();
        assertThat(second.status()).isEqualTo(404);
        assertThat(second.code()).isEqualTo("dataset_not_found");
        assertThat(http.get("/datasets/gone").code()).isEqualTo("dataset_not_found");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }

    /** The same bytes again and again. */
    private static final class Repeating extends InputStream {
        private final byte[] bytes;
        private final long length;
        private long at;

        Repeating(byte[] bytes, long length) {
            this.bytes = bytes;
            this.length = length;
        }

        @Override
        public int read() {
            return at == length ? -1 : bytes[(int) (at++ % bytes.length)];
        }
    }
}
