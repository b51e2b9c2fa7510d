package dev.tasuki.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AliasRequestTest {
    @Test
    void expectedAndByMayBeLeftOut() {
        assertThat(parse("{\"version\":3}")).isEqualTo(new AliasRequest(3, null, null));
        assertThat(parse("{\"version\":3,\"expected\":null,\"by\":null}")).isEqualTo(new AliasRequest(3, null, null));
        assertThat(parse("{\"version\":999999999,\"expected\":0,\"by\":\"\"}"))
                .isEqualTo(new AliasRequest(999_999_999, 0L, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|version",
                "{\"version\":0}|version",
                "{\"version\":-1}|version",
                "{\"version\":1.5}|version",
                "{\"version\":\"3\"}|version",
                "{\"version\":1000000000}|version",
                "{\"version\":3,\"expected\":-1}|expected",
                "{\"version\":3,\"expected\":\"2\"}|expected",
                "{\"version\":3,\"by\":7}|by",
                "{\"version\":3,\"expcted\":2}|expcted",
                "{\"version\":3,\"note\":\"x\"}|note"
            })
    void whatIsWrongIsNamed(String body, String field) {
        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> parse(body));
        assertThat(refusal.fields()).extracting(FieldProblem::loc).contains(List.of("body", field));
    }

    @Test
    @Tag("bound:alias_by")
    void byHasSoManyLetters() {
        String most = "襷".repeat(Limits.ALIAS_BY.intValue());
        assertThat(parse("{\"version\":3,\"by\":\"" + most + "\"}").by()).isEqualTo(most);
        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> parse("{\"version\":3,\"by\":\"" + most + "x\"}"));
        assertThat(refusal.fields()).extracting(FieldProblem::type).containsExactly("string_too_long");
    }

    private static AliasRequest parse(String json) {
        return AliasRequest.parse(Rig.utf8(json));
    }
}
