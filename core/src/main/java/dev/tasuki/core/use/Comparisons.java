package dev.tasuki.core.use;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.Scoring;
import dev.tasuki.core.task.ModelRef;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.use.Comparison.Compared;
import dev.tasuki.core.use.Comparison.Figure;
import dev.tasuki.core.use.Comparison.Lead;
import dev.tasuki.core.use.Comparison.Sameness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares trained models by their reports. Figures are judged only of models that were measured on the same rows: else
 * the better figure may be that of the easier rows. Thread-safe; blocks while it asks the store.
 */
public final class Comparisons {
    /** Which metric judges, if the first model has it; else the first that it has. */
    private static final List<Scoring> JUDGES = List.of(Scoring.ROC_AUC, Scoring.RMSE, Scoring.ACCURACY, Scoring.R2);

    /** What is compared of a report; the rest, such as held-out rows, is let go before the next one is read. */
    private static final List<String> KEPT = List.of(
            "algorithm",
            "params",
            "dataset",
            "target",
            "features",
            "split",
            "cv",
            "learning_curve",
            "trees",
            "fit_seconds");

    private final Models models;
    private final Names names;

    public Comparisons(Models models, Names names) {
        this.models = models;
        this.names = names;
    }

    /**
     * These models. Throws {@link NotFound} with {@code model_not_found} or {@code model_failed}, or {@link NotReady}
     * with {@code model_not_ready}, and says it of all that cannot be compared.
     */
    public Comparison of(List<ModelRef> refs) {
        List<Compared> compared = trained(refs);
        Sameness same = same(compared);
        List<Figure> figures = figures(compared, same.rows());
        Optional<Figure> judge = judge(figures, same.rows());
        return new Comparison(
                compared,
                same,
                judge.map(Figure::name).orElse(null),
                judge.flatMap(figure -> lead(compared, figure)).orElse(null),
                figures,
                ComparedSettings.differing(compared));
    }

    private List<Compared> trained(List<ModelRef> refs) {
        List<Compared> found = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (ModelRef ref : refs) {
            try {
                found.add(new Compared(ref, compared(models.trained(names.id(ref)))));
            } catch (NotFound | NotReady refusal) {
                refusals.add(refusal);
            }
        }
        if (!refusals.isEmpty()) {
            throw together(refusals);
        }
        return found;
    }

    private static ModelView compared(ModelView model) {
        JsonNode whole = model.report();
        if (whole == null) {
            return model;
        }
        ObjectNode kept = Json.object();
        KEPT.stream().filter(whole::has).forEach(name -> kept.set(name, whole.get(name)));
        ObjectNode evaluation = kept.putObject("evaluation");
        evaluation.set("metrics", whole.at("/evaluation/metrics"));
        evaluation.set("baseline", whole.at("/evaluation/baseline/metrics"));
        return new ModelView(model.row(), model.metrics(), kept, model.number());
    }

    /** One refusal that says what all of them say; what does not exist goes before what is not there yet. */
    private static Refusal together(List<Refusal> refusals) {
        String detail = refusals.stream().map(Refusal::detail).distinct().collect(Collectors.joining("; "));
        Optional<Refusal> missing =
                refusals.stream().filter(NotFound.class::isInstance).findFirst();
        return missing.<Refusal>map(first -> new NotFound(first.code(), detail))
                .orElseGet(() -> new NotReady(
                        refusals.getFirst().code(),
                        detail,
                        refusals.stream()
                                .flatMap(refusal -> refusal.retryAfter().stream())
                                .max(Comparator.naturalOrder())
                                .orElse(Duration.ZERO)));
    }

    private static Sameness same(List<Compared> models) {
        boolean dataset = equal(models, report -> report.at("/dataset/sha256"), JsonNode::isTextual);
        boolean rows = dataset
                && equal(models, report -> report.path("split"), JsonNode::isObject)
                && equal(models, report -> report.path("target"), target -> true);
        boolean folds = rows
                && equal(models, report -> report.at("/cv/folds"), JsonNode::isNumber)
                && equal(models, report -> report.at("/cv/splitter"), JsonNode::isTextual);
        return new Sameness(dataset, rows, folds);
    }

