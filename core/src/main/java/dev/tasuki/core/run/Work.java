package dev.tasuki.core.run;

import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskRow;
import java.util.Optional;

/** What a durable task is about; dispatch knows nothing of it. Thread-safe. */
public interface Work {
    /**
     * What a message asks for, its id included. Looks at nothing but the bytes. Throws
     * {@link dev.tasuki.core.task.InvalidRequest} with fields if they are no such message.
     */
    NewTask read(byte[] body);

    /** The same task made ready to be accepted: what a producer of ours would have pinned is pinned. */
    NewTask pin(NewTask read);

    /**
     * Does the work, on the calling thread and others, under the claim that follows the row's. Empty if it gave up because
     * {@link RunControl#stopped()} said so. Throws a {@link dev.tasuki.core.task.Refusal} if it cannot
     * be done (now or ever).
     */
    Optional<Product> run(TaskRow row, RunControl control);
}
