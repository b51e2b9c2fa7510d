package dev.tasuki.adapters.celery;

import static dev.tasuki.adapters.celery.Messages.ID;
import static dev.tasuki.adapters.celery.Messages.REPLY_TO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.Limits;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are not taken: what their clients are told, and at which bound. */
class CeleryRefusalTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tomorrow\"",
                "\"2026-02-30T00:00:00\"",
                "\"2026-11-27T25:00:00\"",
                "\"2026-11-27T12:12:40.1234567\"",
                "\"2026-11-27T12:12:40+99:00\"",
                "1795781657",
                "true",
                "[]"
            })
    void aTimeThatIsNoneIsRefusedWithItsName(String value) {
        for (String name : List.of("eta", "expires")) {
            Reading.Refused refused = refused(Messages.with(headers -> headers.set(name, Messages.json(value))));

            assertThat(refused.why().type()).isEqualTo("InvalidRequest");
            assertThat(refused.why().module()).isEqualTo("tasuki.errors");
            assertThat(refused.why().message()).hasSize(2).first().isEqualTo("invalid_request");
            assertThat(String.valueOf(refused.why().message().get(1)))
                    .contains(name, "2026-11-27T12:12:40.818155+00:00", value.replace("\"", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-1, null]", "[\"30\", null]", "[null, NaN]", "[1e300, null]", "[true, null]"})
    void limitsThatAreNoneAreRefused(String limits) {
        Reading.Refused refused = refused(Messages.with(headers -> headers.set("timelimit", Messages.json(limits))));

        assertThat(refused.why().type()).isEqualTo("InvalidRequest");
        assertThat(refused.why().message().get(1).toString()).contains("timelimit", "0 to 31536000");
    }

    @Test
    void ofARefusedRequestThoseWhoWaitForTheNextStepsCanBeTold() {
        Reading.Refused refused = refused(Messages.message(
                headers -> headers.put("eta", "soon"),
                "[[], {}, {\"chain\": " + Messages.CHAIN + ", \"chord\": {\"task\": \"py.sum\"}}]"));

        assertThat(refused.embed().chain())
                .extracting(Signature::id)
                .containsExactly("a8b358bd-0000-4000-8000-000000000000", "e599009c-0000-4000-8000-000000000000");
        assertThat(refused.embed().chord()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-python-serialize, pickle",
        "application/x-yaml, yaml",
        "application/x-msgpack, msgpack",
        "application/data, auth",
        "text/plain, unknown",
        "'', none",
        "application/json; charset=utf-8, unknown"
    })
    void onlyJsonIsRead(String contentType, String name) {
        byte[] body = {(byte) 0x80, 4, 'c', 'o', 's', '\n'};
        Reading.Refused refused = refused(new Envelope(contentType, "binary", Messages.headers(), REPLY_TO, ID, body));

        assertThat(refused.sender().replyTo()).isEqualTo(REPLY_TO);
        assertThat(refused.why().module()).isEqualTo("kombu.exceptions");
        assertThat(refused.why().type()).isEqualTo("ContentDisallowed");
        assertThat(refused.why().message())
                .containsExactly("Refusing to deserialize disallowed content of type " + name + " (" + contentType
                        + "); set task_serializer='json'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[], {}",
                "nonsense",
                "[[], {}]",
                "[{}, {}, {}]",
                "[[], [], {}]",
                "[[], {}, {\"chain\": {}}]",
                "[[], {}, {\"chain\": [\"py.last\"]}]",
                "[[], {}, {\"callbacks\": [{\"args\": []}]}]",
                "[[], {}, {\"chord\": {\"task\": \"t\", \"options\": []}}]",
                "[[], {\"a\": 1, \"a\": 2}, {}]",
                "3"
            })
    void aBodyThatIsNoneIsRefused(String body) {
        Reading.Refused refused = refused(Messages.withBody(body));

        assertThat(refused.why().module()).isEqualTo("kombu.exceptions");
        assertThat(refused.why().type()).isEqualTo("DecodeError");
        assertThat(refused.why().message()).hasSize(1);
    }

    @Test
    void otherEncodingsAndCompressionsAreRefused() {
        byte[] body = Messages.BODY.getBytes(UTF_8);
        Reading.Refused latin =
                refused(new Envelope("application/json", "latin-1", Messages.headers(), REPLY_TO, ID, body));
        Reading.Refused bz2 =
                refused(Messages.message(headers -> headers.put("compression", "application/x-bz2"), body));

        assertThat(latin.why().message().getFirst().toString()).contains("latin-1", "utf-8");
        assertThat(bz2.why().type()).isEqualTo("DecodeError");
        assertThat(bz2.why().message().getFirst().toString()).contains("application/x-bz2", "task_compression='gzip'");
    }

    @Test
    void nobodyCanBeToldOfAMessageWithoutNames() {
        assertThat(CeleryJson.read(Messages.with(headers -> headers.remove("id"))))
                .isEqualTo(new Reading.Nameless("its headers name a task, but no id"));
        assertThat(CeleryJson.read(Messages.plain("{\"task\": \"tasuki.train\"}")))
                .isInstanceOf(Reading.Nameless.class);
        assertThat(CeleryJson.read(Messages.plain("[[], {}, {}]"))).isInstanceOf(Reading.Nameless.class);
        assertThat(CeleryJson.read(Messages.plain("nonsense"))).isInstanceOf(Reading.Nameless.class);
    }

    @Test
    void aTrainingIsAsLongAsOverHttpAtMost() {
        int most = Limits.TRAIN_BODY.intValue();
        assertThat(CeleryJson.read(Messages.withBody(padded(most)))).isInstanceOf(Reading.Call.class);

        isTooLarge(Messages.withBody(padded(most + 1)));
        isTooLarge(Messages.message(zipped(), Messages.zlib(padded(most + 1).getBytes(UTF_8))));
        isTooLarge(Messages.plain(
                "{\"task\": \"tasuki.train\", \"id\": \"t-1\", \"kwargs\": {}" + " ".repeat(most) + "}"));
        Consumer<ObjectNode> predict = headers -> headers.put("task", "tasuki.predict");
        assertThat(CeleryJson.read(Messages.message(predict, padded(most + 1)))).isInstanceOf(Reading.Call.class);
        isTooLarge(Messages.message(predict, padded(Limits.JSON_BODY.intValue() + 1)));
    }

    @Test
    @Tag("bound:call_depth")
    void aBodyIsNotTooDeep() {
        int most = Limits.CALL_DEPTH.intValue();
        assertThat(CeleryJson.read(Messages.withBody(deep(most)))).isInstanceOf(Reading.Call.class);

        isTooLarge(Messages.withBody(deep(most + 1)));
    }

    @Test
    @Tag("bound:calls_brought")
    void aMessageDoesNotBringAlongTooManyCalls() {
        int most = Limits.CALLS_BROUGHT.intValue();
        assertThat(CeleryJson.read(Messages.withBody(bringing(most)))).isInstanceOf(Reading.Call.class);

        isTooLarge(Messages.withBody(bringing(most + 1)));
    }

    private static void isTooLarge(Envelope message) {
        PythonError why = refused(message).why();
        assertThat(why.type()).isEqualTo("InvalidRequest");
        assertThat(why.message().getFirst()).isEqualTo("too_large");
    }

    /** A group of these calls in a chain of one. */
    private static String bringing(int calls) {
        String one = "{\"task\": \"py.part\", \"args\": []}";
        return "[[], {}, {\"chain\": [{\"task\": \"celery.group\", \"subtask_type\": \"group\", \"kwargs\": {\"tasks\": ["
                + String.join(",", Collections.nCopies(calls - 1, one)) + "]}}]}]";
    }

    /** The body's list, its kwargs, and lists in there. */
    private static String deep(int levels) {
        int lists = levels - 2;
        return "[[], {\"a\": " + "[".repeat(lists) + "]".repeat(lists) + "}, {}]";
    }

    private static String padded(int bytes) {
        return Messages.BODY + " ".repeat(bytes - Messages.BODY.length());
    }

    private static Consumer<ObjectNode> zipped() {
        return headers -> headers.put("compression", "application/x-gzip");
    }

    private static Reading.Refused refused(Envelope message) {
        Reading reading = CeleryJson.read(message);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return (Reading.Refused) reading;
    }
}
