package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.server.view.Examples;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a misspelt name and an unknown one get where the document has a query parameter or a member of a body.
 * {@code docs/unknown-names.md} is the table of it.
 */
class UnknownNamesTest {
    private static final Path PAGE = Path.of("..", "docs", "unknown-names.md");
    private static final Path MADE = Path.of("target", "unknown-names.md");
    /** Near to no name that there is. */
    private static final String FAR = "quetzal";

    private static final String SMALL = "{\"dataset_id\":\"small\",\"features\":[\"a\"],\"target\":\"y\"}";
    private static final String TRAIN = "post /train";
    private static final String PREDICT = "post /predict";
    private static final String WAY = "post /models/{id}/trees/{tree}";
    private static final String RETRY = "post /tasks/{id}/retry";
    private static final String MESSAGE = "post /dead-letters/{queue}/{id}/retry";

    private static final String FORM_TYPE = "multipart/form-data";
    private static final String BOUNDARY = "fedcba9876543210";

    private static LiveServer live;
    private static Http http;
    private static Documented document;
    private static String model;
    private static String ended;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
        document = new Documented(http.get("/openapi.json").json());
        model = http.trained();
        http.put("/datasets/small", "a,y\n1,2\n2,3\n3,4\n4,5\n");
        Instant later = LiveServer.CLOCK.instant().plus(Duration.ofDays(7));
        ended = http.accepted("{\"run_at\":\"" + later + "\"," + SMALL.substring(1));
        http.delete("/tasks/" + ended);
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    /** Where a name stands. */
    private enum Place {
        QUERY("query"),
        BODY("body"),
        PARAMS("body, in `params`"),
        FOREST("body, beside `params`"),
        FORM("form");

        private final String words;

        Place(String words) {
            this.words = words;
        }
    }

    /** A name that the document has. */
    private record Known(String operation, Place place, String name) {}

    /** One line of the table. */
    private record Line(Known known, String misspelt, Http.Answer near, Http.Answer far, Http.Answer strict) {
        String text() {
            return "| `%s` | %s | `%s` | `%s`: %s | %s | %s |"
                    .formatted(
                            method(known.operation()) + " " + path(known.operation()),
                            known.place().words,
                            known.name(),
                            misspelt,
                            told(near),
                            told(far),
                            told(strict));
        }
    }