    private static boolean equal(List<Compared> models, Function<JsonNode, JsonNode> part, Predicate<JsonNode> known) {
        JsonNode first = part.apply(report(models.getFirst()));
        return known.test(first)
                && models.stream().allMatch(model -> part.apply(report(model)).equals(first));
    }

    static JsonNode report(Compared compared) {
        JsonNode report = compared.model().report();
        return report == null ? MissingNode.getInstance() : report;
    }

    private static List<Figure> figures(List<Compared> models, boolean sameRows) {
        Set<String> all = new LinkedHashSet<>();
        models.forEach(model -> measured(model).properties().stream()
                .filter(one -> one.getValue().isNumber())
                .forEach(one -> all.add(one.getKey())));
        JsonNode baseline = report(models.getFirst()).at("/evaluation/baseline");
        return all.stream()
                .map(name -> new Figure(
                        name,
                        Scoring.of(name).map(Scoring::greaterIsBetter).orElse(null),
                        models.stream()
                                .<@Nullable JsonNode>map(model -> number(measured(model), name))
                                .toList(),
                        sameRows ? number(baseline, name) : null))
                .toList();
    }

    /** Every metric; of a report without details those that the task has. */
    private static JsonNode measured(Compared compared) {
        JsonNode all = report(compared).at("/evaluation/metrics");
        JsonNode few = compared.model().metrics();
        return all.isObject() || few == null ? all : few;
    }

    private static @Nullable JsonNode number(JsonNode values, String name) {
        JsonNode value = values.path(name);
        return value.isNumber() ? value : null;
    }

    /** What says which is better: nothing where rows differ or one of the models lacks it. */
    private static Optional<Figure> judge(List<Figure> figures, boolean sameRows) {
        if (!sameRows) {
            return Optional.empty();
        }
        List<Figure> able = figures.stream()
                .filter(figure ->
                        figure.greaterIsBetter() != null && figure.values().getFirst() != null)
                .toList();
        return JUDGES.stream()
                .flatMap(metric -> able.stream().filter(figure -> figure.name().equals(metric.text())))
                .findFirst()
                .or(() -> able.stream().findFirst())
                .filter(figure -> figure.values().stream().allMatch(Objects::nonNull));
    }

    private static Optional<Lead> lead(List<Compared> models, Figure judge) {
        boolean greater = Boolean.TRUE.equals(judge.greaterIsBetter());
        double[] values = judge.values().stream()
                .mapToDouble(value -> Objects.requireNonNull(value).doubleValue())
                .toArray();
        Comparator<Integer> rising = Comparator.comparingDouble(place -> values[place]);
        List<Integer> order = IntStream.range(0, values.length)
                .boxed()
                .sorted(greater ? rising.reversed() : rising)
                .toList();
        int best = order.get(0);
        int next = order.get(1);
        if (values[best] == values[next]) {
            return Optional.empty();
        }
        List<double[]> pairs = pairs(models.get(best), models.get(next), judge.name());
        long better = pairs.stream()
                .filter(pair -> greater ? pair[0] > pair[1] : pair[0] < pair[1])
                .count();
        return Optional.of(new Lead(best, next, Math.abs(values[best] - values[next]), pairs.size(), (int) better));
    }

    /** Both models' values on the folds that both were measured on. */
    private static List<double[]> pairs(Compared first, Compared second, String metric) {
        List<double[]> pairs = new ArrayList<>();
        if (!same(List.of(first, second)).folds()) {
            return pairs;
        }
        for (JsonNode fold : report(first).at("/cv/table")) {
            for (JsonNode other : report(second).at("/cv/table")) {
                JsonNode one = number(fold.path("metrics"), metric);
                JsonNode two = number(other.path("metrics"), metric);
                if (fold.path("fold").equals(other.path("fold")) && one != null && two != null) {
                    pairs.add(new double[] {one.doubleValue(), two.doubleValue()});
                }
            }
        }
        return pairs;
    }
}
