package dev.tasuki.core.task;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of the change log: what happened to a task, and the task's main facts as they were then.
 *
 * @param version the line's place in the log, unique and rising; for one task in the order of its changes
 * @param at when, by the database's clock
 * @param task whose change it is
 */
public record Change(long version, Instant at, Kind kind, TaskId task, Facts facts) {
    /** What happened. The texts are the ends of the events' types. */
    public enum Kind {
        /** Accepted, given back or to be tried again: the task is TASK_RECEIVED. */
        RECEIVED("task.received"),
        STARTED("task.started"),
        COMPLETED("task.completed"),
        ERROR("task.error"),
        CANCELLED("task.cancelled"),
        /** A running task is asked to stop; its state is as it was. */
        CANCEL_REQUESTED("task.cancel_requested"),
        /** A running task is asked to end with what it has; its state is as it was. */
        FINISH_REQUESTED("task.finish_requested"),
        /** An alias points to the model from now on, or did until it was deleted. */
        ALIAS_CHANGED("model.alias.changed"),
        /** The row is gone, and its model with it. */
        DELETED("model.deleted");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As it is stored and shown. */
        public String text() {
            return text;
        }

        /** The kind with this text; empty for one that a newer version has written. */
        public static Optional<Kind> of(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text.equals(text))
                    .findFirst();
        }

        /** What the log says of a transition that left the row in this state; null if it says nothing. */
        public static @Nullable Kind of(Transition transition, TaskState after) {
            return switch (transition) {
                case Transition.Claim ignored -> STARTED;
                case Transition.Complete ignored -> COMPLETED;
                case Transition.Fail ignored -> ERROR;
                case Transition.Expire ignored -> ERROR;
                case Transition.GiveBack ignored -> RECEIVED;
                case Transition.Retry ignored -> RECEIVED;
                case Transition.Mend ignored -> RECEIVED;
                case Transition.Stopped ignored -> CANCELLED;
                case Transition.Cancel ignored -> after == TaskState.TASK_CANCELLED ? CANCELLED : CANCEL_REQUESTED;
                case Transition.Finish ignored -> FINISH_REQUESTED;
                case Transition.Remove ignored -> DELETED;
                case Transition.Published ignored -> null;
                case Transition.Unpublish ignored -> null;
                case Transition.Heartbeat ignored -> null;
                case Transition.Answering ignored -> null;
                case Transition.Answered ignored -> null;
                case Transition.Label ignored -> null;
            };
        }

        /** The state that the task was moved to; empty if its state stayed or its row went. */
        public Optional<TaskState> state() {
            return switch (this) {
                case RECEIVED -> Optional.of(TaskState.TASK_RECEIVED);
                case STARTED -> Optional.of(TaskState.TASK_STARTED);
                case COMPLETED -> Optional.of(TaskState.TASK_COMPLETED);
                case ERROR -> Optional.of(TaskState.TASK_ERROR);
                case CANCELLED -> Optional.of(TaskState.TASK_CANCELLED);
                case CANCEL_REQUESTED, FINISH_REQUESTED, ALIAS_CHANGED, DELETED -> Optional.empty();
            };
        }
    }

    /**
     * The task's facts after the change.
     *
     * @param name the client's label; null if none was given
     * @param attempt runs that count against the limit
     * @param metrics JSON object of numbers; null unless completed, or if it has more than
     *     {@link Limits#CHANGE_METRICS} characters
     * @param error why it failed, its detail cut after {@link Limits#CHANGE_DETAIL} letters; null if it did not
     * @param alias what became of an alias; null for all kinds but {@link Kind#ALIAS_CHANGED}
     */
    public record Facts(
            TaskKind kind,
            DatasetId dataset,
            @Nullable String name,
            int attempt,
            @Nullable String metrics,
            Outcome.@Nullable Failed error,
            @Nullable AliasFacts alias) {
        /** Those of a change that is none of an alias. */
        public Facts(
                TaskKind kind,
                DatasetId dataset,
                @Nullable String name,
                int attempt,
                @Nullable String metrics,
                Outcome.@Nullable Failed error) {
            this(kind, dataset, name, attempt, metrics, error, null);
        }

        /** The same with what became of an alias. */
        public Facts with(@Nullable AliasFacts changed) {
            return new Facts(kind, dataset, name, attempt, metrics, error, changed);
        }

        /** The facts of a row. */
        public static Facts of(TaskRow row) {
            String metrics = row.outcome() instanceof Outcome.Completed completed ? completed.metrics() : null;
            boolean small = metrics != null && metrics.length() <= Limits.CHANGE_METRICS.value();
            Outcome.Failed error = row.outcome() instanceof Outcome.Failed failed
                    ? new Outcome.Failed(failed.code(), beginning(failed.detail()))
                    : null;
            TaskSpec spec = row.spec();
            return new Facts(
                    spec.kind(), spec.dataset(), spec.name(), row.lease().attempts(), small ? metrics : null, error);
        }

        private static String beginning(String detail) {
            int letters = Limits.CHANGE_DETAIL.intValue();
            return detail.codePointCount(0, detail.length()) <= letters
                    ? detail
                    : detail.substring(0, detail.offsetByCodePoints(0, letters));
        }
    }

    /**
     * What became of an alias.
     *
     * @param alias which
     * @param from the version that it had; 0 for none
     * @param to the version that it has; 0 for none
     * @param by who changed it, in the client's own words; null if it did not say
     */
    public record AliasFacts(
            String alias, long from, long to, @Nullable String by) {}
}
