package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How many are tried again.
 *
 * @param retried as many as there were
 */
@Schema(name = "TriedAgain", description = "How many are tried again, now or at the rate asked for")
public record TriedAgain(@Schema(example = "12") int retried) {}
