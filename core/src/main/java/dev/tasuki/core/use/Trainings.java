package dev.tasuki.core.use;

import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.cost.FitCosts;
import dev.tasuki.core.cost.FitPreconditions;
import dev.tasuki.core.cost.PlannedColumns;
import dev.tasuki.core.data.AllColumns;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingPlan;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.trainer.Trainers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts trainings: from a client's request to a durable row and a message that hints at it.
 * Thread-safe.
 */
public final class Trainings {
    private static final Logger LOG = LoggerFactory.getLogger(Trainings.class);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private final TaskStore store;
    private final Publishing publishing;
    private final Datasets datasets;
    private final AllColumns columns;
    private final FitCosts costs;
    private final Trainers trainers;
    private final Backlog backlog;
    private final Context context;

    /**
     * What surrounds it.
     *
     * @param ids a new model's id, never given before; thread-safe
     */
    public record Context(InstantSource clock, Telemetry telemetry, Supplier<ModelId> ids) {
        /** With random ids. */
        public Context(InstantSource clock, Telemetry telemetry) {
            this(clock, telemetry, () -> new ModelId(UUID.randomUUID().toString()));
        }
    }

    /** Accepts trainings of any cost. */
    public Trainings(TaskStore store, Publishing publishing, Datasets datasets, Backlog backlog, Context context) {
        this(store, publishing, new Material(datasets, FitCosts.any(datasets)), backlog, context);
    }

    public Trainings(TaskStore store, Publishing publishing, Material material, Backlog backlog, Context context) {
        this.store = store;
        this.publishing = publishing;
        this.datasets = material.datasets();
        this.columns = new AllColumns(datasets);
        this.costs = material.costs();
        this.trainers = material.trainers();
        this.backlog = backlog;
        this.context = context;
    }

    /**
     * What there is to learn from, what that may cost, and who else may learn from it.
     *
     * @param trainers programs of others that trainings may be given to
     */
    public record Material(Datasets datasets, FitCosts costs, Trainers trainers) {
        /** For trainings by our own algorithms alone. */
        public Material(Datasets datasets, FitCosts costs) {
            this(datasets, costs, Trainers.NONE);
        }
    }

    /**
     * Throws {@code too_busy} if it is known that {@link #submit} would: for a caller that has not read the
     * request yet, and that must not wait. It does not, and asks no store.
     */
    public void expectRoom() {
        backlog.expectRoom();
    }

    /**
     * Accepts a training; once this returns it survives a crash. The row is TASK_RECEIVED, or as far
     * as it has come if the key repeats an earlier request with the same content. A broker that is
     * away delays the work but not the answer: the relay publishes later.
     *
     * @param idempotencyKey 1 to 255 visible ASCII characters, or null
     * @throws Refusal invalid key, columns that are not there or not of use, parameters that do not suit the
     *     dataset, {@code too_costly}, {@code dataset_not_found}, {@code too_busy},
     *     {@code idempotency_conflict}, a store that is away
     */
    public TaskRow submit(TrainRequest request, @Nullable String idempotencyKey) {
        IdempotencyKey key = key(request, idempotencyKey);
        Optional<TaskRow> before = key == null ? Optional.empty() : repeated(key);
        return before.orElseGet(() -> acceptNew(columns.named(request), key));
    }

    /**
     * Accepts a training under an id that its sender chose, as {@link #submit} accepts one under a new id. Sent again
     * it is the same task, whatever has changed since: nothing is checked of a task that is known.
     *
     * @param origin what the sender is answered by once the task has ended
     * @return created, or repeated with the row that has this id; that one may have another origin, or none
     * @throws Refusal as {@link #submit} does, only about a task that is not known
     */
    public Acceptance accept(TrainRequest request, TaskId id, Origin origin) {
        ModelId model = new ModelId(id.value());
        try {
            TrainRequest named = columns.named(request);
            return admit(named, pin -> new NewTask(id, spec(named, pin, model).from(origin), null));
        } catch (Refusal refusal) {
            return store.find(id).<Acceptance>map(Acceptance.Repeated::new).orElseThrow(() -> refusal);
        }
    }

    /**
     * What the request would train, for which price; stores and publishes nothing. Reads the dataset if it is
     * not known yet. Throws as {@link #submit} does, except for a full backlog.
     *
     * @param key as for {@link #submit}; only its form is looked at
     */
    public TrainingPlan plan(TrainRequest.Parsed asked, @Nullable String key) {
        key(asked.request(), key);
        asked.request().when().check(context.clock().instant());
        trainers.check(asked.request());
        if (asked.request().delegated()) {
            throw InvalidRequest.content(
                    RefusalCode.INVALID_PARAMETER,
                    "what a training by " + asked.request().algorithmName()
                            + " would cost is known to its trainer alone; send it without dry_run");
        }
        TrainRequest request = columns.named(asked.request());
        datasets.requireUsable(request, datasets.pin(request));
        DatasetDescription known = datasets.describe(request.dataset());
        FitPreconditions.require(request, known);
        List<String> warnings = new ArrayList<>(asked.warnings());
        if (asked.request().namesAllColumns()) {
            leftOut(request, known).ifPresent(warnings::add);
        }
        return Planning.plan(new TrainRequest.Parsed(request, warnings), known, costs);
    }

