package dev.tasuki.core.task;

/**
 * A client's own name for a request, so that sending it twice makes one task.
 *
 * @param key as the client sent it, 1 to 255 visible ASCII characters
 * @param fingerprint SHA-256 (hex) of the request, to tell a repetition from a reuse of the key
 */
public record IdempotencyKey(String key, String fingerprint) {}
