package dev.tasuki.faults.bent;

/** Stands around every call to a port. Called by any number of threads. */
interface Tap {
    /** The call itself. */
    interface Real<T, X extends Exception> {
        T run() throws X;
    }

    /**
     * Makes the call, or does something else.
     *
     * @param name port and operation, such as {@code tasks.Claim}, see {@link Tapped}
     */
    <T, X extends Exception> T around(String name, Real<T, X> real) throws X;
}
