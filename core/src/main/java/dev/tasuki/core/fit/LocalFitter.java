package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.cost.ClassCount;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.cost.FitCost;
import dev.tasuki.core.cost.FitShape;
import dev.tasuki.core.data.Columns;
import dev.tasuki.core.data.CountedStream;
import dev.tasuki.core.data.Csv;
import dev.tasuki.core.data.StoppableStream;
import dev.tasuki.core.data.TableFlaws;
import dev.tasuki.core.data.UnusableColumns;
import dev.tasuki.core.plugin.PluginFailure;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.EncodingTooLargeException;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelFile;
import dev.tasuki.learn.registry.AddedLearners;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Keeping;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.table.TextColumn;
import dev.tasuki.learn.tree.ForestTooLargeException;
import dev.tasuki.learn.tree.NodeBudget;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns a model from a CSV: read, split, fit, evaluate, describe. Knows no store and no task, so
 * that a command line can use it as it is. The same data and request give the same artifact, byte
 * for byte, on any number of threads. Thread-safe; the work is done on the calling thread, which
 * should be a platform thread, and up to {@code threads - 1} others.
 */
public final class LocalFitter implements Fitter {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFitter.class);
    /** Changed whenever the same data and request would give another model. */
    private static final String LEARNING = "forest 1";

    private static final double READ = 0.05;
    private static final double FITTED = 0.90;

    private final int threads;
    private final Executor growers;
    private final FitBounds bounds;

    /**
     * A learner that takes as much memory as it gets.
     *
     * @param threads trees grown at once, at least 1
     * @param growers runs all but one of them; when it is saturated the calling thread goes on alone
     */
    public LocalFitter(int threads, Executor growers) {
        this(growers, FitBounds.anyMemory(threads));
    }

    /** A learner within bounds. */
    public LocalFitter(Executor growers, FitBounds bounds) {
        this.threads = bounds.threads();
        this.growers = growers;
        this.bounds = bounds;
    }

    /** A learner that starts threads of its own for each fit. */
    public static LocalFitter alone(int threads) {
        return new LocalFitter(
                threads,
                work -> Thread.ofPlatform().daemon().name("tasuki-grower").start(work));
    }

    /**
     * A dataset to learn from.
     *
     * @param etag the store's version mark, for the report; may be empty
     * @param csv read to its end, not closed
     */
    public record Source(DatasetId id, String etag, InputStream csv) {}

    /**
     * Learns; empty if {@code control} said stop. Throws {@link InvalidRequest} with
     * {@code invalid_dataset}, {@code unknown_column}, {@code not_a_number} or
     * {@code invalid_parameter} if the data or the parameters do not allow it.
     */
    public Optional<Learned> learn(Source source, TrainRequest request, RunControl control) {
        return learn(source, request, control, PartKeeping.NONE);
    }

    @Override
    public Optional<Learned> learn(Source source, TrainRequest request, RunControl control, PartKeeping keeping) {
        try {
            return Optional.of(learnOrThrow(source, request, control, keeping));
        } catch (FitCancelled | CancellationException | StoppableStream.Stopped stopped) {
            return Optional.empty();
        } catch (ParameterException wrong) {
            throw InvalidRequest.content(RefusalCode.INVALID_PARAMETER, String.valueOf(wrong.getMessage()));
        } catch (EncodingTooLargeException tooLarge) {
            throw FitBounds.tooCostly("dataset " + source.id() + ": " + tooLarge.getMessage());
        } catch (ForestTooLargeException tooLarge) {
            throw FitBounds.tooCostly("the trees grew larger than was to be expected, beyond "
                    + FitCost.size(tooLarge.allowed()) + ": train fewer or shallower trees, or raise min_samples_leaf");
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException | LinkageError | StackOverflowError failed) {
            PluginFailure.words(request.algorithmName(), failed).ifPresent(words -> {
                throw InvalidRequest.content(RefusalCode.TRAINER_FAILED, words);
            });
            throw failed;
        }
    }

    private Learned learnOrThrow(Source source, TrainRequest request, RunControl control, PartKeeping keeping) {
        control.report(new Progress(0.0, "reading", ""));
        Dataset dataset = read(source, request, control);
        LOG.info(
                "{}dataset {} read: {} rows, {} columns of use",
                prefix(control),
                source.id(),
                dataset.table().rows(),
                dataset.table().columns().size());
        try {
            return learn(dataset, request, control, keeping);
        } catch (InvalidValueException wrong) {
            throw unusable(dataset, request, wrong);
        }
    }

    /** All columns that cannot be used, and the value that was seen first. */
    private static InvalidRequest unusable(Dataset dataset, TrainRequest request, InvalidValueException first) {
        return UnusableColumns.refusal(request, TableFlaws.of(dataset.table()))
                .map(all -> InvalidRequest.content(all.code(), all.detail() + ". Seen first: " + first.getMessage()))
                .orElseGet(() -> InvalidRequest.content(
                        RefusalCode.NOT_A_NUMBER, "dataset " + dataset.id() + ": " + first.getMessage()));
    }

    private Learned learn(Dataset dataset, TrainRequest request, RunControl control, PartKeeping keeping) {
        Learner<?> algorithm = algorithm(request, dataset.table());
        long classes = classes(dataset.table(), request, algorithm.kind());
        heed(control);
        ModelSearch search = new ModelSearch(dataset, request, control, keeping);
        // Of the way, each fit has as much.
        double perFit = (FITTED - READ) / (search.fits(algorithm) + 1 + request.cv());
        double searched = READ + perFit * search.fits(algorithm);
        ModelSearch.Chosen chosen = search.run(
                new ModelSearch.Target(algorithm, classes),
                new ModelSearch.Means(threads, growers, bounds),
                READ,
                searched);
        ConfiguredLearner<?> learner = chosen.learner();
        RunControl fitting = chosen.fitting(control);
        Examples examples =
                Examples.of(dataset.table(), request, learner.learner().takes());
        FitCost cost = affordable(
                dataset.table(),
                request,
                learner,
                new Learnt(classes, examples.encoder().names().size()));
        heed(control);
        logStart(control, learner, examples);
        double fitted = searched + perFit;
        FitProgress progress = FitProgress.begin(fitting, learner, searched, fitted);
        FitContext context = new FitContext(threads, growers, progress)
                .resuming(keeping.of(
                        fingerprint(dataset, request, chosen.mark()),
                        learner.steps().word()))
                .within(budget(cost.nodeBytes()));
        long started = System.nanoTime();
        Evaluation evaluation = Evaluation.of(dataset.table(), request, examples, learner, context);
        double seconds = (System.nanoTime() - started) / 1e9;
        control.report(new Progress(fitted, "evaluating", ""));
        evaluation.log(control.subject());
        heed(control);
        ObjectNode details = evaluation.details(control::stopped);
        ObjectNode folds = null;
        if (request.cv() > 0) {
            FitsProgress ofFolds = new FitsProgress(control, FitsProgress.Words.FOLDS, request.cv(), fitted, FITTED);
            Keeping kept = keeping.of(fingerprint(dataset, request, "folds " + request.cv() + chosen.mark()), "fold");
            folds = folds(dataset, request, new Priced(learner, cost), ofFolds, kept)
                    .run();
        }
        ColumnImportances importances = ColumnImportances.of(
                examples, evaluation, request, new ColumnImportances.Means(this::loop, evaluating(control)));
        importances.describe(details);
        heed(control);
        byte[] artifact = artifact(dataset, request, examples, evaluation);
        ObjectNode report = new Report(dataset, request, examples).of(evaluation, details, importances, seconds);
        if (folds != null) {
            report.set("cv", folds);
        }
        progress.curve().tell(report);
        chosen.tell(control, report);
        EarlyFinish.of(learner, evaluation.fitted(), fitting).ifPresent(early -> early.tell(control, report));
        return new Learned(artifact, evaluation.metrics(), report);
    }

    private static byte[] artifact(Dataset dataset, TrainRequest request, Examples examples, Evaluation evaluation) {
        return ModelFile.bytes(Model.of(
                evaluation.fitted(),
                examples.encoder(),
                request.target(),
                ModelProperties.of(dataset, request, evaluation)));
    }

    private static void logStart(RunControl control, ConfiguredLearner<?> learner, Examples examples) {
        Steps steps = learner.steps();
        LOG.info(
                "{}training started: {} with {} {}s on {} rows, {} held out",
                prefix(control),
                learner.learner().name(),
                steps.count(),
                steps.word(),
                examples.split().train().length,
                examples.split().test().length);
    }

    private CrossValidation folds(
            Dataset dataset, TrainRequest request, Priced learner, FitsProgress progress, Keeping kept) {
        return new CrossValidation(
                dataset.table(),
                request,
                learner.learner(),
                new CrossValidation.Means(
                        threads,
                        growers,
                        progress,
                        kept.of(new JsonPartFormat()),
                        () -> budget(learner.cost().foldNodeBytes())));
    }

    private record Priced(ConfiguredLearner<?> learner, FitCost cost) {}

    private NodeBudget budget(long nodeBytes) {
        return budget(bounds, nodeBytes);
    }

    static NodeBudget budget(FitBounds bounds, long nodeBytes) {
        return bounds.memory() == Long.MAX_VALUE ? NodeBudget.unlimited() : new NodeBudget(nodeBytes);
    }

    /** Side by side; what is to stop throws. */
    private void loop(int count, IntConsumer body) {
        new ParallelLoop(count, () -> false, body).run(threads, growers);
    }

    private static ColumnImportances.Listener evaluating(RunControl control) {
        return new ColumnImportances.Listener() {
            @Override
            public void advanced(int column, int columns) {
                double fraction = FITTED + (1 - FITTED) * (column - 1) / columns;
                control.report(
                        new Progress(fraction, "evaluating", "importance of feature " + column + " of " + columns));
            }

            @Override
            public boolean cancelled() {
                return control.stopped();
            }
        };
    }

    /** The estimate from what was read: a foreign producer sends its message without asking for it. */
    private FitCost affordable(Table table, TrainRequest request, ConfiguredLearner<?> learner, Learnt learnt) {
        FitShape shape =
                new FitShape(table.rows(), table.columns().size(), 0, learnt.classes(), true, learnt.features());
        FitCost cost = FitCost.of(shape, request, learner, threads);
        bounds.require(cost, shape, request);
        bounds.requireImportance(cost, shape, request);
        return cost;
    }

    /** What is known of a table once its encoder is learned. */
    private record Learnt(long classes, long features) {}

    private long classes(Table table, TrainRequest request, Kind kind) {
        boolean labels = kind == Kind.CLASSES;
        long classes = labels ? ClassCount.in(table, request.target(), bounds.classes()) : 0;
        bounds.requireClasses(request, classes, true);
        return classes;
    }

    /** Between steps that do not ask themselves. */
    private static void heed(RunControl control) {
        if (control.stopped()) {
            throw new CancellationException("the run was told to stop");
        }
    }

    private static String prefix(RunControl control) {
        return control.subject().isEmpty() ? "" : control.subject() + ": ";
    }

    /** A dataset in memory, and the mark of its bytes. */
    record Dataset(DatasetId id, String etag, String sha256, long size, Table table) {}

    /** Keeps only the columns that the request names; throws if one of them is not there. */
    private static Dataset read(Source source, TrainRequest request, RunControl control) {
        MessageDigest digest = Sha256.digest();
        InputStream csv = new StoppableStream(source.csv(), control);
        CountedStream counted = new CountedStream(new DigestInputStream(csv, digest));
        boolean labels = request.asksForClasses() || request.stratify();
        CsvReader.Choice choice = header -> {
            Columns.require(request, header);
            Set<String> used = new HashSet<>(request.features());
            if (request.hasTarget()) {
                used.add(request.target());
            }
            return used;
        };
        Table table = Csv.table(source.id(), counted, choice, labels ? request.target() : "");
        return new Dataset(source.id(), source.etag(), Sha256.hexOf(digest), counted.count(), table);
    }

    /** What was asked for, or what the target suggests. */
    private static Learner<?> algorithm(TrainRequest request, Table table) {
        if (request.delegated()) {
            throw InvalidRequest.content(
                    RefusalCode.INVALID_PARAMETER,
                    "this process trains by its own algorithms only, not by " + request.algorithmName()
                            + "; send the request to a server that allows it (--celery-trainers)");
        }
        Learner<?> asked = request.algorithm();
        if (asked != null && !request.hasTarget()) {
            return asked;
        }
        Column target = table.column(request.target()).orElseThrow();
        if (request.asksForNumbers() && target instanceof TextColumn) {
            throw UnusableColumns.refusal(request, TableFlaws.of(table))
                    .orElseThrow(() -> new IllegalStateException("a column of text holds a number in every row"));
        }
        Kind suggested = Columns.words(target) ? Kind.CLASSES : Kind.NUMBERS;
        return asked != null ? asked : Learners.usual(request.wantedKind().orElse(suggested));
    }

    /**
     * Of all that determines the model, or the folds: the data, the request and how this program learns.
     *
     * @param mark what is kept under it, where that is not the model of the request itself
     */
    static String fingerprint(Dataset dataset, TrainRequest request, String mark) {
        MessageDigest digest = Sha256.digest();
        digest.update(mark.getBytes(StandardCharsets.UTF_8));
        digest.update(LEARNING.getBytes(StandardCharsets.UTF_8));
        digest.update(dataset.sha256().getBytes(StandardCharsets.UTF_8));
        digest.update(request.deciding());
        AddedLearners.origin(request.algorithmName())
                .ifPresent(origin -> digest.update(origin.getBytes(StandardCharsets.UTF_8)));
        return Sha256.hexOf(digest);
    }
}
