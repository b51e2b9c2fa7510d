package dev.tasuki.server.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.data.DatasetView;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.server.wire.ForClients;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored and removed among the datasets. The object store has no transaction with the log of changes, and
 * foreign programs store datasets there themselves. So its list is compared with the one before it: once in two
 * seconds for all streams, while one of them is about datasets. Thread-safe.
 */
@ForClients
@Singleton
final class DatasetChanges {
    private static final long PERIOD_NANOS = Duration.ofSeconds(2).toNanos();

    private final Datasets datasets;
    private @Nullable Map<DatasetId, DatasetView> last;
    private long lookedAt;

    DatasetChanges(Datasets datasets) {
        this.datasets = datasets;
    }

    private synchronized Map<DatasetId, DatasetView> now() {
        Map<DatasetId, DatasetView> before = last;
        long now = System.nanoTime();
        if (before != null && now - lookedAt < PERIOD_NANOS) {
            return before;
        }
        Map<DatasetId, DatasetView> fresh = new LinkedHashMap<>();
        datasets.list().forEach(dataset -> fresh.put(dataset.id(), dataset));
        lookedAt = now;
        // The same object for as long as nothing changes: streams compare by that.
        Map<DatasetId, DatasetView> there = before != null && fresh.equals(before) ? before : fresh;
        last = there;
        return there;
    }

    /** What one stream has seen of them; begins with what there is. For one thread. */
    static final class Reader {
        private final DatasetChanges changes;
        private Map<DatasetId, DatasetView> seen;

        Reader(DatasetChanges changes) {
            this.changes = changes;
            this.seen = changes.now();
        }

        /** Frames that this stream has not seen yet; mostly none. They have no id, as they are not in the log. */
        List<byte[]> next() {
            Map<DatasetId, DatasetView> now = changes.now();
            if (now == seen) {
                return List.of();
            }
            List<byte[]> frames = new ArrayList<>();
            for (DatasetView dataset : now.values()) {
                Optional<String> before =
                        Optional.ofNullable(seen.get(dataset.id())).map(DatasetView::etag);
                if (!before.equals(Optional.of(dataset.etag()))) {
                    frames.add(frame("dataset.stored", dataset));
                }
            }
            seen.values().stream()
                    .filter(dataset -> !now.containsKey(dataset.id()))
                    .forEach(dataset -> frames.add(frame("dataset.deleted", dataset)));
            seen = now;
            return frames;
        }

        private static byte[] frame(String event, DatasetView dataset) {
            ObjectNode json = Json.object()
                    .put("dataset_id", dataset.id().value())
                    .put("etag", dataset.etag())
                    .put("size", dataset.size());
            return Frame.gauge(event, Json.bytes(json));
        }
    }
}
