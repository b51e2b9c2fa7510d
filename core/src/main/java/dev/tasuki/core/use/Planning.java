package dev.tasuki.core.use;

import dev.tasuki.core.cost.FitCosts;
import dev.tasuki.core.cost.FitPreconditions;
import dev.tasuki.core.cost.FitTime;
import dev.tasuki.core.cost.PlannedColumns;
import dev.tasuki.core.data.ColumnView;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.request.Search;
import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says of a request what it would train, from what is known of its dataset. */
final class Planning {
    /** A target of at most this many different numbers may be codes of classes. */
    private static final long FEW = 10;
    /** How often each of them stands at least, if they are codes. */
    private static final long OFTEN = 5;
    /** The estimate of memory is one from above; most trainings need a part of it. */
    private static final double LEAST_MEMORY = 0.1;

    private Planning() {}

    /** Doubts about an algorithm that was chosen by default, one sentence each. */
    static List<String> doubts(TrainRequest request, DatasetDescription dataset) {
        if (request.delegated()
                || request.wantedKind().isPresent()
                || FitPreconditions.choosesClasses(request, dataset)) {
            return List.of();
        }
        return FitPreconditions.target(request, dataset)
                .filter(target -> few(target, dataset.rows()))
                .map(target ->
                        "algorithm: regression, since " + ShownValue.shortened(target.name()) + " is a number; it has "
                                + target.distinct() + " distinct values: did you mean "
                                + (request.findsBest() ? "search.scoring=log_loss" : "RandomForestClassifier") + "?")
                .stream()
                .toList();
    }

    /** Whether the numbers may be codes of classes. */
    private static boolean few(ColumnView target, long rows) {
        return target.distinct() >= 2 && target.distinct() <= FEW && target.distinct() * OFTEN <= rows;
    }

    /** Those that no candidate changes. */
    private static Map<String, @Nullable Object> parameters(TrainRequest request, FitCosts.Price price) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        Search search = request.search();
        if (!request.findsBest()) {
            parameters.putAll(price.parameters());
        }
        if (search != null) {
            search.searched().forEach(parameters::remove);
        }
        return parameters;
    }

    static TrainingPlan plan(TrainRequest.Parsed asked, DatasetDescription dataset, FitCosts costs) {
        TrainRequest request = asked.request();
        FitCosts.Price price = costs.price(request, dataset);
        Search search = request.search();
        double peak = price.cost().total();
        long test = (long) Math.ceil(dataset.rows() * request.testSize());
        List<String> warnings = new ArrayList<>(asked.warnings());
        warnings.addAll(doubts(request, dataset));
        return new TrainingPlan(
                request.dataset(),
                dataset.rows(),
                dataset.columns().size(),
                request.features(),
                request.target(),
                FitPreconditions.algorithmName(request, dataset),
                parameters(request, price),
                PlannedColumns.of(request, dataset),
                new TrainingPlan.Split(
                        request.testSize(),
                        request.splitRandomState(),
                        request.stratify(),
                        dataset.rows() - test,
                        test),
                search == null
                        ? null
                        : new TrainingPlan.SearchPlan(
                                price.candidates().learners().size(), search.folds()),
                new TrainingPlan.Range(peak, Math.rint(peak * LEAST_MEMORY), peak),
                FitTime.of(dataset.dataset().size(), price.seconds()),
                warnings);
    }
}
