package dev.tasuki.core.task;

/**
 * The exact version of a dataset that a training was accepted for, so that a second attempt reads
 * the same bytes or none.
 *
 * @param etag the object store's version mark
 * @param size in bytes
 */
public record DatasetPin(String etag, long size) {}
