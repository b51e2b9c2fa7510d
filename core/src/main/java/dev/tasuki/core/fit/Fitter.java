package dev.tasuki.core.fit;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import java.util.Optional;

/**
 * Learns a model from a dataset, in this process ({@link LocalFitter}) or in one of its own
 * ({@link IsolatedFitter}). The same data and request give the same artifact, byte for byte. Thread-safe.
 *
 * <p>Example: {@code fitter.learn(source, request, RunControl.NONE, PartKeeping.NONE).orElseThrow()}.
 */
@FunctionalInterface
public interface Fitter {
    /**
     * Learns; empty if {@code control} said stop. Throws
     * {@link dev.tasuki.core.task.InvalidRequest} if the data or the parameters do not allow it, or it
     * costs too much.
     *
     * @param keeping the parts of former attempts, and a place for those that come
     */
    Optional<Learned> learn(LocalFitter.Source source, TrainRequest request, RunControl control, PartKeeping keeping);
}
