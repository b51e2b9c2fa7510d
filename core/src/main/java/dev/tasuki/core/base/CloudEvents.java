package dev.tasuki.core.base;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.TaskState;
import java.util.Locale;

/**
 * Changes as CloudEvents 1.0 in structured JSON, for every way out. The same change is the same event, with the
 * same id, however often it is sent.
 */
public final class CloudEvents {
    /** What stands before a change's kind in an event's type. */
    public static final String PREFIX = "dev.tasuki.";

    private static final String SOURCE = "/tasuki/default";

    private CloudEvents() {}

    /** The id of a change's event; unique together with the source. */
    public static String id(Change change) {
        return "evt_" + change.version();
    }

    /** The event of a change. */
    public static ObjectNode of(Change change) {
        ObjectNode event = Json.object();
        event.put("specversion", "1.0");
        event.put("id", id(change));
        event.put("source", SOURCE);
        event.put("type", PREFIX + change.kind().text());
        event.put("subject", change.task().value());
        event.put("time", change.at().toString());
        event.put("datacontenttype", "application/json");
        // As text, so that programs that compare texts sort events rightly.
        event.put("sequence", "%020d".formatted(change.version()));
        event.set("data", data(change));
        return event;
    }

    private static ObjectNode data(Change change) {
        Change.Facts facts = change.facts();
        String id = change.task().value();
        ObjectNode data = Json.object();
        data.put("task_id", id);
        data.put("kind", facts.kind().name().toLowerCase(Locale.ROOT));
        data.put("state", change.kind().state().map(TaskState::name).orElse(null));
        data.put("dataset_id", facts.dataset().value());
        data.put("model_id", id);
        data.put("name", facts.name());
        data.put("attempt", facts.attempt());
        if (facts.metrics() != null) {
            data.set("metrics", Json.stored(facts.metrics()));
        }
        if (facts.error() != null) {
            data.putObject("error")
                    .put("code", facts.error().code().text())
                    .put("detail", facts.error().detail());
        }
        Change.AliasFacts alias = facts.alias();
        if (alias != null) {
            data.put("alias", alias.alias());
            data.put("from", alias.from() == 0 ? null : alias.from());
            data.put("to", alias.to() == 0 ? null : alias.to());
            data.put("by", alias.by());
        }
        data.putObject("links").put("task", "/tasks/" + id).put("model", "/models/" + id);
        return data;
    }
}
