package dev.tasuki.learn.spi;

/**
 * What a fit's cost depends on, of its rows.
 *
 * @param rows training rows
 * @param features of each row
 * @param classes of the target; 0: it is of numbers
 * @param threads that work at once
 */
public record FitSize(double rows, int features, long classes, int threads) {}
