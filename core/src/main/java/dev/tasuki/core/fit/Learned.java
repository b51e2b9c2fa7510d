package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What learning made.
 *
 * @param artifact the model file's bytes: equal for equal data and parameters
 * @param metrics of the held-out rows: {@code rmse}, {@code mae}, {@code r2}, or {@code accuracy},
 *     {@code log_loss}
 * @param report parameters, dataset, features, split, metrics, held-out sample
 */
public record Learned(byte[] artifact, JsonNode metrics, JsonNode report) {}
