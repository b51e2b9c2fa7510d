package dev.tasuki.faults.inject;

/** Stands around every call to a port. Called by any number of threads. */
interface CallInterceptor {
    /** The call itself. */
    interface Real<T, X extends Exception> {
        T run() throws X;
    }

    /**
     * Makes the call, or does something else.
     *
     * @param name port and operation, such as {@code tasks.Claim}, see {@link InterceptedPorts}
     */
    <T, X extends Exception> T around(String name, Real<T, X> real) throws X;
}
