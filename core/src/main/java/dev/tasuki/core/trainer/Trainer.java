package dev.tasuki.core.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.run.RunControl;
import java.util.List;
import java.util.Optional;

/**
 * Hands trainings to a program of somebody else and waits for what it makes. Thread-safe.
 *
 * <p>Example: {@code if (trainer.takes("celery:proj.train")) { answer = trainer.train(call, control); }}.
 */
public interface Trainer {
    /** Whether it has the algorithm of this name, a scheme with it, such as {@code celery:proj.train}. */
    boolean takes(String algorithm);

    /** What it takes, for people: names or patterns, each with its scheme. */
    List<String> offers();

    /**
     * Has a training done, on the calling thread, which waits for as long as the program takes. The program's progress
     * is reported to {@code control}. Once {@link RunControl#stopped()} is true the program is told so, unless another
     * attempt goes on with it ({@link RunControl#givenBack()}, {@link RunControl#claimLost()}), and nothing is waited for
     * any longer than a few seconds. An attempt may go on with what one before it began.
     *
     * @return the program's answer, as it came; empty if the run was told to stop
     * @throws dev.tasuki.core.task.Refusal {@code trainer_failed} with the program's own words if it failed,
     *     {@code task_expired} if nobody began in time; or what stands between it and us is away
     * @throws dev.tasuki.core.run.WorkerDied if the program has ended without an answer
     */
    Optional<JsonNode> train(TrainerCall call, RunControl control);
}
