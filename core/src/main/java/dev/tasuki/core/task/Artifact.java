package dev.tasuki.core.task;

/**
 * The bytes of a model in the object store.
 *
 * @param key the object's key; belongs to one attempt and is never overwritten
 * @param sha256 of the bytes, hex
 * @param size in bytes
 */
public record Artifact(String key, String sha256, long size) {}
