package dev.tasuki.core.dispatch;

/** Answers requests, one body with another. Thread-safe. */
@FunctionalInterface
public interface Answerer {
    /** The reply's body; throws a {@link dev.tasuki.core.task.Refusal} that is told to the requester instead. */
    byte[] answer(byte[] body);
}
