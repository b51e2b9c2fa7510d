package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a chord is sent as. */
final class ChordsTest {
    private static Signature signature(String json) {
        return new Signature((ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Signature chord(String body) {
        return signature(
                "{\"task\": \"celery.chord\", \"subtask_type\": \"chord\", \"kwargs\": {\"header\": [], \"body\": "
                        + body + "}, \"options\": {\"task_id\": \"chord\", \"priority\": 3}}");
    }

    private static String chain(String options, String... steps) {
        return "{\"task\": \"celery.chain\", \"subtask_type\": \"chain\", \"kwargs\": {\"tasks\": ["
                + String.join(", ", steps) + "]}, \"options\": " + options + "}";
    }

    private static String plain(String name, String options) {
        return "{\"task\": \"" + name + "\", \"options\": " + options + "}";
    }

    private static List<String> names(JsonNode signatures) {
        return Canvas.parts(signatures).stream().map(Signature::task).toList();
    }

    @Test
    void aPlainBodyKeepsItsIdAndTakesWhatTheChordsOptionsSay() {
        Signature body = Chords.body(
                chord(plain("a", "{\"task_id\": \"A\"}")), List.of(signature(plain("z", "{}"))), () -> "new");
        assertThat(body.id()).isEqualTo("A");
        assertThat(body.json().path("options").path("priority").asInt()).isEqualTo(3);
        assertThat(names(body.json().path("options").path("chain"))).containsExactly("z");
    }

    @Test
    void aChainIsItsFirstStepAndWhatComesAfterIt() {
        String steps = chain(
                "{\"link_error\": " + plain("told", "{}") + "}",
                plain("a", "{\"task_id\": \"A\", \"link_error\": [" + plain("own", "{}") + "]}"),
                plain("b", "{\"task_id\": \"B\"}"),
                plain("c", "{}"));
        Signature body = Chords.body(chord(steps), List.of(signature(plain("z", "{}"))), () -> "new");
        assertThat(body.task()).isEqualTo("a");
        assertThat(body.id()).isEqualTo("A");
        assertThat(body.kind()).isEmpty();
        JsonNode options = body.json().path("options");
        assertThat(names(options.path("link_error"))).containsExactly("own", "told");
        assertThat(names(options.path("chain")))
                .as("reversed, as Celery has it")
                .containsExactly("z", "c", "b");
        assertThat(options.path("chain").get(1).path("options").path("task_id").asText())
                .as("the end that a client waits for")
                .isEqualTo("new");
        assertThat(names(options.path("chain").get(1).path("options").path("link_error")))
                .containsExactly("told");
    }

    @Test
    void aFirstStepWithoutAnIdGetsOne() {
        Signature body = Chords.body(
                chord(chain("{}", plain("a", "{}"), plain("b", "{}"))),
                List.of(),
                List.of("1", "2").iterator()::next);
        assertThat(body.id()).isEqualTo("2");
        assertThat(body.json()
                        .path("options")
                        .path("chain")
                        .get(0)
                        .path("options")
                        .path("task_id")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void aChainThatBeginsWithAGroupStaysOne() {
        String group = "{\"task\": \"celery.group\", \"subtask_type\": \"group\", \"kwargs\": {\"tasks\": []}}";
        assertThat(Chords.body(chord(chain("{}", group, plain("b", "{}"))), List.of(), () -> "new")
                        .kind())
                .isEqualTo("chain");
    }
}
