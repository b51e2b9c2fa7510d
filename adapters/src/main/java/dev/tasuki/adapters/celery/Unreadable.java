package dev.tasuki.adapters.celery;

/** A message that is not taken, for a reason that its client can be told. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PythonError error;

    Unreadable(PythonError error) {
        super(error.type(), null, false, false);
        this.error = error;
    }

    /** A body that is not what it should be. */
    Unreadable(String reason) {
        this(PythonError.undecodable(reason));
    }

    PythonError error() {
        return error;
    }
}
