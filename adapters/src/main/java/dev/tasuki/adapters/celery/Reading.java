package dev.tasuki.adapters.celery;

/** What a message turned out to be. */
sealed interface Reading {
    /** A call that can be looked at further. */
    record Call(Request request) implements Reading {}

    /**
     * None that is taken: its client is told why, as a failed task.
     *
     * @param embed as far as it could be read
     */
    record Refused(Request.Sender sender, PythonError why, Embed embed) implements Reading {}

    /** Nobody can be told: it names no id or no task. */
    record Nameless(String reason) implements Reading {}
}
