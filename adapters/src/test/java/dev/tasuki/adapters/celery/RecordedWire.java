package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was sent. */
final class RecordedWire implements Wire {
    final List<String> order = new ArrayList<>();
    final List<JsonNode> replies = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<Control> controls = new ArrayList<>();
    final List<JsonNode> news = new ArrayList<>();

    /** What tells clients over it, as {@code rpc://} does. */
    Conclusion conclusion(InstantSource clock) {
        Results results = new RpcResults(this);
        return new Conclusion(results, new Canvas(this, results, "tasuki@ml1", clock));
    }

    @Override
    public void reply(Reply reply) {
        replies.add(Json.parse(reply.body()));
        order.add("reply " + reply.correlationId());
    }

    @Override
    public void hint(Reply reply) {
        reply(reply);
    }

    @Override
    public void call(Call call) {
        calls.add(call);
        order.add("call " + call.headers().path("task").asText());
    }

    @Override
    public void control(Control answer) {
        controls.add(answer);
    }

    @Override
    public void announce(News told) {
        news.add(Json.parse(told.body()));
    }
}
