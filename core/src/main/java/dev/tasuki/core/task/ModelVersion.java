package dev.tasuki.core.task;

import java.time.Instant;

/**
 * One model of a name.
 *
 * @param number 1, 2, 3… in the order in which the trainings completed; never given twice
 * @param model whose it is
 * @param at when it was given
 */
public record ModelVersion(long number, TaskId model, Instant at) {}
