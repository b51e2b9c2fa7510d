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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The models that a process has loaded, once for all who ask them: its workers, and who looks at their trees. A process that
 * only takes requests has none of this before the first look. Thread-safe.
 */
final class ModelsInMemory {
    /** Loading computes for seconds, which requests of others are not to wait for. */
    private static final ComputePool.Terms LOADING = new ComputePool.Terms("loading", 1, 16, Long.MAX_VALUE);

    private final Supplier<ModelTrees.Source> opening;
    private ModelTrees.@Nullable Source opened;

    /**
     * Opens nothing yet.
     *
     * @param opening called once, when models are asked for
     */
    ModelsInMemory(Supplier<ModelTrees.Source> opening) {
        this.opening = opening;
    }

    /** Models that are trained, and room for those that are loaded. */
    static ModelTrees.Source source(TrainedModels trained, ObjectStore objects, Settings settings, Telemetry counts) {
        long room = Math.min(settings.modelCache(), Runtime.getRuntime().maxMemory() / 2);
        return new ModelTrees.Source(trained, new ModelCache(objects, room, counts));
    }

    private synchronized ModelTrees.Source source() {
        ModelTrees.Source now = opened;
        if (now == null) {
            now = opening.get();
            opened = now;
        }
        return now;
    }

    PredictHandler handler() {
        return new PredictHandler(source().models(), source().cache());
    }

    ModelTrees trees(Closer closer) {
        return new ModelTrees(this::source, closer.register(new ComputePool(LOADING)));
    }
}
