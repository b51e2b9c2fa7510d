package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonToken;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static void refused(String json, String words) {
        assertThatThrownBy(() -> Json.parse(bytes(json)))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        e -> assertThat(e.fields().getFirst().type()).isEqualTo("json_invalid"))
                .hasMessageContaining(words);
    }

    @Test
    @Tag("bound:json_depth")
    void itIsSoDeepAtMost() {
        int most = Limits.JSON_DEPTH.intValue();

        assertThat(Json.parse(bytes("[".repeat(most) + "]".repeat(most))).isArray())
                .isTrue();
        refused("[".repeat(most + 1) + "]".repeat(most + 1), "at most 100 levels deep");
    }

    @Test
    @Tag("bound:json_string")
    void aStringIsSoLongAtMost() {
        int most = Limits.JSON_STRING.intValue();

        assertThat(Json.parse(bytes('"' + "a".repeat(most) + '"')).textValue()).hasSize(most);
        refused('"' + "a".repeat(most + 1) + '"', "strings of at most 1,048,576 characters");
    }

    @Test
    @Tag("bound:json_number")
    void aNumberIsSoLongAtMost() {
        int most = Limits.JSON_NUMBER.intValue();

        assertThat(Json.parse(bytes("1".repeat(most))).isNumber()).isTrue();
        refused("1".repeat(most + 1), "numbers of at most 1,000");
    }

    @Test
    @Tag("bound:json_keys")
    void anObjectHasSoManyMembersAtMost() {
        int most = Limits.JSON_KEYS.intValue();

        assertThat(Json.parse(bytes(members(most)))).hasSize(most);
        refused(members(most + 1), "at most 10,000 members of one object");
        refused("[{}," + members(most + 1) + "]", "at most 10,000 members of one object");
        String two = "[" + members(most) + "," + members(most) + "]";
        assertThat(Json.parse(bytes(two))).hasSize(2);
    }

    @Test
    @Tag("bound:json_elements")
    void itHoldsSoManyValuesAtMost() {
        int most = Limits.JSON_ELEMENTS.intValue();

        // The list is a value, too.
        assertThat(Json.parse(bytes("[" + "1,".repeat(most - 2) + "1]"))).hasSize(most - 1);
        refused("[" + "1,".repeat(most - 1) + "1]", "at most 1,000,000 values");
        refused("[" + "{},".repeat(most - 1) + "{}]", "at most 1,000,000 values");
        assertThat(Json.parse(bytes("[" + "1,".repeat(most) + "1]"), 2L * most)).hasSize(most + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"b\":{\"c\":1,\"c\":null}}",
                "[{\"a\":[],\"a\":{}}]",
                "{\"a\":1,\"\\u0061\":2}"
            })
    void aKeyThatStandsTwiceIsRefusedByTreeAndTokens(String json) {
        refused(json, "a key stands twice in one object");
        assertThatThrownBy(() -> tokens(json)).hasMessageContaining("Duplicate");
    }

    @Test
    void theSameKeyInTwoObjectsIsFine() throws IOException {
        String json = "[{\"a\":1},{\"a\":{\"a\":2}}]";

        assertThat(Json.parse(bytes(json))).hasSize(2);
        assertThat(tokens(json)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void nothingButUtf8IsRead(String charset) {
        byte[] foreign = "{\"a\":1}".getBytes(Charset.forName(charset));

        assertThatThrownBy(() -> Json.parse(foreign)).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> Json.parser(foreign)).hasMessageContaining("not UTF-8");
    }

    @Test
    void aMarkOfUtf8IsPassedOver() {
        assertThat(Json.parse(bytes("\uFEFF{\"a\":1}"))).hasSize(1);
    }

    private static int tokens(String json) throws IOException {
        int count = 0;
        try (var parser = Json.parser(bytes(json))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                count++;
            }
        }
        return count;
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\":0").collect(Collectors.joining(",", "{", "}"));
    }
}
