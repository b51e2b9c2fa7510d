package dev.tasuki.app.wiring;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last line of a process whose log is JSON: an ECS event as those before it. */
public final class LogEvent {
    private LogEvent() {}

    /**
     * The event that tells why the process ends.
     *
     * @param at null if it is not known yet; what collects logs stamps what has none
     */
    public static ObjectNode end(@Nullable Instant at, String code, String message, int exit) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        if (at != null) {
            event.put("@timestamp", at.toString());
        }
        return event.put("log.level", "ERROR")
                .put("message", message)
                .put("ecs.version", "1.2.0")
                .put("service.name", "tasuki")
                .put("error.code", code)
                .put("process.exit_code", exit);
    }
}
