package dev.tasuki.core.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who may work on a task, and until when.
 *
 * @param epoch number of the claim, 0 before the first; every write of a run is fenced by it
 * @param attempts claims that count against the limit; a run that was given back does not
 * @param owner the consumer that holds the claim; null if nobody does
 * @param until the database's time at which the claim lapses unless a heartbeat extends it
 */
public record Lease(
        long epoch,
        int attempts,
        @Nullable String owner,
        @Nullable Instant until) {
    public static final Lease NEVER = new Lease(0, 0, null, null);
}
