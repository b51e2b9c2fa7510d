package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * The body of POST /models/{id}/trees/{tree}, for the document: {@code core} reads the bytes itself.
 *
 * @param inputData the row
 */
@Schema(
        name = "TreeRow",
        description = "A row whose way through a tree is asked for; another member is refused",
        requiredProperties = "input_data",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        example = Examples.TREE_ROW)
public record TreeRowBody(
        @Schema(
                name = "input_data",
                implementation = Object.class,
                description = "One row as POST /predict takes it: an object of the model's features")
        Map<String, Object> inputData) {}