    @Test
    void noNeighbourOfANameIsDroppedInSilence() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Known known : known()) {
            Line line = tried(known);
            assertThat(line.near().status()).as(line.text()).isEqualTo(422);
            assertThat(line.near().words()).as(line.text()).contains("did you mean " + hint(known));
            boolean lenient =
                    known.place() == Place.BODY && Set.of(TRAIN, PREDICT).contains(known.operation());
            assertThat(line.far().status()).as(line.text()).isEqualTo(lenient ? 200 : 422);
            if (lenient) {
                assertThat(line.far().json().at("/warnings/0").asText())
                        .as(line.text())
                        .startsWith("\"" + FAR + "\" was ignored");
            }
            assertThat(line.strict().status()).as(line.text()).isEqualTo(422);
            if (known.place() != Place.FOREST) {
                assertThat(line.far().text() + line.strict().text())
                        .as(line.text())
                        .doesNotContain("did you mean");
            }
            lines.add(line);
        }
        assertThat(lines).hasSizeGreaterThan(90);
        assertThat(lines.stream().map(line -> line.known().place())).contains(Place.values());
        List<String> table = new ArrayList<>(List.of(
                "| Route | In | Name | Misspelt | Unknown | With `?strict=true` |", "|---|---|---|---|---|---|"));
        lines.forEach(line -> table.add(line.text()));
        Files.write(MADE, table);
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("|")))
                .as("docs/unknown-names.md; as it should be: server/" + MADE)
                .isEqualTo(table);
    }

    @Test
    void howeverANameIsMisspeltItIsFound() {
        for (Known known : known()) {
            for (String misspelt : otherSlips(known.name())) {
                Http.Answer answer = send(known, misspelt, "");
                assertThat(answer.status()).as("%s: %s", known, misspelt).isEqualTo(422);
                assertThat(answer.words())
                        .as("%s: %s", known, misspelt)
                        .contains("did you mean " + (known.place() == Place.FOREST ? "" : known.name() + "?"));
            }
        }
    }

    /** In capitals, as Java has names, a letter too many, one too few; those that differ from the name. */
    private static List<String> otherSlips(String name) {
        List<String> slips = new ArrayList<>(List.of(name.toUpperCase(Locale.ROOT), name.substring(0, 1) + name));
        StringBuilder camel = new StringBuilder();
        for (String part : name.split("_", -1)) {
            camel.append(camel.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        slips.add(camel.toString());
        slips.add(name.replace('_', '-'));
        if (name.length() > 2) {
            slips.add(name.substring(0, 1) + name.substring(2));
        }
        slips.removeIf(name::equals);
        return slips;
    }

    @Test
    void aPlanSaysWhatItIgnores() {
        Http.Answer plan = http.post("/train?validateOnly=true", with(SMALL, FAR));

        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.json().path("warnings").toString()).contains("\\\"" + FAR + "\\\" was ignored");
    }

    /** Rows often carry more than a model needs; a name that is missed has its neighbour named. */
    @Test
    void ofARowAMisspeltFeatureIsNamedAndAnotherColumnIsNot() {
        String near = Http.INPUT.replace("\"bmi\"", "\"bim\"");

        Http.Answer misspelt = http.post("/predict", Http.predict(model, near));
        Http.Answer more = http.post("/predict?strict=true", Http.predict(model, with(Http.INPUT, FAR)));

        assertThat(misspelt.status()).isEqualTo(422);
        assertThat(misspelt.text()).contains("bmi").contains("bim");
        assertThat(more.status()).isEqualTo(200);
    }

    private static List<Known> known() {
        List<Known> known = new ArrayList<>();
        for (Documented.Operation operation : document.operations()) {
            String name = operation.name();
            for (JsonNode parameter : operation.json().path("parameters")) {
                if (parameter.path("in").asText().equals("query")) {
                    known.add(
                            new Known(name, Place.QUERY, parameter.path("name").asText()));
                }
            }
            JsonNode content = operation.json().path("requestBody").path("content");
            if (content.has("application/json") && !name.equals(MESSAGE)) {
                String schema = name.equals(RETRY) ? "TrainRequest" : named(content.path("application/json"));
                members(schema).stream()
                        .filter(member -> !(name.equals(RETRY) && member.equals("expires_at")))
                        .forEach(member -> known.add(new Known(name, Place.BODY, member)));
            }
            if (name.equals(TRAIN)) {
                members("TrainParameters").forEach(member -> known.add(new Known(name, Place.PARAMS, member)));
                members("TrainParameters").forEach(member -> known.add(new Known(name, Place.FOREST, member)));
            }
            if (content.has(FORM_TYPE)) {
                members("DatasetForm").forEach(member -> known.add(new Known(name, Place.FORM, member)));
            }
        }
        return known;
    }

    private static String named(JsonNode content) {
        return content.at("/schema/$ref").asText().replaceAll(".*/", "");
    }

    private static List<String> members(String schema) {
        JsonNode members = document.json().at("/components/schemas/" + schema + "/properties");
        assertThat(members).as(schema).isNotEmpty();
        return StreamSupport.stream(((Iterable<String>) members::fieldNames).spliterator(), false)
                .toList();
    }

    /** As a slip of the fingers has it; two letters cannot be told from two others by that. */
    private static String misspelt(String name) {
        if (name.length() < 3) {
            String capitals = name.toUpperCase(Locale.ROOT);
            return capitals.equals(name) ? name.toLowerCase(Locale.ROOT) : capitals;
        }
        int at = 1;
        while (name.charAt(at) == name.charAt(at + 1)) {
            at++;
        }
        return name.substring(0, at) + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);
    }

    private static String hint(Known known) {
        return switch (known.place()) {
            // One that is nearer to a request's own name is taken for that.
            case FOREST -> "";
            case QUERY, BODY, PARAMS, FORM -> known.name() + "?";
        };
    }

    private static Line tried(Known known) {
        String misspelt = misspelt(known.name());
        // Unknown beside params is the parameter itself.
        String far = known.place() == Place.FOREST ? known.name() : FAR;
        return new Line(
                known, misspelt, send(known, misspelt, ""), send(known, far, ""), send(known, far, "strict=true"));
    }

    private static Http.Answer send(Known known, String name, String query) {
        String strict = known.operation().equals(TRAIN) || known.operation().equals(PREDICT) ? query : "";
        String path = path(known.operation())
                .replace("/tasks/{id}", "/tasks/" + ended)
                .replace("{queue}", "queue.model.train")
                .replace("{id}", "diabetes")
                .replace("{tree}", "0")
                .replace("{name}", "diabetes")
                .replace("{alias}", "champion");
        String method = method(known.operation());
        return switch (known.place()) {
            case QUERY -> sent(method, path + "?" + name + "=1" + (strict.isEmpty() ? "" : "&" + strict), "");
            case BODY, FOREST -> sent(method, path + "?" + strict, with(base(known.operation()), name));
            case PARAMS -> sent(method, path + "?" + strict, "{\"params\":{\"" + name + "\":1}," + SMALL.substring(1));
            case FORM -> form(method, path, name);
        };
    }

    private static String base(String operation) {
        return switch (operation) {
            case TRAIN -> SMALL;
            case PREDICT -> Http.predict(model, Http.INPUT);
            case WAY -> Examples.TREE_ROW;
            default -> "{}";
        };
    }

    private static String with(String body, String name) {
        return "{\"" + name + "\":1" + (body.equals("{}") ? "" : ",") + body.substring(1);
    }

    private static Http.Answer sent(String method, String path, String body) {
        return http.send(http.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private static Http.Answer form(String method, String path, String name) {
        String field = "--%1$s\r\nContent-Disposition: form-data; name=\"%2$s\"%3$s\r\n\r\n%4$s\r\n";
        String body = field.formatted(BOUNDARY, name, "", "1")
                + field.formatted(BOUNDARY, "file", "; filename=\"x.csv\"", "a,y\n1,2\n")
                + "--" + BOUNDARY + "--\r\n";
        return http.send(http.request(path)
                .header("Content-Type", FORM_TYPE + "; boundary=" + BOUNDARY)
                .method(method, BodyPublishers.ofString(body)));
    }

    private static String method(String operation) {
        return operation.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }

    private static String path(String operation) {
        return operation.split(" ", 2)[1];
    }

    /** An answer in a few words. */
    private static String told(Http.Answer answer) {
        if (answer.status() == 200) {
            return answer.json().path("warnings").isEmpty() ? "200" : "200, ignored, said in `warnings`";
        }
        String words = answer.json().findValuesAsText("msg").stream()
                .filter(msg -> msg.contains("did you mean"))
                .map(msg -> ", did you mean `" + msg.replaceAll(".*did you mean ([^?]*)\\?.*", "$1") + "`?")
                .findFirst()
                .orElse("");
        return answer.status() + words;
    }
}
