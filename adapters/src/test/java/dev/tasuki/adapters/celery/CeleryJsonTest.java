package dev.tasuki.adapters.celery;

import static dev.tasuki.adapters.celery.Messages.ID;
import static dev.tasuki.adapters.celery.Messages.REPLY_TO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captured requests and their variants, as they are understood. */
class CeleryJsonTest {
    @Test
    void theCapturedRequestIsReadWhole() {
        Request request = call(Messages.with(headers -> {}));

        assertThat(request.sender()).isEqualTo(new Request.Sender(ID, "tasuki.train", REPLY_TO, ID, false));
        assertThat(request.args()).isEmpty();
        assertThat(request.kwargs())
                .isEqualTo(Messages.json(
                        "{\"dataset_id\":\"diabetes\",\"features\":[\"age\",\"bmi\"],\"target\":\"target\"}"));
        assertThat(request.timing()).isEqualTo(new Request.Timing(null, null, null, null));
        assertThat(request.lineage()).isEqualTo(new Request.Lineage(ID, null, null, null));
        assertThat(request.retries()).isZero();
        assertThat(request.embed()).isEqualTo(Embed.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T12:12:40.818155+00:00, 2026-11-27T12:12:40.818155Z",
        "2026-11-27T12:12:40.818155, 2026-11-27T12:12:40.818155Z",
        "2026-11-27T12:12:40.8+02:00, 2026-11-27T10:12:40.8Z",
        "2026-11-27T12:12:40Z, 2026-11-27T12:12:40Z",
        "2026-11-27 12:12:40-0130, 2026-11-27T13:42:40Z",
        "2026-11-27T12:12, 2026-11-27T12:12:00Z",
        "2026-11-27T12:12:40+05:53:28, 2026-11-27T06:19:12Z"
    })
    void timesAreReadAsPythonWritesThem(String text, Instant time) {
        Request.Timing timing = call(Messages.with(
                        headers -> headers.put("eta", text).put("expires", text)))
                .timing();

        assertThat(timing.eta()).isEqualTo(time);
        assertThat(timing.expires()).isEqualTo(time);
    }

    @Test
    void timeLimitsAreHardThenSoft() {
        assertThat(limits("[30, 20]")).isEqualTo(timing(Duration.ofSeconds(30), Duration.ofSeconds(20)));
        assertThat(limits("[null, 0.25]")).isEqualTo(timing(null, Duration.ofMillis(250)));
        assertThat(limits("[0, 0]")).isEqualTo(timing(null, null));
        assertThat(limits("[0.0001, null]")).isEqualTo(timing(Duration.ofMillis(1), null));
        assertThat(limits("null")).isEqualTo(timing(null, null));
    }

    @Test
    void whatATaskIsPartOfAndWhoWaits() {
        Request request = call(new Envelope(
                "application/json",
                "utf-8",
                headers(headers -> headers.put("group", "g-1")
                        .put("group_index", 3)
                        .put("root_id", "r-1")
                        .put("parent_id", "p-1")
                        .put("retries", 2)
                        .put("ignore_result", true)),
                "",
                "",
                Messages.BODY.getBytes(UTF_8)));

        assertThat(request.lineage()).isEqualTo(new Request.Lineage("r-1", "p-1", "g-1", 3));
        assertThat(request.retries()).isEqualTo(2);
        assertThat(request.sender()).isEqualTo(new Request.Sender(ID, "tasuki.train", "", ID, true));
    }

    @Test
    void newerClientsSendFurtherHeadersAndMarkedTypes() {
        Consumer<ObjectNode> newer = headers -> headers.put("replaced_task_nesting", 0)
                .putNull("stamped_headers")
                .set("stamps", Json.object());
        Request request = call(Messages.message(newer, """
                [[{"__type__": "uuid", "__value__": {"hex": "bd8ebc3806444ca9be740c4e0d388e8d"}}],
                 {"run_at": {"__type__": "datetime", "__value__": "2026-11-27T12:12:40+00:00"},
                  "params": [{"x": {"__type__": "decimal", "__value__": "1.50"}}],
                  "raw": {"__type__": "bytes", "__value__": "abc"},
                  "mine": {"__type__": "datetime", "__value__": "x", "more": 1}}, {}]"""));

        assertThat(request.args()).isEqualTo(Messages.json("[\"bd8ebc38-0644-4ca9-be74-0c4e0d388e8d\"]"));
        assertThat(request.kwargs()).isEqualTo(Messages.json("""
                {"run_at": "2026-11-27T12:12:40+00:00", "params": [{"x": "1.50"}], "raw": "abc",
                 "mine": {"__type__": "datetime", "__value__": "x", "more": 1}}"""));
    }

