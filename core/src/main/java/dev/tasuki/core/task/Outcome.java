package dev.tasuki.core.task;

/** How a task ended. */
public sealed interface Outcome {
    /**
     * It made a model.
     *
     * @param metrics JSON object of numbers, e.g. {@code {"rmse":53.04}}
     */
    record Completed(Artifact artifact, String metrics) implements Outcome {}

    /** It cannot be done, and why. */
    record Failed(RefusalCode code, String detail) implements Outcome {}

    /** Somebody cancelled it. */
    record Cancelled() implements Outcome {}
}
