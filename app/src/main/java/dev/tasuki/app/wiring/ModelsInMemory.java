package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Closer;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.predict.ModelCache;
import dev.tasuki.core.predict.ModelTrees;
import dev.tasuki.core.predict.PredictHandler;
import dev.tasuki.core.predict.TrainedModels;

/**
 * The models that a process has loaded, once for all who ask them: its workers, and who looks at their trees.
 *
 * @param trained which artifacts there are
 * @param cache what is loaded of them
 */
record ModelsInMemory(TrainedModels trained, ModelCache cache) {
    private static final long MEMORY = Runtime.getRuntime().maxMemory();
    /** Loading computes for seconds, which requests of others are not to wait for. */
    private static final ComputePool.Terms LOADING = new ComputePool.Terms("loading", 1, 16, Long.MAX_VALUE);

    static ModelsInMemory of(TrainedModels trained, ObjectStore objects, Settings settings, Telemetry telemetry) {
        return new ModelsInMemory(
                trained, new ModelCache(objects, Math.min(settings.modelCache(), MEMORY / 2), telemetry));
    }

    PredictHandler handler() {
        return new PredictHandler(trained, cache);
    }

    ModelTrees trees(Closer closer) {
        return new ModelTrees(trained, cache, closer.register(new ComputePool(LOADING)));
    }
}
