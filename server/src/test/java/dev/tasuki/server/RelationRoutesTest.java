package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Distributions and relations over HTTP. */
class RelationRoutesTest {
    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer();
        http = live.http;
        assertThat(http.put("/datasets/small", "size,city,sold,price\n1,Rome,True,10\n2,Oslo,False,\n3,Rome,True,30\n")
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    private static void fits(Http.Answer answer) {
        Documented document = new Documented(http.get("/openapi.json").json());
        String content =
                document.answer("get /datasets/{id}/relations", answer.status(), answer.header("Content-Type"));
        assertThat(document.problems(content + "/schema", answer.json())).isEmpty();
    }

    @Test
    void columnsHaveTheirDistributionAndTheirRelation() {
        Http.Answer answer = http.get("/datasets/small/relations?target=price");
        JsonNode columns = answer.json().path("columns");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(columns.path(0).path("histogram"))
                .isEqualTo(Json.stored("{\"from\":1.0,\"to\":3.0,\"counts\":[1,1,1]}"));
        assertThat(columns.path(0).path("relation").path("measure").asText()).isEqualTo("pearson");
        assertThat(columns.path(0).path("relation").path("rows").asInt()).isEqualTo(2);
        assertThat(columns.path(1).path("top"))
                .isEqualTo(Json.stored("[{\"value\":\"Rome\",\"count\":2},{\"value\":\"Oslo\",\"count\":1}]"));
        assertThat(columns.path(1).path("histogram").isNull()).isTrue();
        assertThat(columns.path(1).path("relation").isNull()).isTrue();
        assertThat(columns.path(3).path("relation").isNull()).isTrue();
        fits(answer);
    }

    @Test
    void columnsAreChosen() {
        Http.Answer answer = http.get("/datasets/small/relations?columns=city&target=sold");

        assertThat(answer.json().path("columns")).hasSize(1);
        assertThat(answer.json().at("/columns/0/relation").toString())
                .isEqualTo("{\"measure\":\"cramers_v\",\"value\":1.0,\"rows\":3}");
        fits(answer);
    }

    @Test
    void whatIsNotThereIsRefused() {
        Http.Answer target = http.get("/datasets/small/relations?target=prise");
        Http.Answer dataset = http.get("/datasets/none/relations");

        assertThat(target.status()).isEqualTo(422);
        assertThat(target.words()).contains("did you mean \"price\"?");
        assertThat(dataset.code()).isEqualTo("dataset_not_found");
        fits(target);
        fits(dataset);
    }
}
