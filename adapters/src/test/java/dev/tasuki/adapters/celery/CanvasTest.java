package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What follows a call. */
final class CanvasTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    private static final JsonNode RESULT = Json.object().put("model_id", Messages.ID);

    private final RecordedWire wire = new RecordedWire();
    private final Conclusion conclusion = wire.conclusion(CLOCK);

    private static CallOrigin origin(String embed) throws Unreadable {
        Request.Sender sender = new Request.Sender(Messages.ID, "tasuki.train", Messages.REPLY_TO, Messages.ID, false);
        return new CallOrigin(
                sender,
                new Request.Lineage("root-1", null, null, null),
                Embed.of(Json.parse(embed.getBytes(StandardCharsets.UTF_8))),
                "tasuki",
                false);
    }

    private static JsonNode body(Wire.Call call) {
        return Json.parse(call.body());
    }

    @Test
    void theNextStepOfAChainTakesTheResultAndTheRestOfTheChain() throws Unreadable {
        conclusion.tell(origin("{\"chain\": " + Messages.CHAIN + "}"), new Ending.Done(RESULT));
        assertThat(wire.order).containsExactly("call py.after", "reply " + Messages.ID);
        Wire.Call call = wire.calls.getFirst();
        assertThat(call.route()).isEqualTo(new Wire.Route("", "celery"));
        assertThat(call.headers().path("id").asText()).startsWith("e599009c-");
        assertThat(call.headers().path("root_id").asText()).isEqualTo("root-1");
        assertThat(call.headers().path("parent_id").asText()).isEqualTo(Messages.ID);
        assertThat(body(call).get(0))
                .isEqualTo(
                        Json.parse(("[{\"model_id\": \"" + Messages.ID + "\"}, 5]").getBytes(StandardCharsets.UTF_8)));
        assertThat(body(call).get(2).path("chain")).hasSize(1);
        assertThat(body(call).get(2).path("chain").get(0).path("task").asText()).isEqualTo("py.last");
        assertThat(wire.replies.getFirst().path("children").toString())
                .isEqualTo("[[[\"e599009c-0000-4000-8000-000000000000\",null],null]]");
    }

    @Test
    void ofAFailureEveryStepOfTheChainIsTold() throws Unreadable {
        conclusion.tell(
                origin(
                        "{\"chain\": " + Messages.CHAIN
                                + ", \"errbacks\": [{\"task\": \"py.failed\", \"args\": [1], \"options\": {\"queue\": \"q\"}}]}"),
                new Ending.Failed(PythonError.notRegistered("x")));
        assertThat(wire.order)
                .containsExactly(
                        "reply " + Messages.ID,
                        "reply e599009c-0000-4000-8000-000000000000",
                        "reply a8b358bd-0000-4000-8000-000000000000",
                        "call py.failed");
        assertThat(wire.replies).allMatch(reply -> reply.path("status").asText().equals("FAILURE"));
        assertThat(body(wire.calls.getFirst()).get(0).toString()).isEqualTo("[\"" + Messages.ID + "\",1]");
        assertThat(wire.calls.getFirst().route().key()).isEqualTo("q");
    }

    @Test
    void toldAgainItHasTheSameIds() throws Unreadable {
        String embed = """
                {"callbacks": [{"task": "tasuki.predict"}, {"task": "celery.group", "subtask_type": "group",
                 "kwargs": {"tasks": [{"task": "py.a"}, {"task": "py.b", "immutable": true}]}}]}""";
        conclusion.tell(origin(embed), new Ending.Done(RESULT));
        conclusion.tell(origin(embed), new Ending.Done(RESULT));
        assertThat(wire.calls.stream().map(Wire.Call::correlationId).distinct()).hasSize(3);
        assertThat(wire.replies.getFirst()).isEqualTo(wire.replies.getLast());
        assertThat(wire.replies.getFirst().path("children").get(1).get(1)).hasSize(2);
        assertThat(wire.calls.getFirst().route().key()).isEqualTo("tasuki");
        assertThat(body(wire.calls.get(2)).get(0)).isEmpty();
        String group = wire.calls.get(1).headers().path("group").asText();
        assertThat(group).isEqualTo(wire.calls.get(2).headers().path("group").asText());
        assertThat(Canvas.id("name").charAt(14)).isEqualTo('5');
    }

    @Test
    void aChainWithinTakesItsOwnersRest() throws Unreadable {
        String embed = """
                {"chain": [{"task": "py.last"}, {"task": "celery.chain", "subtask_type": "chain",
                 "options": {"task_id": "outer", "group_id": "g"},
                 "kwargs": {"tasks": [{"task": "py.a"}, {"task": "py.b", "options": {"task_id": "mine"}}]}}]}""";
        conclusion.tell(origin(embed), new Ending.Done(RESULT));
        JsonNode chain = body(wire.calls.getFirst()).get(2).path("chain");
        assertThat(chain.findValuesAsText("task")).containsExactly("py.last", "py.b");
        assertThat(chain.get(1).path("options").path("task_id").asText()).isEqualTo("mine");
        assertThat(chain.get(1).path("options").path("group_id").asText()).isEqualTo("g");
    }

    @Test
    void overRpcNobodyWaitsForAChord() throws Unreadable {
        String embed = """
                {"chain": [{"task": "celery.chord", "subtask_type": "chord", "kwargs": {
                 "header": {"task": "celery.group", "kwargs": {"tasks": [{"task": "py.a", "options": {"task_id": "a"}}]}},
                 "body": {"task": "py.sum", "options": {"task_id": "sum"}}}}]}""";
        conclusion.tell(origin(embed), new Ending.Done(RESULT));
        assertThat(wire.calls).isEmpty();
        assertThat(wire.order).containsExactly("reply a", "reply sum", "reply " + Messages.ID);
        assertThat(wire.replies.getFirst().path("result").path("exc_type").asText())
                .isEqualTo("ChordError");
    }

    @Test
    void whatIgnoresItsResultIsNotTold() throws Unreadable {
        CallOrigin origin = origin("{\"callbacks\": [{\"task\": \"py.a\"}]}");
        Request.Sender silent = new Request.Sender(Messages.ID, "tasuki.train", Messages.REPLY_TO, Messages.ID, true);
        conclusion.tell(
                new CallOrigin(silent, origin.lineage(), origin.embed(), "tasuki", false), new Ending.Done(RESULT));
        assertThat(wire.order).containsExactly("call py.a");
    }
}
