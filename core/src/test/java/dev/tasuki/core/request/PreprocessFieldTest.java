package dev.tasuki.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.learn.encode.Preparation;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a request says what becomes of its columns, and how a message repeats it. */
class PreprocessFieldTest {
    private static TrainRequest request(String preprocess) {
        return TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"d\",\"features\":[\"a\",\"b\"],\"target\":\"y\","
                + "\"algorithm\":\"HistGradientBoostingRegressor\",\"preprocess\":" + preprocess + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"auto\"", "{}", "{\"columns\":{}}", "{\"missing\":null}"})
    void whatIsUsualIsNotInTheMessage(String preprocess) {
        TrainRequest request = request(preprocess);

        assertThat(request.preparation()).isEqualTo(Preparation.AUTO);
        assertThat(new String(request.canonical(), StandardCharsets.UTF_8)).doesNotContain("preprocess");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"none\"",
                "{\"missing\":\"median\"}",
                "{\"missing\":\"native\",\"indicator\":true,\"categories\":\"native\",\"dates\":\"error\",\"scale\":false}",
                "{\"categories\":\"error\",\"columns\":{\"a\":{\"categories\":\"one_hot\"},\"b\":{\"missing\":\"mean\"}}}"
            })
    void aMessageSaysTheSame(String preprocess) {
        TrainRequest request = request(preprocess);
        byte[] message = request.toMessage(new ModelId("m"));

        JsonNode said = Json.parse(message).path("preprocess");

        assertThat(said).isEqualTo(Json.parse(Rig.utf8(preprocess)));
        assertThat(TrainRequest.parseMessage(message).preparation()).isEqualTo(request.preparation());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"atuo\"", "7", "[]", "{\"columns\":7}", "{\"columns\":{\"a\":\"one_hot\"}}"})
    void whatIsNoPreparationIsRefused(String preprocess) {
        InvalidRequest refusal = Assertions.catchThrowableOfType(InvalidRequest.class, () -> request(preprocess));

        assertThat(refusal.fields()).hasSize(1);
        assertThat(refusal.fields().getFirst().loc()).startsWith("body", "preprocess");
    }

    @Test
    void nativeIsForAlgorithmsThatTakeIt() {
        String json = "{\"dataset_id\":\"d\",\"features\":[\"a\"],\"target\":\"y\","
                + "\"preprocess\":{\"missing\":\"native\",\"columns\":{\"a\":{\"categories\":\"native\"}}}}";

        InvalidRequest refusal =
                Assertions.catchThrowableOfType(InvalidRequest.class, () -> TrainRequest.parse(Rig.utf8(json)));

        assertThat(refusal.fields())
                .extracting(problem -> problem.msg())
                .satisfiesExactlyInAnyOrder(
                        msg -> assertThat(msg)
                                .contains("A random forest does not take missing values", "HistGradientBoosting"),
                        msg -> assertThat(msg).contains("A random forest does not take categories"));
    }
}
