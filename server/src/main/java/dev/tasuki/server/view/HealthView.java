package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * Whether the server can do its work.
 *
 * @param status UP or DOWN
 * @param components the parts it needs, by name
 */
@Schema(name = "Health", description = "Whether the server can do its work")
public record HealthView(
        @Schema(
                example = "UP",
                allowableValues = {"UP", "DOWN"})
        String status,

        Map<String, ComponentView> components) {

    /**
     * One part.
     *
     * @param status UP or DOWN
     * @param detail one line for a person
     */
    @Schema(name = "HealthComponent", description = "One part that the server needs")
    public record ComponentView(
            @Schema(
                    example = "UP",
                    allowableValues = {"UP", "DOWN"})
            String status,

            @Schema(example = "in this process") String detail) {}
}