    /**
     * What the client should know of a training that was accepted, one sentence each; mostly nothing. Looks at what is
     * known already and reads nothing.
     */
    public List<String> doubts(TrainRequest request, TaskRow row) {
        DatasetPin pin = row.spec().pin();
        boolean chosen = request.delegated() || request.wantedKind().isPresent();
        if (pin == null || chosen && !request.namesAllColumns()) {
            return List.of();
        }
        List<String> doubts = new ArrayList<>();
        datasets.described(request.dataset(), pin).ifPresent(known -> {
            if (request.namesAllColumns()) {
                leftOut(accepted(request, row), known).ifPresent(doubts::add);
            }
            doubts.addAll(Planning.doubts(request, known));
        });
        return doubts;
    }

    private Optional<String> leftOut(TrainRequest named, DatasetDescription dataset) {
        DatasetPin pin =
                new DatasetPin(dataset.dataset().etag(), dataset.dataset().size());
        return datasets.knownFlaws(named.dataset(), pin).flatMap(table -> AllColumns.leftOut(named, dataset, table));
    }

    /** With the features' names, which the row has. */
    private static TrainRequest accepted(TrainRequest request, TaskRow row) {
        return request.namesAllColumns()
                ? TrainRequest.parseMessage(row.spec().payload().getBytes(StandardCharsets.UTF_8))
                : request;
    }

    /**
     * What will be done with the columns of a training that was accepted, as far as is known already; empty: nothing,
     * or nothing is known. Reads nothing.
     */
    public List<TrainingPlan.PlannedColumn> preprocess(TrainRequest request, TaskRow row) {
        DatasetPin pin = row.spec().pin();
        return pin == null
                ? List.of()
                : datasets.described(request.dataset(), pin)
                        .map(known -> PlannedColumns.of(accepted(request, row), known))
                        .orElse(List.of());
    }

    /** Asked before there is room: a client that lost its answer gets it however full the queue is. */
    private Optional<TaskRow> repeated(IdempotencyKey key) {
        return store.list(new TaskQuery(TaskFilter.of(key), OptionalLong.empty(), 1)).stream()
                .findFirst();
    }

    private TaskRow acceptNew(TrainRequest request, @Nullable IdempotencyKey key) {
        Acceptance acceptance = admit(request, pin -> {
            ModelId model = context.ids().get();
            return new NewTask(new TaskId(model.value()), spec(request, pin, model), key);
        });
        return switch (acceptance) {
            case Acceptance.Created created -> created.row();
            case Acceptance.Repeated repeated -> repeated.row();
            case Acceptance.KeyTaken taken ->
                throw InvalidRequest.content(
                        RefusalCode.IDEMPOTENCY_CONFLICT,
                        "this Idempotency-Key was used for another request, which made task "
                                + taken.row().id() + "; use a new key for a new request");
        };
    }

    private Acceptance admit(TrainRequest request, Function<DatasetPin, NewTask> task) {
        Instant now = context.clock().instant();
        request.when().check(now);
        trainers.check(request);
        Backlog.Kind kind = request.when().later(now) ? Backlog.Kind.SCHEDULED : Backlog.Kind.DUE;
        backlog.check(kind);
        DatasetPin pin = datasets.pin(request);
        datasets.requireUsable(request, pin);
        FitPreconditions.require(datasets, request, pin);
        costs.check(request, pin);
        try (Backlog.Place place = backlog.admit(kind)) {
            Acceptance acceptance = store.accept(task.apply(pin));
            if (acceptance instanceof Acceptance.Created created) {
                place.keep();
                publish(created.row());
            }
            return acceptance;
        }
    }

    private TaskSpec spec(TrainRequest request, DatasetPin pin, ModelId model) {
        return new TaskSpec(
                        TaskKind.TRAIN,
                        new String(request.toMessage(model), StandardCharsets.UTF_8),
                        request.dataset(),
                        pin,
                        request.name(),
                        request.tags(),
                        request.when().schedule(context.clock().instant()))
                .requesting(request.algorithmName());
    }

    private void publish(TaskRow row) {
        context.telemetry().count(Telemetry.Count.TRAININGS_ACCEPTED);
        LOG.info(
                "task {} received: train model {} on dataset {}",
                row.id(),
                row.id(),
                row.spec().dataset());
        if (row.spec().runAt().isAfter(row.times().created())) {
            LOG.info(
                    "task {} is due at {}, the relay publishes it then",
                    row.id(),
                    row.spec().runAt());
            return;
        }
        publishing.submit(row);
    }

    private static @Nullable IdempotencyKey key(TrainRequest request, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!KEY.matcher(text).matches()) {
            throw InvalidRequest.field(new FieldProblem(
                    "string_pattern_mismatch",
                    List.of("header", "Idempotency-Key"),
                    "Idempotency-Key must be 1 to 255 visible ASCII characters without spaces",
                    ShownValue.shortened(text)));
        }
        return new IdempotencyKey(text, Sha256.hex(request.canonical()));
    }
}
