package dev.tasuki.core.data;

import org.jspecify.annotations.Nullable;

/**
 * A column of a dataset.
 *
 * @param type {@code number}, {@code integer}, {@code boolean} or {@code text}
 * @param missing rows without a value
 * @param distinct different values
 * @param distinctExact false when {@code distinct} is an estimate
 * @param min null for text and booleans, or if every value is missing; so are median and max
 * @param medianExact false when {@code median} is an estimate
 */
public record ColumnView(
        String name,
        String type,
        long missing,
        long distinct,
        boolean distinctExact,
        @Nullable Number min,
        @Nullable Double median,
        boolean medianExact,
        @Nullable Number max) {}
