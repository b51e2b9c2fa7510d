package dev.tasuki.core.predict;

import dev.tasuki.core.ask.Answerer;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.request.CellBudget;
import dev.tasuki.core.request.PredictParser;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.request.PredictRows;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.learn.forest.ClassificationForest;
import dev.tasuki.learn.forest.Forest;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.forest.Walks;
import dev.tasuki.learn.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Predicts: finds the model, checks what the prediction would cost, reads the input row by row and asks
 * the trees. Thread-safe.
 */
public final class PredictHandler implements Answerer {
    private static final long SMALL_CELLS = Limits.SMALL_PREDICTION.value();
    private static final long MAX_CELLS = Limits.PREDICT_CELLS.value();
    private static final long MAX_WALKS = Limits.PREDICT_WALKS.value();
    private static final int BETWEEN_LOOKS = Limits.PREDICT_WALKS_BETWEEN_LOOKS.intValue();
    /** What a small prediction may walk: a thousandth of what any may, some 10 ms. */
    private static final long SMALL_WALKS = MAX_WALKS / 1_000;
    /** A small prediction that takes longer, with trees as deep as their rows are many, is not small. */
    private static final Duration SMALL_TIME = Duration.ofMillis(50);

    private final TrainedModels models;
    private final ModelCache cache;
    private final CellBudget underWay = new CellBudget(Limits.PREDICT_CELLS_IN_FLIGHT.value());

    public PredictHandler(TrainedModels models, ModelCache cache) {
        this.models = models;
        this.cache = cache;
    }

    @Override
    public byte[] answer(byte[] body, Deadline deadline) {
        PredictRequest request = PredictRequest.parse(body, deadline);
        return answer(body, request, forest(request.model()), deadline);
    }

    private Forest forest(ModelId id) {
        try {
            return cache.get(models.artifact(id)).forest();
        } catch (Corrupt artifact) {
            throw new Corrupt(artifact.code(), "model " + id + ": " + artifact.detail(), artifact);
        }
    }

    /** Small predictions with a model that is in memory are answered at once. */
    @Override
    public Start start(byte[] body, Deadline deadline) {
        if (body.length > ComputePool.SMALL) {
            ModelId model = PredictParser.model(body);
            if (model != null) {
                // A model that is not there is told of by the worker: another consumer may have it.
                models.artifact(model);
            }
            return Start.Later.LARGE;
        }
        PredictRequest request = PredictRequest.parse(body, deadline);
        if (request.cells() > SMALL_CELLS) {
            return Start.Later.LARGE;
        }
        Artifact artifact = models.artifact(request.model());
        Model model = cache.ready(artifact);
        if (model == null) {
            return Start.Later.LOADING;
        }
        Forest forest = model.forest();
        if (probabilities(request, forest) > SMALL_CELLS && !request.single()
                || (long) request.rows() * forest.nTrees() > SMALL_WALKS) {
            return Start.Later.LARGE;
        }
        try {
            return new Start.Answered(answer(body, request, forest, deadline.within(SMALL_TIME)));
        } catch (TimedOut late) {
            deadline.check();
            return Start.Later.LARGE;
        }
    }

    private byte[] answer(byte[] body, PredictRequest request, Forest forest, Deadline deadline) {
        requireAffordable(request, forest);
        try (CellBudget.Held cells = underWay.take(request.cells());
                PredictRows rows = new PredictRows(body, request, forest.featureNames())) {
            Walks walks = new Walks(BETWEEN_LOOKS, deadline::passed);
            return switch (forest) {
                case RegressionForest numbers -> answer(numbers, request, rows, walks);
                case ClassificationForest classes -> answer(classes, request, rows, walks);
            };
        } catch (CancellationException e) {
            deadline.check();
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private static byte[] answer(RegressionForest forest, PredictRequest request, PredictRows rows, Walks walks)
            throws IOException {
        PredictionWriter answer = new PredictionWriter(request);
        for (int i = 0; i < request.rows(); i++) {
            answer.number(forest.predict(rows.next(), walks));
        }
        return answer.numbers();
    }

    private static byte[] answer(ClassificationForest forest, PredictRequest request, PredictRows rows, Walks walks)
            throws IOException {
        PredictionWriter answer = new PredictionWriter(request);
        List<String> labels = PredictionWriter.labels(forest.labels());
        for (int i = 0; i < request.rows(); i++) {
            answer.shares(forest.predictProbabilities(rows.next(), walks), labels);
        }
        return answer.classes(labels);
    }

    private static long probabilities(PredictRequest request, Forest forest) {
        return forest instanceof ClassificationForest classes
                ? (long) request.rows() * classes.labels().size()
                : 0;
    }

    private static void requireAffordable(PredictRequest request, Forest forest) {
        long walks = (long) request.rows() * forest.nTrees();
        if (walks > MAX_WALKS) {
            throw tooCostly(
                    request, "%,d trees = %,d walks".formatted(forest.nTrees(), walks), MAX_WALKS, forest.nTrees());
        }
        long probabilities = probabilities(request, forest);
        if (probabilities > MAX_CELLS) {
            long classes = probabilities / request.rows();
            throw tooCostly(
                    request, "%,d classes = %,d probabilities".formatted(classes, probabilities), MAX_CELLS, classes);
        }
    }

    private static InvalidRequest tooCostly(PredictRequest request, String figure, long most, long each) {
        return InvalidRequest.content(
                RefusalCode.TOO_COSTLY,
                "%,d rows × %s; at most %,d: send up to %,d rows at once"
                        .formatted(request.rows(), figure, most, Math.max(1, most / each)));
    }
}
