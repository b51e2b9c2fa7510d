package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.cost.FitCandidates;
import dev.tasuki.core.cost.FitCost;
import dev.tasuki.core.cost.FitShape;
import dev.tasuki.core.request.Scoring;
import dev.tasuki.core.request.Search;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.FinishReason;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.registry.Portfolio;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.Takes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides with which parameters, or by which algorithm, a model is learned: the best of its request's search. */
record ModelSearch(LocalFitter.Dataset dataset, TrainRequest request, RunControl control, PartKeeping keeping) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelSearch.class);

    /** By what candidates are fitted. */
    record Means(int threads, Executor growers, FitBounds bounds) {}

    /** What is to be predicted, by a learner of its kind, and how many classes it has. */
    record Target(Learner<?> algorithm, long classes) {}

    /**
     * The learner of the model.
     *
     * @param table of the search; null: there was none
     * @param cut why the search ended before all was tried; empty: it did not, or its own time was up
     * @param fits that it had done, and that there were
     */
    record Chosen(
            ConfiguredLearner<?> learner, @Nullable ObjectNode table, Optional<FinishReason> cut, int fits, int all) {
        /** What sets the parts of its model apart from those of others of the same request. */
        String mark() {
            ObjectNode params = Json.object();
            params.set(learner.learner().name(), Json.tree(learner.byName()));
            return table == null ? "" : "chosen " + params;
        }

        /** For the fit of the model: a request to finish that has ended the search does not cut its model short. */
        RunControl fitting(RunControl control) {
            return cut.isEmpty() ? control : new Unhurried(control);
        }

        /** In the model's report. */
        void tell(RunControl control, ObjectNode report) {
            if (table != null) {
                report.set("search", table);
                cut.ifPresent(reason -> new EarlyFinish(reason, new Steps(fits, "fit", ""), all).tell(control, report));
            }
        }
    }

    /** How many fits the search takes at most; 0: there is none. */
    int fits(Learner<?> algorithm) {
        Search search = request.search();
        return search == null
                ? 0
                : search.folds()
                        * search.candidates(request.params(), algorithm).size();
    }

    /**
     * Searches. Throws {@link java.util.concurrent.CancellationException} if the run is to stop, and
     * {@link dev.tasuki.core.task.InvalidRequest} if it would cost too much or no candidate can be fitted.
     *
     * @param from progress before, a fraction
     * @param to progress after
     */
    Chosen run(Target target, Means means, double from, double to) {
        Search search = request.search();
        if (search == null) {
            return new Chosen(request.params().resolve(target.algorithm()), null, Optional.empty(), 0, 0);
        }
        Scoring scoring = search.scoring(target.algorithm().kind());
        control.report(new Progress(from, "searching", ""));
        Split split = Examples.split(dataset.table(), request);
        FitShape shape = shape(target, split);
        FitCandidates candidates = FitCandidates.of(request, target.algorithm(), shape, means.bounds());
        candidates.require(request, means.bounds());
        int fits = candidates.learners().size() * search.folds();
        long started = System.nanoTime();
        FitsProgress.Words words = new FitsProgress.Words(
                "searching",
                "fit",
                () -> System.nanoTime() - started > search.maxSeconds() * TimeUnit.SECONDS.toNanos(1));
        CandidateSearch trying = new CandidateSearch(
                new CandidateSearch.Data(dataset.table(), request, split, scoring),
                candidates.learners(),
                new CandidateSearch.Means(
                        means.threads(),
                        means.growers(),
                        new FitsProgress(control, words, fits, from, to),
                        keeping.of(LocalFitter.fingerprint(dataset, request, mark(search)), "fit")
                                .of(new JsonPartFormat()),
                        learner -> LocalFitter.budget(means.bounds(), ofOne(learner, shape, means))));
        LOG.info(
                "{}search started: {} candidates on {} folds by {}",
                control.subject().isEmpty() ? "" : control.subject() + ": ",
                candidates.learners().size(),
                search.folds(),
                scoring.text());
        CandidateSearch.Found found = trying.run();
        SearchTable table = new SearchTable(search, scoring, found);
        candidates.leftOut().forEach(table::leftOut);
        Optional<FinishReason> cut = found.complete() ? Optional.empty() : control.finishing();
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Chosen(found.best(), table.json(seconds), cut, found.fits(), fits);
    }

    private long ofOne(ConfiguredLearner<?> learner, FitShape shape, Means means) {
        return FitCost.of(shape.of(learner.learner()), request, learner, means.threads())
                .foldNodeBytes();
    }

    private static String mark(Search search) {
        ObjectNode json = Json.object();
        search.fill(json);
        return "search " + search.way() + json;
    }

    /** What is known once encoders have been learned, one for each set of abilities. */
    private FitShape shape(Target target, Split split) {
        Search search = request.search();
        List<Learner<?>> learners = search != null && search.auto()
                ? Portfolio.of(target.algorithm().kind()).stream()
                        .<Learner<?>>map(ConfiguredLearner::learner)
                        .toList()
                : List.of(target.algorithm());
        Map<Set<Takes>, Integer> known = new HashMap<>();
        InvalidValueException refused = null;
        long numbers = 0;
        long oneHot = 0;
        for (Learner<?> learner : learners) {
            try {
                int own = known.computeIfAbsent(
                        learner.takes(), takes -> Examples.numbers(dataset.table(), request, takes, split));
                if (learner.takes().contains(Takes.ONE_HOT)) {
                    oneHot = Math.max(oneHot, own);
                } else {
                    numbers = Math.max(numbers, own);
                }
            } catch (InvalidValueException wrong) {
                refused = refused == null ? wrong : refused;
            }
        }
        if (refused != null && numbers + oneHot == 0) {
            throw refused;
        }
        return new FitShape(
                dataset.table().rows(), dataset.table().columns().size(), 0, target.classes(), true, numbers, oneHot);
    }

    /** The same run, of which nobody has requested that it finish. */
    private record Unhurried(RunControl run) implements RunControl {
        @Override
        public String subject() {
            return run.subject();
        }

        @Override
        public void report(Progress progress) {
            run.report(progress);
        }

        @Override
        public boolean stopped() {
            return run.stopped();
        }
    }
}
