package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No query parameter is dropped in silence, on any route. */
class QueryParametersTest {
    private static LiveServer live;
    private static Http http;
    private static Documented document;

    @BeforeAll
    static void start() {
        live = new LiveServer();
        http = live.http;
        document = new Documented(http.get("/openapi.json").json());
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void everyRouteOfTheDocumentRefusesWhatItDoesNotDeclare() {
        assertThat(document.operations()).hasSizeGreaterThan(20).allSatisfy(operation -> {
            Http.Answer answer = send(operation, "no_such_parameter=1");
            List<String> declared = declared(operation);

            assertThat(answer.status()).as(operation.name()).isEqualTo(422);
            assertThat(answer.code()).as(operation.name()).isEqualTo("extra_forbidden");
            assertThat(answer.json().at("/detail/0/loc")).hasToString("[\"query\",\"no_such_parameter\"]");
            assertThat(answer.words())
                    .as(operation.name())
                    .contains(declared.isEmpty() ? List.of("take no query parameters") : declared);
            String content = document.answer(operation.name(), 422, "application/json");
            assertThat(document.problems(content + "/schema", answer.json())).isEmpty();
        });
    }

    @Test
    void everyDeclaredParameterStandsOnceAndItsMisspellingIsSuggested() {
        List<String> seen = new ArrayList<>();
        for (Documented.Operation operation : document.operations()) {
            for (String name : declared(operation)) {
                Http.Answer twice = send(operation, name + "=1&" + name + "=1");
                Http.Answer near = send(operation, name + "x=1");

                assertThat(twice.code()).as(operation.name()).isEqualTo("repeated");
                assertThat(twice.json().at("/detail/0/loc/1").asText()).isEqualTo(name);
                assertThat(near.words()).as(operation.name()).contains("did you mean " + name + "?");
                seen.add(name);
            }
        }
        assertThat(seen).contains("state", "dataset", "tag", "code", "rate", "limit", "cursor", "wait", "columns");
    }

    @ParameterizedTest
    @CsvSource({"/tasks, GET", "/models, GET", "/tasks/retry, POST"})
    void datasetIdIsTakenWhereDatasetIs(String path, String method) {
        Http.Answer wrong = send(method, path + "?dataset_id=.x", "");
        Http.Answer both = send(method, path + "?dataset_id=a&dataset=a", "");

        assertThat(send(method, path + "?dataset_id=nope", "").status()).isBetween(200, 202);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().at("/detail/0/input").asText()).isEqualTo(".x");
        assertThat(both.code()).isEqualTo("repeated");
    }

    @Test
    void aMisspeltFilterTriesNothingAgain() {
        String id = http.accepted(Http.TRAIN);
        http.delete("/tasks/" + id);

        for (String query :
                List.of("stat=cancelled", "state=cancelled&datset=nope", "state=cancelled&dataset_id=nope")) {
            http.post("/tasks/retry?" + query, "");
        }

        assertThat(http.get("/tasks/" + id).json().path("state").asText()).isEqualTo("TASK_CANCELLED");
    }

    @Test
    void manyUnknownOnesAreCountedAndAllAreToldOfAtOnce() {
        String query = String.join(
                "&",
                Stream.iterate(0, i -> i < 50, i -> i + 1)
                        .map(i -> "p" + i + "=1")
                        .toList());

        Http.Answer answer = http.get("/tasks?" + query);

        assertThat(answer.json().path("detail")).hasSize(21);
        assertThat(answer.json().at("/detail/20/msg").asText()).isEqualTo("and 30 more problems");
    }

    @ParameterizedTest
    @CsvSource({"/", "/docs", "/redoc", "/openapi.json", "/favicon.ico"})
    void pagesForPeopleTakeAnyQuery(String page) {
        assertThat(http.get(page + "?v=3").status())
                .isEqualTo(http.get(page).status())
                .isLessThan(400);
    }

    private static List<String> declared(Documented.Operation operation) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : operation.json().path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }

    private static Http.Answer send(Documented.Operation operation, String query) {
        String[] parts = operation.name().split(" ", 2);
        String path = parts[1].replaceAll("\\{[^}]*}", "nope");
        return send(parts[0].toUpperCase(Locale.ROOT), path + "?" + query, "");
    }

    private static Http.Answer send(String method, String path, String body) {
        return http.send(http.request(path).method(method, BodyPublishers.ofString(body)));
    }
}
