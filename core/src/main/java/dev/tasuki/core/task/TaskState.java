package dev.tasuki.core.task;

/**
 * The states of a task, spelled as clients see them.
 *
 * <pre>
 *   TASK_RECEIVED --claim--> TASK_STARTED --complete--> TASK_COMPLETED
 *     |    ^  ^                |   |  |
 *     |    |  '---give back----'   |  '--fail----> TASK_ERROR
 *     |    '------retry------------|-------------- TASK_ERROR, TASK_CANCELLED
 *     '--cancel--------------------'--cancel-----> TASK_CANCELLED
 * </pre>
 *
 * A STARTED task whose lease has lapsed may be claimed again (STARTED to STARTED, next epoch).
 */
public enum TaskState {
    TASK_RECEIVED,
    TASK_STARTED,
    TASK_COMPLETED,
    TASK_ERROR,
    TASK_CANCELLED;

    /** True if nothing but an explicit retry can change it. */
    public boolean terminal() {
        return switch (this) {
            case TASK_RECEIVED, TASK_STARTED -> false;
            case TASK_COMPLETED, TASK_ERROR, TASK_CANCELLED -> true;
        };
    }
}
