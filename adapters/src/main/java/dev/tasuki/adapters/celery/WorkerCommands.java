package dev.tasuki.adapters.celery;

import dev.tasuki.core.task.Unavailable;
import java.util.Map;
import java.util.function.Supplier;

/** What workers are told and asked beside their tasks. Thread-safe. */
interface WorkerCommands {
    /**
     * Tells all workers that a task is called off.
     *
     * @param terminate true: one that runs is stopped, too
     * @throws Unavailable if the command was not sent
     */
    void revoke(String id, boolean terminate);

    /**
     * Asks who has a task; the answers come in the meantime.
     *
     * @param node the worker that is asked; empty: all of them
     * @return what was answered so far: by a worker's name {@code active}, {@code reserved} or {@code ready}, or an empty
     *     text if it does not have the task. To be asked for until the next question
     * @throws Unavailable if the question was not sent
     */
    Supplier<Map<String, String>> whoHas(String id, String node);

    /** No answer about this task is waited for any more. */
    void forget(String id);
}
