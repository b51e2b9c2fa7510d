package dev.tasuki.server.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.CloudEvents;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some events, in the order in which they happened.
 *
 * @param events CloudEvents 1.0
 * @param next brings what comes after these as {@code ?after=}
 */
@Schema(name = "EventList", description = "Some events, in the order in which they happened")
public record EventList(
        @ArraySchema(
                schema =
                        @Schema(
                                implementation = Object.class,
                                additionalProperties = Schema.AdditionalPropertiesValue.TRUE),
                arraySchema = @Schema(description = "CloudEvents 1.0; data has the task's main facts of that moment"))
        List<JsonNode> events,

        @Schema(example = "4711", description = "Brings what comes after these as ?after=")
        long next) {

    /** The changes of a page that are wanted. */
    public static EventList of(ChangePage page, Predicate<Change> wanted) {
        List<JsonNode> events = page.changes().stream()
                .filter(wanted)
                .<JsonNode>map(CloudEvents::of)
                .toList();
        return new EventList(events, page.upTo());
    }
}
