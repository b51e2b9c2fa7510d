package dev.tasuki.core.port;

import java.time.Instant;

/**
 * What an object store knows of an object.
 *
 * @param key its key
 * @param size in bytes
 * @param etag changes whenever the bytes are stored anew with other content, and stays with the same; opaque
 * @param modified when it was stored
 */
public record StoredObject(String key, long size, String etag, Instant modified) {}
