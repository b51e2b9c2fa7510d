package dev.tasuki.core.predict;

import dev.tasuki.core.ask.Answerer;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.plugin.PluginFailure;
import dev.tasuki.core.request.CellBudget;
import dev.tasuki.core.request.PredictParser;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.request.PredictRows;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

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
        return answer(body, request, model(request.model()), deadline);
    }

    private Model model(ModelId id) {
        return cache.get(id, models.artifact(id));
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
        return start(PredictRequest.parse(body, deadline), body, deadline);
    }

    /** The same with a small body that was read already. */
    Start start(PredictRequest request, byte[] body, Deadline deadline) {
        if (request.cells() > SMALL_CELLS) {
            return Start.Later.LARGE;
        }
        Artifact artifact = models.artifact(request.model());
        Model model = cache.ready(artifact);
        if (model == null) {
            return Start.Later.LOADING;
        }
        Fitted fitted = model.fitted();
        if (probabilities(request, fitted) > SMALL_CELLS && !request.single()
                || (long) request.rows() * fitted.nTrees() > SMALL_WALKS) {
            return Start.Later.LARGE;
        }
        Deadline soon = deadline.within(SMALL_TIME);
        try {
            return PredictionParts.small(request, model, soon)
                    ? new Start.Answered(answer(body, request, model, soon))
                    : Start.Later.LARGE;
        } catch (CancellationException late) {
            deadline.check();
            return Start.Later.LARGE;
        } catch (TimedOut late) {
            deadline.check();
            return Start.Later.LARGE;
        }
    }

    private byte[] answer(byte[] body, PredictRequest request, Model model, Deadline deadline) {
        Fitted fitted = model.fitted();
        requireAffordable(request, fitted);
        try (CellBudget.Held cells = underWay.take(request.cells());
                PredictRows rows = new PredictRows(body, request, model.info().encoder())) {
            Work work = new Work(
                    new WalkCounter(BETWEEN_LOOKS, deadline::passed), PredictionParts.of(request, model, deadline));
            return switch (fitted) {
                case Fitted.Numbers numbers -> answer(numbers, request, rows, work);
                case Fitted.Scores scores -> answer(scores, request, rows, work);
                case Fitted.Classes classes -> answer(classes, request, rows, work);
            };
        } catch (CancellationException e) {
            deadline.check();
            throw e;
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException | LinkageError | StackOverflowError failed) {
            PluginFailure.words(model.info().algorithm(), failed).ifPresent(words -> {
                throw new Corrupt(RefusalCode.TRAINER_FAILED, words);
            });
            throw failed;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    /** What is done with each row: it goes down the trees, and has parts of the answer of its own. */
    private record Work(WalkCounter walks, PredictionParts parts) {}

    private static byte[] answer(Fitted.Numbers fitted, PredictRequest request, PredictRows rows, Work work)
            throws IOException {
        PredictionWriter answer = new PredictionWriter(request, work.parts());
        for (int i = 0; i < request.rows(); i++) {
            double[] row = next(rows, request, answer);
            if (row != null) {
                answer.number(fitted.predict(row, work.walks()));
                answer.beside(row);
            }
        }
        return answer.numbers(rows.warnings());
    }

    private static byte[] answer(Fitted.Scores fitted, PredictRequest request, PredictRows rows, Work work)
            throws IOException {
        PredictionWriter answer = new PredictionWriter(request, work.parts());
        for (int i = 0; i < request.rows(); i++) {
            double[] row = next(rows, request, answer);
            if (row != null) {
                answer.score(fitted.score(row, work.walks()), fitted.offset());
                answer.beside(row);
            }
        }
        return answer.scores(rows.warnings());
    }

    private static byte[] answer(Fitted.Classes fitted, PredictRequest request, PredictRows rows, Work work)
            throws IOException {
        PredictionWriter answer = new PredictionWriter(request, work.parts());
        List<String> labels = PredictionWriter.labels(fitted.labels());
        for (int i = 0; i < request.rows(); i++) {
            double[] row = next(rows, request, answer);
            if (row != null) {
                answer.shares(fitted.predictProbabilities(row, work.walks()), labels);
                answer.beside(row);
            }
        }
        return answer.classes(labels, rows.warnings());
    }

    /** The next row; null if it cannot be predicted and the answer says so in its place. */
    private static double @Nullable [] next(PredictRows rows, PredictRequest request, PredictionWriter answer)
            throws IOException {
        if (!request.eachRow()) {
            return rows.next();
        }
        try {
            double[] row = rows.next();
            answer.warn(rows.rowWarnings());
            return row;
        } catch (InvalidRequest wrong) {
            rows.rowWarnings();
            answer.absent(wrong.detail());
            return null;
        }
    }

    private static long probabilities(PredictRequest request, Fitted fitted) {
        return fitted instanceof Fitted.Classes classes
                ? (long) request.rows() * classes.labels().size()
                : 0;
    }

    private static void requireAffordable(PredictRequest request, Fitted fitted) {
        long walks = (long) request.rows() * fitted.nTrees();
        if (walks > MAX_WALKS) {
            throw tooCostly(
                    request, "%,d trees = %,d walks".formatted(fitted.nTrees(), walks), MAX_WALKS, fitted.nTrees());
        }
        long probabilities = probabilities(request, fitted);
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
