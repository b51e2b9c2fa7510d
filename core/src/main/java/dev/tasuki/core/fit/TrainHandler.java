package dev.tasuki.core.fit;

import dev.tasuki.core.base.ThreadNiceness;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.cost.FitCost;
import dev.tasuki.core.cost.FitCosts;
import dev.tasuki.core.cost.FitMemory;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.Product;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.Work;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Trains: reads the pinned dataset and learns. Thread-safe. */
public final class TrainHandler implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(TrainHandler.class);

    private final Datasets datasets;
    private final Fitter learner;
    private final FitCosts costs;
    private final InstantSource clock;
    private final @Nullable Checkpoints checkpoints;

    /** A handler that keeps no parts: every attempt begins anew. */
    public TrainHandler(Datasets datasets, Fitter learner, InstantSource clock) {
        this(datasets, learner, clock, null, FitCosts.any(datasets));
    }

    /** A handler whose attempts go on from the parts of former ones; null: they begin anew. */
    public TrainHandler(
            Datasets datasets, Fitter learner, InstantSource clock, @Nullable Checkpoints checkpoints, FitCosts costs) {
        this.costs = costs;
        this.datasets = datasets;
        this.learner = learner;
        this.clock = clock;
        this.checkpoints = checkpoints;
    }

    @Override
    public NewTask read(byte[] body) {
        TrainRequest request = received(body);
        ModelId model = Objects.requireNonNull(request.modelId());
        TaskSpec spec = new TaskSpec(
                        TaskKind.TRAIN,
                        new String(body, StandardCharsets.UTF_8),
                        request.dataset(),
                        null,
                        request.name(),
                        request.tags(),
                        request.when().schedule(clock.instant()))
                .requesting(request.algorithmName());
        return new NewTask(new TaskId(model.value()), spec, null);
    }

    /** What cannot be put on record goes to the dead letters, where it waits for a process that has the plug-in. */
    private static TrainRequest received(byte[] body) {
        try {
            return TrainRequest.parseMessage(body);
        } catch (InvalidRequest wrong) {
            if (wrong.code() == RefusalCode.PLUGIN_MISSING) {
                throw InvalidRequest.field(
                        new FieldProblem("literal_error", List.of("body", "algorithm"), wrong.detail(), null));
            }
            throw wrong;
        }
    }

    /** A dataset that is not there stays unpinned: the run will say so, on record. */
    @Override
    public NewTask pin(NewTask read) {
        TaskSpec pinned = read.spec().pinned(datasets.pin(read.spec().dataset()).orElse(null));
        return new NewTask(read.id(), pinned, read.idempotency());
    }

    /**
     * Learns on a platform thread of its own, whatever thread a broker calls on: hours of computing on
     * a virtual thread would keep its carrier from the requests.
     */
    @Override
    public Optional<Product> run(TaskRow row, RunControl control) {
        Map<String, String> mdc = MDC.getCopyOfContextMap();
        FutureTask<Optional<Product>> learning = new FutureTask<>(() -> {
            if (mdc != null) {
                MDC.setContextMap(mdc);
            }
            return learn(row, control);
        });
        Thread.ofPlatform().name("tasuki-train-" + row.id()).start(ThreadNiceness.yielding(learning));
        return await(learning);
    }

    private Optional<Product> learn(TaskRow row, RunControl control) {
        TrainRequest request = TrainRequest.parseMessage(row.spec().payload().getBytes(StandardCharsets.UTF_8));
        if (request.when().keep()) {
            control.keepAtTimeout();
        }
        try (ObjectReader reader = datasets.open(request.dataset(), row.spec().pin());
                FitMemory.Reservation held = costs.reserve(request, version(reader), control)) {
            LocalFitter.Source source =
                    new LocalFitter.Source(request.dataset(), reader.object().etag(), reader.content());
            LOG.debug("task {}: {} bytes of memory are reserved", row.id(), held.bytes());
            return checkpoints == null
                    ? learner.learn(source, request, control, PartKeeping.NONE)
                            .map(learned -> product(learned, List.of()))
                    : resumed(
                            source,
                            request,
                            control,
                            checkpoints.attempt(row.id(), row.lease().epoch() + 1));
        } catch (CancellationException stopped) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatasetPin version(ObjectReader reader) {
        return new DatasetPin(reader.object().etag(), reader.object().size());
    }

    private Optional<Product> resumed(
            LocalFitter.Source source, TrainRequest request, RunControl control, CheckpointedParts parts) {
        Optional<Learned> learned;
        try (parts) {
            learned = learner.learn(source, request, control, parts);
        }
        if (learned.isEmpty() && control.givenBack()) {
            parts.flush();
        }
        return learned.map(made -> product(made, parts.files()));
    }

    private static Product product(Learned learned, List<String> leftovers) {
        return new Product(
                learned.artifact(),
                learned.metrics().toString(),
                learned.report().toString(),
                leftovers);
    }

    /** Through interrupts: the run has its own way of being stopped. */
    private static <T> T await(FutureTask<T> learning) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return learning.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static InvalidRequest tooLarge() {
        return FitBounds.tooCostly("the training needed more memory than this process has ("
                + FitCost.size(Runtime.getRuntime().maxMemory())
                + " in all) and was ended; train fewer or shallower trees, or on less data, or give the process more"
                + " (-Xmx in TASUKI_JAVA_OPTS)");
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        if (e.getCause() instanceof OutOfMemoryError) {
            // What it held is free again: the thread that learned has ended.
            return tooLarge();
        }
        if (e.getCause() instanceof Error cause) {
            throw cause;
        }
        return new IllegalStateException("learning failed", e.getCause());
    }
}
