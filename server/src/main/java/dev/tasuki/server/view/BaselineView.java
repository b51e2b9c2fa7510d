package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * What a model has to beat, for the document only.
 *
 * @param algorithm DummyRegressor or DummyClassifier
 * @param parameters its parameters
 * @param metrics of the same held-out rows, under the same names
 */
@Schema(name = "Baseline", description = "The figures of a prediction that looks at no feature, on the same rows")
public record BaselineView(
        @Schema(example = "DummyRegressor") String algorithm,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"strategy\": \"mean\"}")
        Map<String, Object> parameters,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"rmse\": 73.22249283682244, \"r2\": -0.01196}")
        Map<String, Object> metrics) {}
