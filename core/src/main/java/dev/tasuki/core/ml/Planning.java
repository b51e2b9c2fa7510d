package dev.tasuki.core.ml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of a request what it would train, from what is known of its dataset. */
final class Planning {
    /** Up to so many different numbers a target may be codes of classes. */
    private static final long FEW = 10;
    /** How often each of them stands at least, if they are codes. */
    private static final long OFTEN = 5;
    /** The estimate of memory is one from above; most trainings need a part of it. */
    private static final double LEAST_MEMORY = 0.1;

    private static final String TEXT = "text";

    private Planning() {}

    /** What is doubtful about an algorithm that nobody chose, one sentence each. */
    static List<String> doubts(TrainRequest request, DatasetDescription dataset) {
        ColumnView target = target(request, dataset);
        if (target == null || request.algorithm() != null || target.type().equals(TEXT)) {
            return List.of();
        }
        boolean few = target.distinct() >= 2 && target.distinct() <= FEW && target.distinct() * OFTEN <= dataset.rows();
        return few
                ? List.of("algorithm: regression, since " + Echo.shortened(target.name()) + " is a number; it has "
                        + target.distinct() + " distinct values: did you mean RandomForestClassifier?")
                : List.of();
    }

    static TrainingPlan plan(TrainRequest.Asked asked, DatasetDescription dataset, FitCosts costs) {
        TrainRequest request = asked.request();
        FitCosts.Price price = costs.price(request, dataset);
        double peak = price.cost().total();
        long test = (long) Math.ceil(dataset.rows() * request.testSize());
        List<String> warnings = new ArrayList<>(asked.warnings());
        warnings.addAll(doubts(request, dataset));
        warnings.addAll(unusable(request, dataset));
        return new TrainingPlan(
                request.dataset(),
                dataset.rows(),
                dataset.columns().size(),
                request.features(),
                request.target(),
                algorithm(request, dataset),
                params(price),
                new TrainingPlan.Split(
                        request.testSize(),
                        request.splitRandomState(),
                        request.stratify(),
                        dataset.rows() - test,
                        test),
                new TrainingPlan.Range(peak, Math.rint(peak * LEAST_MEMORY), peak),
                FitTime.of(price.shape(), dataset.dataset().size(), request, price.forest()),
                warnings);
    }

    private static Algorithm algorithm(TrainRequest request, DatasetDescription dataset) {
        Algorithm asked = request.algorithm();
        ColumnView target = target(request, dataset);
        Algorithm inferred = target != null && target.type().equals(TEXT) ? Algorithm.CLASSIFIER : Algorithm.REGRESSOR;
        return asked == null ? inferred : asked;
    }

    private static Map<String, @Nullable Object> params(FitCosts.Price price) {
        return new LinkedHashMap<>(price.forest().parameters().byName());
    }

    /** What would end the training at its first look at the data. */
    private static List<String> unusable(TrainRequest request, DatasetDescription dataset) {
        Set<String> features = Set.copyOf(request.features());
        String columns = dataset.columns().stream()
                .filter(column ->
                        features.contains(column.name()) || column.name().equals(request.target()))
                .flatMap(column -> unusable(column, features, dataset.rows()).stream())
                .limit(20)
                .collect(Collectors.joining("; "));
        return columns.isEmpty() ? List.of() : List.of("the training would fail: " + columns);
    }

    private static List<String> unusable(ColumnView column, Set<String> features, long rows) {
        String name = "\"" + Echo.shortened(column.name()) + "\"";
        if (column.missing() > 0) {
            return List.of("%,d of %,d rows of %s have no value".formatted(column.missing(), rows, name));
        }
        return column.type().equals(TEXT) && features.contains(column.name())
                ? List.of(name + " is text, and a feature must be a number")
                : List.of();
    }

    private static @Nullable ColumnView target(TrainRequest request, DatasetDescription dataset) {
        for (ColumnView column : dataset.columns()) {
            if (column.name().equals(request.target())) {
                return column;
            }
        }
        return null;
    }
}