    @Test
    void textAndNumbersComeThroughAsTheyWere() {
        Request request = call(Messages.withBody(
                "[[9007199254740993001, \"襷 é\"], {\"x\": NaN, \"y\": -Infinity, \"z\": 208.6445780005619}, {}]"));

        assertThat(request.args().get(0).bigIntegerValue()).isEqualTo("9007199254740993001");
        assertThat(request.args().get(1).asText()).isEqualTo("襷 é");
        assertThat(request.kwargs().path("x").doubleValue()).isNaN();
        assertThat(request.kwargs().path("y").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(request.kwargs().path("z").doubleValue()).isEqualTo(208.6445780005619);
    }

    @Test
    void theFirstProtocolHasAllInItsBody() {
        Envelope message = Messages.plain("""
                {"task": "tasuki.predict", "id": "t-1", "args": ["m-1"], "kwargs": {"input_data": {"a": 1}}, "group": null,
                 "group_index": null, "retries": 1, "eta": "2026-11-27T12:12:40", "expires": null, "utc": true,
                 "callbacks": [{"task": "py.cb"}], "errbacks": null, "timelimit": [null, 20], "taskset": "g-1", "chord": null}""");
        Request request = call(message);

        assertThat(request.sender()).isEqualTo(new Request.Sender("t-1", "tasuki.predict", REPLY_TO, "t-1", false));
        assertThat(request.args()).isEqualTo(Messages.json("[\"m-1\"]"));
        assertThat(request.kwargs()).isEqualTo(Messages.json("{\"input_data\":{\"a\":1}}"));
        assertThat(request.retries()).isEqualTo(1);
        assertThat(request.timing().eta()).isEqualTo(Instant.parse("2026-11-27T12:12:40Z"));
        assertThat(request.timing().soft()).isEqualTo(Duration.ofSeconds(20));
        assertThat(request.lineage()).isEqualTo(new Request.Lineage("t-1", null, "g-1", null));
        assertThat(request.embed().callbacks()).extracting(Signature::task).containsExactly("py.cb");
    }

    @Test
    void namesInTheHeadersAndArgumentsInAnObject() {
        Request request = call(Messages.withBody("{\"args\": [1], \"kwargs\": {\"a\": 2}}"));

        assertThat(request.sender().id()).isEqualTo(ID);
        assertThat(request.args()).isEqualTo(Messages.json("[1]"));
        assertThat(request.kwargs()).isEqualTo(Messages.json("{\"a\":2}"));
    }

    @Test
    void theLeastMessageNamesATaskAndAnId() {
        ObjectNode headers = Json.object().put("task", "tasuki.train").put("id", "t-1");
        Request request = call(new Envelope("application/json", "", headers, "", "", "[[], {}, {}]".getBytes(UTF_8)));

        assertThat(request.lineage()).isEqualTo(new Request.Lineage("t-1", null, null, null));
        assertThat(request.sender().correlationId()).isEqualTo("t-1");
        assertThat(call(new Envelope("application/json", "", headers, "", "", "[null, null, null]".getBytes(UTF_8)))
                        .kwargs())
                .isEmpty();
    }

    @Test
    void whatComesNextIsKeptAsItCame() {
        Request request = call(Messages.withBody("[[], {}, {\"callbacks\": null, \"errbacks\": null, \"chain\": "
                + Messages.CHAIN + ", \"chord\": null}]"));
        List<Signature> chain = request.embed().chain();

        JsonNode sent = Messages.json(Messages.CHAIN);
        assertThat(chain.stream().map(Signature::json).toList()).isEqualTo(List.of(sent.get(0), sent.get(1)));
        assertThat(chain.get(0).task()).isEqualTo("py.last");
        assertThat(chain.get(0).immutable()).isTrue();
        assertThat(chain.get(0).kind()).isEmpty();
        assertThat(chain.get(1).id()).isEqualTo("e599009c-0000-4000-8000-000000000000");
        assertThat(chain.get(1).immutable()).isFalse();
    }

    @Test
    void whatCeleryCallsGzipAndRealGzipAreRead() throws IOException {
        byte[] body = Messages.BODY.getBytes(UTF_8);
        byte[] zlib = Messages.zlib(body);
        assertThat(zlib).startsWith(0x78, 0x9c);

        for (byte[] zipped : List.of(zlib, Messages.gzip(body))) {
            Request request =
                    call(Messages.message(headers -> headers.put("compression", "application/x-gzip"), zipped));
            assertThat(request.kwargs().path("dataset_id").asText()).isEqualTo("diabetes");
        }
    }

    private static ObjectNode headers(Consumer<ObjectNode> change) {
        ObjectNode headers = Messages.headers();
        change.accept(headers);
        return headers;
    }

    private static Request.Timing limits(String json) {
        return call(Messages.with(headers -> headers.set("timelimit", Messages.json(json))))
                .timing();
    }

    private static Request.Timing timing(Duration hard, Duration soft) {
        return new Request.Timing(null, null, hard, soft);
    }

    private static Request call(Envelope message) {
        Reading reading = CeleryJson.read(message);
        assertThat(reading).isInstanceOf(Reading.Call.class);
        return ((Reading.Call) reading).request();
    }
}
