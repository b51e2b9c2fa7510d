package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldRoutesTest {
    private LiveServer live;
    private Http http;

    @BeforeEach
    void start() {
        live = new LiveServer().consuming();
        http = live.http;
    }

    @AfterEach
    void stop() {
        live.close();
    }

    @Test
    void aModelShowsItsScoresOnFolds() {
        String id = http.accepted(Http.TRAIN.replaceFirst("\\{", "{\"cv\":5,"));
        assertThat(http.get("/tasks/" + id + "?wait=60").json().path("state").asText())
                .isEqualTo("TASK_COMPLETED");

        JsonNode model = http.get("/models/" + id).json();

        assertThat(model.at("/metrics/rmse").doubleValue()).isEqualTo(53.03900735084424);
        assertThat(model.at("/request/cv").asInt()).isEqualTo(5);
        assertThat(model.at("/cv/splitter").asText()).isEqualTo("KFold");
        assertThat(model.at("/cv/complete").asBoolean()).isTrue();
        assertThat(model.at("/cv/table")).hasSize(5);
        assertThat(model.at("/cv/table/0/test_rows").asInt()).isEqualTo(89);
        assertThat(model.at("/cv/mean/rmse").doubleValue()).isBetween(50.0, 65.0);
        assertThat(model.at("/cv/std/r2").doubleValue()).isBetween(0.0, 0.5);
        String without = http.trained();
        assertThat(http.get("/models/" + without).json().path("cv").isNull()).isTrue();
    }

    @Test
    void foldsThatCannotBeAreRefusedBeforeAcceptance() {
        Http.Answer many = http.post("/train", Http.TRAIN.replaceFirst("\\{", "{\"cv\":21,"));
        assertThat(many.status()).isEqualTo(422);
        assertThat(many.json().at("/detail/0/loc")).hasToString("[\"body\",\"cv\"]");

        http.put("/datasets/small", "a,y\n1,2\n2,3\n3,4\n4,5\n");
        Http.Answer few =
                http.post("/train", "{\"dataset_id\":\"small\",\"features\":[\"a\"],\"target\":\"y\",\"cv\":5}");
        assertThat(few.status()).isEqualTo(422);
        assertThat(few.words()).contains("cv", "2 to 4, the number of rows");
    }
}
