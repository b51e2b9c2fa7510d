package dev.tasuki.core.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for; never changes once accepted.
 *
 * @param kind what to do
 * @param payload the message's body, JSON text as published
 * @param dataset the dataset it reads
 * @param pin the dataset's version at acceptance; null if a foreign producer sent the message
 * @param name a label for people; null if none was given
 * @param tags labels to filter by, possibly empty
 * @param runAt not before this time, to the millisecond; in a row, as moved by give-back and retry
 */
public record TaskSpec(
        TaskKind kind,
        String payload,
        DatasetId dataset,
        @Nullable DatasetPin pin,
        @Nullable String name,
        List<String> tags,
        Instant runAt) {
    public TaskSpec {
        tags = List.copyOf(tags);
    }
}
