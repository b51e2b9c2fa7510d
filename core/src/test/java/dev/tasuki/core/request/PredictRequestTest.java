package dev.tasuki.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.task.FieldProblem;
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
        assertThat(request.rows()).isEqualTo(1);
        assertThat(request.dataset()).isNull();
    }

    @Test
    void aListIsManyRows() {
        PredictRequest request = PredictRequest.parse(
                Rig.utf8("{\"model_id\":\"m\",\"dataset_id\":\"d\",\"input_data\":[{\"a\":1},{\"a\":2}]}"));

        assertThat(request.single()).isFalse();
        assertThat(request.rows()).isEqualTo(2);
        assertThat(request.cells()).isEqualTo(2);
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
                Arguments.of(
                        "{\"model_id\":\"m\",\"input_data\":{},\"each_row\":1}",
                        "bool_type",
                        List.of("body", "each_row")),
                Arguments.of(
                        "{\"model_id\":\"m\",\"input_data\":{},\"each_row\":{\"a\":[true]}}",
                        "bool_type",
                        List.of("body", "each_row")),
                Arguments.of("{\"model_id\":\"m\",\"input_data\":[]}", "too_short", List.of("body", "input_data")),
                Arguments.of(
                        "{\"model_id\":\"m\",\"input_data\":[{},7]}", "dict_type", List.of("body", "input_data", 1)),
                Arguments.of(
                        "{\"model_id\":\"m\",\"input_data\":[" + "{},".repeat(100_000) + "{}]}",
                        "too_long",
                        List.of("body", "input_data")));
    }

    @Test
    void whatIsMissingIsToldWithTheNameThatMayStandForIt() {
        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class,
                () -> PredictRequest.parse(Rig.utf8("{\"modelid\":\"m\",\"Input-Data\":{},\"x\":1}")));

        assertThat(refusal.fields())
                .extracting(FieldProblem::type)
                .containsExactly("missing", "missing", "extra_forbidden", "extra_forbidden");
        assertThat(refusal.fields().get(2).msg()).endsWith("did you mean model_id?");
        assertThat(refusal.fields().get(3).msg()).endsWith("did you mean input_data?");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsNamed(String body, String type, List<Object> loc) {
        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> PredictRequest.parse(Rig.utf8(body)));

        assertThat(refusal.fields()).singleElement().satisfies(problem -> {
            assertThat(problem.type()).isEqualTo(type);
            assertThat(problem.loc()).isEqualTo(loc);
        });
    }
}
