package dev.tasuki.core.dispatch;

/**
 * What a run made.
 *
 * @param artifact the bytes to store; never changed after construction
 * @param metrics JSON object of numbers
 * @param report JSON object
 */
public record Product(byte[] artifact, String metrics, String report) {}
