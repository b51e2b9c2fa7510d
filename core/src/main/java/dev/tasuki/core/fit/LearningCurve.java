package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.StepLine;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one fit by its steps. Of many points each second one goes, so that there are never more than
 * {@link Limits#LEARNING_CURVE_POINTS}, and the newest stays. Thread-safe.
 */
final class LearningCurve {
    private static final int MOST = Limits.LEARNING_CURVE_POINTS.intValue();

    private final String unit;
    private final StepLine.Metric metric;
    private final List<StepLine.Score> points = new ArrayList<>();
    /** Only steps that this divides are kept, beside the newest. */
    private int stride = 1;

    private StepLine.@Nullable Score newest;

    LearningCurve(ConfiguredLearner<?> learner) {
        this.unit = learner.steps().word();
        this.metric = !unit.equals("tree")
                ? StepLine.Metric.EARLY_STOPPING_SCORE
                : learner.learner().kind() == Kind.NUMBERS ? StepLine.Metric.OOB_R2 : StepLine.Metric.OOB_ACCURACY;
    }

    synchronized void add(int steps, double score) {
        if (!Double.isFinite(score)) {
            return;
        }
        newest = new StepLine.Score(metric, score, steps);
        while (points.size() >= MOST) {
            stride *= 2;
            points.removeIf(point -> point.after() % stride != 0);
        }
        if (steps % stride == 0) {
            points.add(newest);
        }
    }

    /** The last score; null before the first. */
    synchronized StepLine.@Nullable Score newest() {
        return newest;
    }

    /** Adds it to the report, unless there is no score. */
    synchronized void tell(ObjectNode report) {
        if (newest == null) {
            return;
        }
        ObjectNode json = report.putObject("learning_curve");
        json.put("metric", metric.word());
        json.put("unit", unit);
        ArrayNode list = json.putArray("points");
        points.forEach(point -> list.addArray().add(point.after()).add(point.value()));
        if (points.isEmpty() || points.getLast() != newest) {
            list.addArray().add(newest.after()).add(newest.value());
        }
    }
}
