package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Why a model has fewer trees or rounds than its request names: it is the model of a request for as many as it has.
 *
 * @param by request: somebody asked for it; timeout: its time was up
 * @param unit what is counted
 * @param requested how many the request names
 * @param grown how many the model has
 */
@Schema(name = "EarlyFinish", description = "Why a model has fewer trees or rounds than its request names")
public record EarlyFinish(
        @Schema(
                example = "request",
                allowableValues = {"request", "timeout"})
        String by,

        @Schema(example = "tree") String unit,
        @Schema(example = "100") int requested,
        @Schema(example = "37") int grown) {}
