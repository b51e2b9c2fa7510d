package dev.tasuki.core.data;

import dev.tasuki.core.task.DatasetId;
import java.time.Instant;

/**
 * A stored dataset.
 *
 * @param size in bytes
 * @param etag the store's version mark
 * @param modified when it was stored
 */
public record DatasetView(DatasetId id, long size, String etag, Instant modified) {}
