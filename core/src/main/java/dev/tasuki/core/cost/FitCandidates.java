package dev.tasuki.core.cost;

import dev.tasuki.core.request.Search;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.List;

/**
 * What a training may fit: the candidates of its search, or the one learner that it names.
 *
 * @param learners in the order in which they are tried; at least one
 * @param leftOut those that would take too much memory, where the algorithm itself is searched for
 * @param cost of the most expensive of the learners
 * @param shape of the dataset
 */
public record FitCandidates(
        List<ConfiguredLearner<?>> learners, List<ConfiguredLearner<?>> leftOut, FitCost cost, FitShape shape) {
    public FitCandidates {
        learners = List.copyOf(learners);
        leftOut = List.copyOf(leftOut);
    }

    /** Those of a request. Throws {@link dev.tasuki.learn.ParameterException} if one has parameters that are not its. */
    public static FitCandidates of(TrainRequest request, Learner<?> learner, FitShape shape, FitBounds bounds) {
        List<ConfiguredLearner<?>> kept = new ArrayList<>();
        List<ConfiguredLearner<?>> leftOut = new ArrayList<>();
        FitCost most = null;
        for (ConfiguredLearner<?> one : learners(request, learner)) {
            FitCost cost = FitCost.of(shape.of(one.learner()), request, one, bounds.threads());
            if (request.findsBest() && !kept.isEmpty() && cost.total() > bounds.memory()) {
                leftOut.add(one);
                continue;
            }
            kept.add(one);
            if (most == null || cost.total() > most.total()) {
                most = cost;
            }
        }
        if (most == null) {
            throw new IllegalStateException("a search without candidates");
        }
        return new FitCandidates(kept, leftOut, most, shape);
    }

    /** All of them, whatever they cost. */
    static List<ConfiguredLearner<?>> learners(TrainRequest request, Learner<?> learner) {
        Search search = request.search();
        return search == null
                ? List.of(request.params().resolve(learner))
                : search.candidates(request.params(), learner);
    }

    /** Throws {@link dev.tasuki.core.task.InvalidRequest} with {@code too_costly} if one of them is beyond the bounds. */
    public void require(TrainRequest request, FitBounds bounds) {
        bounds.require(cost, shape, request);
        for (ConfiguredLearner<?> one : learners) {
            FitShape own = shape.of(one.learner());
            bounds.requireImportance(FitCost.of(own, request, one, bounds.threads()), own, request);
        }
    }

    /** Seconds of the fits of the search, roughly; 0 if there is none. */
    double searchSeconds(TrainRequest request, FitBounds bounds) {
        Search search = request.search();
        if (search == null) {
            return 0;
        }
        double all = 0;
        for (ConfiguredLearner<?> one : learners) {
            all += search.folds()
                    * one.effort(FitCost.foldSize(shape.of(one.learner()), request, search.folds(), bounds.threads()))
                            .seconds();
        }
        return Math.min(all, search.maxSeconds());
    }
}
