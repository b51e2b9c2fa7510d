package dev.tasuki.core.cost;

import dev.tasuki.core.data.ColumnView;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.request.Search;
import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.selection.Folds;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a training's parameters suit its dataset, by what a description tells: how many rows there are, how many
 * classes, and which algorithm the target's type chooses. What only the rows themselves tell, such as a class with
 * one row, is found by the training.
 */
public final class FitPreconditions {
    /** The types of column that choose a classifier where no algorithm is named. */
    private static final Set<String> CLASSES = Set.of("text", "boolean");

    private final TrainRequest request;
    private final DatasetDescription dataset;
    private final List<String> problems = new ArrayList<>();

    private FitPreconditions(TrainRequest request, DatasetDescription dataset) {
        this.request = request;
        this.dataset = dataset;
    }

    /** The refusal that names everything that does not suit; empty if nothing is known against the training. */
    public static Optional<InvalidRequest> refusal(TrainRequest request, DatasetDescription dataset) {
        return request.delegated() ? Optional.empty() : new FitPreconditions(request, dataset).refusal();
    }

    /** Throws that refusal if the pinned version of the dataset is known. */
    public static void require(Datasets datasets, TrainRequest request, DatasetPin pin) {
        datasets.described(request.dataset(), pin).ifPresent(known -> require(request, known));
    }

    /** Throws that refusal. */
    public static void require(TrainRequest request, DatasetDescription dataset) {
        Optional<InvalidRequest> refusal = refusal(request, dataset);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** The algorithm that the request names, else the one that its target's type chooses. */
    private static Learner<?> algorithm(TrainRequest request, DatasetDescription dataset) {
        Learner<?> named = request.algorithm();
        if (named != null) {
            return named;
        }
        boolean classes = target(request, dataset)
                .filter(column -> CLASSES.contains(column.type()))
                .isPresent();
        return Learners.usual(request.wantedKind().orElse(classes ? Kind.CLASSES : Kind.NUMBERS));
    }

    /** The name of that algorithm; {@code auto} where it is searched for. */
    public static String algorithmName(TrainRequest request, DatasetDescription dataset) {
        return request.findsBest()
                ? request.algorithmName()
                : algorithm(request, dataset).name();
    }

    /** Whether that algorithm predicts classes. */
    public static boolean choosesClasses(TrainRequest request, DatasetDescription dataset) {
        return algorithm(request, dataset).kind() == Kind.CLASSES;
    }

    /** The target's column, if the description shows one of that name. */
    public static Optional<ColumnView> target(TrainRequest request, DatasetDescription dataset) {
        return dataset.columns().stream()
                .filter(column -> request.hasTarget() && column.name().equals(request.target()))
                .findFirst();
    }

    private Optional<InvalidRequest> refusal() {
        Optional<ColumnView> target = target(request, dataset);
        if (request.hasTarget() && target.isEmpty() || dataset.rows() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        int rows = (int) dataset.rows();
        boolean parted = holds(() -> TrainTestSplit.testRows(rows, request.testSize()), "");
        long classes = target.filter(ColumnView::distinctExact)
                .map(ColumnView::distinct)
                .orElse(0L);
        if (parted && request.stratify() && classes > 0) {
            holds(() -> TrainTestSplit.requireRowsForClasses(rows, request.testSize(), classes), "");
        }
        Learner<?> algorithm = algorithm(request, dataset);
        int train = parted ? rows - TrainTestSplit.testRows(rows, request.testSize()) : rows;
        if (holds(
                () -> FitCandidates.learners(request, algorithm),
                target.map(column -> why(column, algorithm)).orElse(""))) {
            candidates(algorithm, train, classes);
        }
        Search search = request.search();
        if (search != null) {
            holds(() -> search.scoring(algorithm.kind()), "");
            holds(() -> Folds.require(train, search.folds()), " that the folds of a search are of");
        }
        if (request.cv() > 0) {
            holds(() -> Folds.require(rows, request.cv()), "");
        }
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(InvalidRequest.content(
                        RefusalCode.INVALID_PARAMETER,
                        "dataset " + request.dataset() + ": " + String.join("; ", problems)));
    }

    /** What one candidate of many does not take is told in the table of the search. */
    private void candidates(Learner<?> algorithm, int train, long classes) {
        if (request.search() != null) {
            return;
        }
        holds(() -> request.params().resolve(algorithm).requireRows(train), "");
        if (algorithm.kind() == Kind.CLASSES && classes > 0) {
            holds(() -> request.params().resolve(algorithm).requireClasses(classes), "");
        }
    }

    /** Why this algorithm was chosen, if the request names none. */
    private String why(ColumnView target, Learner<?> algorithm) {
        return request.algorithm() != null
                ? ""
                : " (the algorithm is %s, since the target \"%s\" is a column of type %s: name another one with algorithm)"
                        .formatted(algorithm.name(), ShownValue.shortened(target.name()), target.type());
    }

    private boolean holds(Runnable check, String why) {
        try {
            check.run();
            return true;
        } catch (ParameterException wrong) {
            problems.add(wrong.getMessage() + why);
            return false;
        }
    }
}
