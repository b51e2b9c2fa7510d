package dev.tasuki.core.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.task.InvalidRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredictRequestTest {
    @Test
    void anObjectIsOneRow() {
        PredictRequest request = PredictRequest.parse(Rig.utf8("{\"model_id\":\"m\",\"input_data\":{\"a\":1}}"));

        assertThat(request.single()).isTrue();
        assertThat(request.rows()).hasSize(1);
        assertThat(request.dataset()).isNull();
    }

    @Test
    void aListIsManyRows() {
        PredictRequest request = PredictRequest.parse(
                Rig.utf8("{\"model_id\":\"m\",\"dataset_id\":\"d\",\"input_data\":[{\"a\":1},{\"a\":2}]}"));

        assertThat(request.single()).isFalse();
        assertThat(request.rows()).hasSize(2);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("{\"input_data\":{\"a\":1}}", "missing", List.of("body", "model_id")),
                Arguments.of("{\"model_id\":\"m\"}", "missing", List.of("body", "input_data")),
                Arguments.of("{\"model_id\":5,\"input_data\":{}}", "string_type", List.of("body", "model_id")),
                Arguments.of(
                        "{\"model_id\":\"../m\",\"input_data\":{}}",
                        "string_pattern_mismatch",
                        List.of("body", "model_id")),
                Arguments.of(
                        "{\"model_id\":\"m\",\"dataset_id\":\"a/b\",\"input_data\":{}}",
                        "string_pattern_mismatch",
                        List.of("body", "dataset_id")),
                Arguments.of("{\"model_id\":\"m\",\"input_data\":\"x\"}", "dict_type", List.of("body", "input_data")),
                Arguments.of("{\"model_id\":\"m\",\"input_data\":null}", "dict_type", List.of("body", "input_data")),
                Arguments.of("{\"model_id\":\"m\",\"input_data\":[]}", "too_short", List.of("body", "input_data")),
                Arguments.of(
                        "{\"model_id\":\"m\",\"input_data\":[{},7]}", "dict_type", List.of("body", "input_data", 1)),
                Arguments.of(
                        "{\"model_id\":\"m\",\"input_data\":[" + "{},".repeat(100_000) + "{}]}",
                        "too_long",
                        List.of("body", "input_data")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsNamed(String body, String type, List<Object> loc) {
        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> PredictRequest.parse(Rig.utf8(body)));

        assertThat(refusal.fields()).singleElement().satisfies(problem -> {
            assertThat(problem.type()).isEqualTo(type);
            assertThat(problem.loc()).isEqualTo(loc);
        });
        assertThat(PredictShape.fits(Rig.utf8(body))).isFalse();
    }

    static Stream<String> bodies() {
        return Stream.concat(
                Stream.of(
                        "{\"model_id\":\"m\",\"input_data\":" + Rig.INPUT + "}",
                        "{\"model_id\":\"m\",\"dataset_id\":\"d\",\"input_data\":{}}",
                        "{\"input_data\":{\"a\":{\"b\":[1]}},\"x\":[{}],\"model_id\":\"m\"}",
                        "{\"model_id\":\"m\",\"model_id\":\"../m\",\"input_data\":{}}",
                        "{\"model_id\":\"m\",\"input_data\":{},\"input_data\":7}",
                        "{\"model_id\":\"m\",\"input_data\":{}} more",
                        "{\"model_id\":\"m\",\"input_data\":{\"a\":NaN}}",
                        "{\"model_id\":\"m\",\"input_data\":{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}}",
                        "{\"model_id\":\"m\",\"input_data\":{}",
                        "",
                        "7"),
                wrong().map(row -> (String) row.get()[0]));
    }

    /** The quick look may be cautious, but it never lets pass what the careful one refuses. */
    @ParameterizedTest
    @MethodSource("bodies")
    void theQuickLookNeverLetsPassWhatTheCarefulOneRefuses(String body) {
        if (PredictShape.fits(Rig.utf8(body))) {
            assertThat(PredictRequest.parse(Rig.utf8(body)).single()).isTrue();
        }
    }

    @Test
    void theQuickLookKnowsThePublishedBody() {
        assertThat(PredictShape.fits(
                        Rig.utf8("{\"model_id\":\"m\",\"dataset_id\":\"diabetes\",\"input_data\":" + Rig.INPUT + "}")))
                .isTrue();
    }
}
