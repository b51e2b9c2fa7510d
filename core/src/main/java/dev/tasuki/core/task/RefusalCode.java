package dev.tasuki.core.task;

import java.util.Locale;

/**
 * Every reason for which Tasuki refuses a request, in words that never change: clients branch on
 * {@link #text()}. Each has its paragraph in {@code docs/troubleshooting.md}.
 */
public enum RefusalCode {
    /** The request's shape is wrong; {@link InvalidRequest#fields()} says where. */
    INVALID_REQUEST,
    /** The body, a field or a dataset is larger than its limit. */
    TOO_LARGE,
    /** The work would need more memory or time than is allowed; the detail has the figure and what would fit. */
    TOO_COSTLY,
    /** The idempotency key was used before with another request. */
    IDEMPOTENCY_CONFLICT,
    /** A parameter's value is not one the algorithm takes. */
    INVALID_PARAMETER,
    /** The dataset is no CSV that can be read; the detail names line and column. */
    INVALID_DATASET,
    /** A feature or the target is not a column of the dataset. */
    UNKNOWN_COLUMN,
    /** A value of the dataset or of input_data is not a finite number where one is needed. */
    NOT_A_NUMBER,
    /** input_data lacks a feature that the model was trained with. */
    MISSING_FEATURE,
    /** The model cannot tell what each feature adds to its predictions. */
    NOT_EXPLAINABLE,
    /** The format that was asked for cannot say what the model does. */
    NOT_EXPORTABLE,
    /** The model has no interval of the level that was asked for: it predicts no numbers, or knows too few errors. */
    NO_INTERVAL,
    /** The dataset was replaced or removed after the training was accepted. */
    DATASET_CHANGED,
    /** The task cannot make this move from the state it is in. */
    WRONG_STATE,
    /** An alias does not have the version that was expected of it. */
    ALIAS_CONFLICT,
    DATASET_NOT_FOUND,
    MODEL_NOT_FOUND,
    /** The model has no such tree, or none at all. */
    TREE_NOT_FOUND,
    TASK_NOT_FOUND,
    OBJECT_NOT_FOUND,
    DEAD_LETTER_NOT_FOUND,
    WORKER_NOT_FOUND,
    /** The worker told lately that it is there, so it is not forgotten. */
    WORKER_NOT_LOST,
    /** The worker hears no wish: it is lost, or of a version that does not listen. */
    WORKER_UNREACHABLE,
    /** The model's training has not finished yet. */
    MODEL_NOT_READY,
    /** The model's training ended without a model (error or cancelled); retryable by training again. */
    MODEL_FAILED,
    /** The model was made by a foreign consumer, in a form that Tasuki does not read. */
    MODEL_FOREIGN,
    /** A training or a model needs a plug-in that the process does not have, or has in another version. */
    PLUGIN_MISSING,
    BROKER_UNAVAILABLE,
    RESULTS_UNAVAILABLE,
    STORE_UNAVAILABLE,
    /** The server is shutting down or not ready. */
    SHUTTING_DOWN,
    /** No answer came before the deadline. */
    DEADLINE_EXCEEDED,
    /** A bounded queue is full. */
    TOO_BUSY,
    /** An artifact's bytes do not match its hash or format. */
    ARTIFACT_CORRUPT,
    /** The training ran longer than its {@code timeout_s} allows. */
    RUN_TIMED_OUT,
    /** No consumer had started the training by its {@code expires_at}. */
    TASK_EXPIRED,
    /** The program that was to train, which is none of ours, failed; the detail has its words. */
    TRAINER_FAILED,
    /** The training crashed its process too often. */
    TOO_MANY_ATTEMPTS,
    /** A defect of ours; the log has the details under the task's id. */
    INTERNAL;

    /** The stable spelling: lower case with underscores. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code with this spelling; throws IllegalArgumentException for an unknown one. */
    public static RefusalCode of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
