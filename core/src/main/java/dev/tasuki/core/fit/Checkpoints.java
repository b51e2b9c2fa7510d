package dev.tasuki.core.fit;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.TaskId;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Keeps the finished parts of long trainings, such as trees, in the object store, so that an attempt after a crash or
 * a shutdown goes on from them. Every attempt writes files of its own, each with the parts finished
 * since the last, and reads those of all attempts before it. Thread-safe.
 *
 * @param objects where the files go
 * @param keys names them
 * @param every the time between two files; a training that is shorter has none
 * @param clock tells the time
 */
public record Checkpoints(ObjectStore objects, Keys keys, Duration every, InstantSource clock) {
    /** Checks. @throws IllegalArgumentException when {@code every} is not above 0 */
    public Checkpoints {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("checkpoints every " + every + "; the time must be above 0");
        }
    }

    /** For the attempt under the claim with number {@code epoch}; close it once the training has ended. */
    CheckpointedParts attempt(TaskId id, long epoch) {
        return new CheckpointedParts(this, id, epoch);
    }
}
