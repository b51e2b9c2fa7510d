package dev.tasuki.contracts;

import java.time.Duration;
import java.util.Optional;

/**
 * One adapter over a backend that is empty at first and belongs to one test.
 *
 * @param <P> the port
 */
public interface Fixture<P> extends AutoCloseable {
    /** The adapter under test; the same at each call. */
    P port();

    /**
     * A further adapter over the same backend, as another process would open it; the fixture closes
     * it. Empty if the backend lives and dies with the adapter.
     */
    Optional<P> another();

    /**
     * Lets this much time pass for the backend, without waiting for it. A fixture whose backend has
     * a clock that cannot be moved aborts the test, which is then reported as skipped.
     */
    void advance(Duration time);

    /** Closes all adapters and removes the backend's data. */
    @Override
    void close();
}
