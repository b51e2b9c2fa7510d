package dev.tasuki.core.cost;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tasuki.core.data.ColumnView;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What trainings cost before they are paid for: refuses those that this process, or the consumers behind
 * it, cannot have the memory for. A dataset is described once per version for that, and not at all where
 * the largest that a file of its size can be would do. Thread-safe.
 */
public final class FitCosts {
    /** Seconds of one row's walk down one tree, roughly, on a small machine. */
    private static final double WALK_SECONDS = 5e-8;

    private final Datasets datasets;
    private final FitBounds bounds;
    private final FitMemory memory;
    private final Cache<Key, FitShape> shapes =
            Caffeine.newBuilder().maximumSize(10_000).build();

    /** @param features a hash of the features and of what is done with them: enough for an estimate */
    private record Key(String dataset, String etag, String target, boolean classes, int features) {}

    public FitCosts(Datasets datasets, FitBounds bounds) {
        this.datasets = datasets;
        this.bounds = bounds;
        this.memory = new FitMemory(bounds.memory());
    }

    /** Any memory. */
    public static FitCosts any(Datasets datasets) {
        return new FitCosts(datasets, FitBounds.anyMemory(1));
    }

    /** Throws {@link InvalidRequest} with {@code too_costly} if it is known that the training cannot be had. */
    public void check(TrainRequest request, DatasetPin pin) {
        if (!request.delegated()) {
            estimate(request, pin);
        }
    }

    /**
     * Reserves what the training needs, once there is room. Throws as {@link #check} does, and
     * {@link java.util.concurrent.CancellationException} if the run was told to stop meanwhile.
     */
    public FitMemory.Reservation reserve(TrainRequest request, DatasetPin pin, RunControl control) {
        long bytes = estimate(request, pin);
        control.needs(bytes);
        return memory.reserve(bytes, control);
    }

    /**
     * What a training on that dataset costs.
     *
     * @param seconds of fitting, roughly
     */
    public record Price(FitCandidates candidates, double seconds) {
        /** Memory at the peak. */
        public FitCost cost() {
            return candidates.cost();
        }

        /** The parameters of the first candidate by their names, the defaults with them. */
        public Map<String, @Nullable Object> parameters() {
            return candidates.learners().getFirst().byName();
        }
    }

    /** What the training would cost. Throws as {@link #check} does. */
    public Price price(TrainRequest request, DatasetDescription dataset) {
        FitShape shape = shape(request, dataset);
        FitCandidates candidates = required(request, shape);
        double longest = 0;
        for (ConfiguredLearner<?> one : candidates.learners()) {
            longest = Math.max(longest, seconds(request, shape.of(one.learner()), one));
        }
        int shuffledAtOnce = Math.min(bounds.threads(), request.features().size());
        double importances =
                WALK_SECONDS * FitBounds.importanceWalks(candidates.cost(), shape, request) / shuffledAtOnce;
        return new Price(candidates, candidates.searchSeconds(request, bounds) + longest + importances);
    }

    /** Of the model and its folds. */
    private double seconds(TrainRequest request, FitShape shape, ConfiguredLearner<?> learner) {
        double model =
                learner.effort(FitCost.size(shape, request, bounds.threads())).seconds();
        return request.cv() == 0
                ? model
                : model
                        + request.cv()
                                * learner.effort(FitCost.foldSize(shape, request, request.cv(), bounds.threads()))
                                        .seconds();
    }

    private long estimate(TrainRequest request, DatasetPin pin) {
        Key key = new Key(
                request.dataset().value(),
                pin.etag(),
                request.target(),
                request.asksForClasses(),
                featuresHash(request));
        FitShape shape = shapes.getIfPresent(key);
        if (shape == null) {
            DatasetDescription known =
                    datasets.described(request.dataset(), pin).orElse(null);
            if (known == null) {
                long worst = worst(request, pin);
                if (worst <= bounds.memory()) {
                    return worst;
                }
                known = datasets.describe(request.dataset());
            }
            shape = shape(request, known);
            shapes.put(key, shape);
        }
        return required(request, shape).cost().total();
    }

    private static int featuresHash(TrainRequest request) {
        return 31 * request.features().hashCode()
                + request.preparation().hashCode()
                + request.algorithmName().hashCode();
    }

    /** Of a dataset of which nothing is known but its size. */
    private long worst(TrainRequest request, DatasetPin pin) {
        long most = request.asksForNumbers() || !request.hasTarget() ? 0 : bounds.classes();
        FitShape shape = FitShape.worst(pin.size(), request.features().size() + 1L, most, EncodedNumbers.most(request));
        FitBounds any = FitBounds.anyMemory(bounds.threads());
        return FitCandidates.of(request, algorithm(request, shape), shape, any)
                .cost()
                .total();
    }

    private FitCandidates required(TrainRequest request, FitShape shape) {
        bounds.requireClasses(request, shape.classes(), shape.classesExact());
        FitCandidates candidates = FitCandidates.of(request, algorithm(request, shape), shape, bounds);
        candidates.require(request, bounds);
        return candidates;
    }

    /** What one algorithm refuses the request has been refused for, unless the data chooses the algorithm. */
    private static Learner<?> algorithm(TrainRequest request, FitShape shape) {
        Learner<?> asked = request.algorithm();
        if (asked != null) {
            return asked;
        }
        Kind likely = request.wantedKind().orElse(shape.classes() > 0 ? Kind.CLASSES : Kind.NUMBERS);
        try {
            FitCandidates.learners(request, Learners.usual(likely));
            return Learners.usual(likely);
        } catch (ParameterException ofTheOther) {
            return Learners.usual(likely == Kind.CLASSES ? Kind.NUMBERS : Kind.CLASSES);
        }
    }

    private static FitShape shape(TrainRequest request, DatasetDescription dataset) {
        long texts = 0;
        long classes = 0;
        boolean exact = true;
        Set<String> kept = new HashSet<>(request.features());
        if (request.hasTarget()) {
            kept.add(request.target());
        }
        for (ColumnView column : dataset.columns()) {
            if (!kept.contains(column.name())) {
                continue;
            }
            boolean text = column.type().equals("text");
            texts += text ? column.distinct() * FitShape.BYTES_PER_TEXT : 0;
            boolean target = request.hasTarget() && column.name().equals(request.target());
            boolean words = text || column.type().equals("boolean");
            boolean asClasses =
                    request.asksForClasses() || (request.wantedKind().isEmpty() && words);
            if (target && asClasses) {
                classes = Math.max(1, column.distinct());
                exact = column.distinctExact();
            }
        }
        long letters = texts == 0 ? 0 : 2 * dataset.dataset().size();
        return new FitShape(
                dataset.rows(),
                kept.size(),
                texts + letters,
                classes,
                exact,
                EncodedNumbers.of(request, dataset),
                request.findsBest() ? EncodedNumbers.of(request, dataset, true) : EncodedNumbers.of(request, dataset));
    }
}
