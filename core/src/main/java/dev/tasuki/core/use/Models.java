package dev.tasuki.core.use;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredContent;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.predict.ModelStates;
import dev.tasuki.core.predict.OnnxExports;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at models, in training or trained, and removes them. Thread-safe. */
public final class Models {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final TaskStore tasks;
    private final ObjectStore objects;
    private final Keys keys;
    private final ModelStates states;
    private final OnnxExports exports;
    private final @Nullable ModelNames names;

    /** Shows no versions. */
    public Models(TaskStore tasks, ObjectStore objects, Keys keys, InstantSource clock) {
        this(tasks, objects, keys, clock, null);
    }

    /** Shows the versions by these names; without names, as null says, no model has one. */
    public Models(TaskStore tasks, ObjectStore objects, Keys keys, InstantSource clock, @Nullable ModelNames names) {
        this.names = names;
        this.tasks = tasks;
        this.objects = objects;
        this.keys = keys;
        this.states = new ModelStates(clock);
        this.exports = new OnnxExports(objects, clock);
    }

    /** The model, with its report. Throws {@link NotFound} with {@code model_not_found}. */
    public ModelView find(ModelId id) {
        return withReport(row(id));
    }

    /**
     * The same of a trained one. Throws {@link NotFound} with {@code model_not_found} or {@code model_failed};
     * {@link NotReady} with {@code model_not_ready}.
     */
    public ModelView trained(ModelId id) {
        TaskRow row = row(id);
        states.artifact(row);
        return withReport(row);
    }

    private ModelView withReport(TaskRow row) {
        Optional<String> report = tasks.report(row.id());
        return view(row, report.map(Json::stored).orElse(null), numbers(List.of(row)));
    }

    /**
     * The file of a trained model, whatever program made it. Throws {@link NotFound} with {@code model_not_found}, or
     * {@code model_failed} if there never will be one; {@link NotReady} with {@code model_not_ready} while its
     * training goes on; {@link Corrupt} if the store has lost it.
     */
    public StoredContent artifact(ModelId id) {
        TaskRow row = row(id);
        return content(row, states.artifact(row));
    }

    /**
     * The same as an ONNX file, to be closed in any case. Throws the same, and what {@link OnnxExports#open} throws.
     *
     * @param client whose going ends the work
     */
    public OnnxExports.Export onnx(ModelId id, CancelSignal client) {
        return exports.open(id, states.artifact(row(id)), client);
    }

    private StoredContent content(TaskRow row, Artifact artifact) {
        return objects.stat(artifact.key())
                .map(object -> new StoredContent(objects, object))
                .orElseThrow(() -> new Corrupt(
                        RefusalCode.ARTIFACT_CORRUPT,
                        "model " + row.id() + ": its artifact is not in the store any more; train the model again"));
    }

    /** Newest first, without reports. */
    public List<ModelView> list(TaskQuery query) {
        List<TaskRow> rows = tasks.list(query.brief()).stream()
                .filter(row -> row.spec().kind() == TaskKind.TRAIN)
                .toList();
        Map<TaskId, ModelNumber> numbers = numbers(rows);
        return rows.stream().map(row -> view(row, null, numbers)).toList();
    }

    /**
     * Removes the model: first its row, so that nobody finds it any more, then its artifacts. A mark in
     * the store says so before and goes last: should the process end on the way, the sweeper goes on.
     * Throws {@link NotFound}; {@link NotReady} with {@code wrong_state} while its training goes on or an alias points
     * to it.
     */
    public void delete(ModelId id) {
        TaskRow row = row(id);
        if (!row.state().terminal()) {
            throw inTraining(row);
        }
        refuseUnderAlias(row);
        mark(row);
        if (!tasks.apply(new Transition.Remove(row.id()))) {
            objects.delete(keys.removal(row.id()));
            throw stays(row(id));
        }
        for (StoredObject artifact : objects.list(keys.model(row.id()))) {
            if (!artifact.key().equals(keys.removal(row.id()))) {
                objects.delete(artifact.key());
            }
        }
        objects.delete(keys.removal(row.id()));
        LOG.info("model {} deleted", id);
    }

    private void mark(TaskRow row) {
        try {
            objects.put(keys.removal(row.id()), InputStream.nullInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("an empty stream cannot fail", e);
        }
    }

    /** Before the mark is set: a model that stays shall not have had one. */
    private void refuseUnderAlias(TaskRow row) {
        ModelNumber number = numbers(List.of(row)).get(row.id());
        if (number != null && !number.aliases().isEmpty()) {
            throw underAlias(row, number);
        }
    }

    private NotReady stays(TaskRow row) {
        ModelNumber number = numbers(List.of(row)).get(row.id());
        return number == null || number.aliases().isEmpty() ? inTraining(row) : underAlias(row, number);
    }

    private static NotReady underAlias(TaskRow row, ModelNumber number) {
        return NotReady.ended(
                RefusalCode.WRONG_STATE,
                "model " + row.id() + " is " + row.spec().name() + "@" + String.join(", @", number.aliases())
                        + "; move or delete the alias first, then delete the model");
    }

    /** Of those only that may have one. */
    private Map<TaskId, ModelNumber> numbers(List<TaskRow> rows) {
        List<TaskId> named = rows.stream()
                .filter(row -> row.outcome() instanceof Outcome.Completed
                        && ModelName.of(row.spec().name()).isPresent())
                .map(TaskRow::id)
                .toList();
        return names == null || named.isEmpty() ? Map.of() : names.numbers(named);
    }

    private static NotReady inTraining(TaskRow row) {
        return new NotReady(
                RefusalCode.WRONG_STATE,
                "model " + row.id() + " is in training; cancel task " + row.id() + " first, then delete the model",
                Duration.ofSeconds(1));
    }

    private TaskRow row(ModelId id) {
        return tasks.find(new TaskId(id.value()))
                .filter(row -> row.spec().kind() == TaskKind.TRAIN)
                .orElseThrow(() -> new NotFound(RefusalCode.MODEL_NOT_FOUND, "there is no model " + id));
    }

    private static ModelView view(TaskRow row, @Nullable JsonNode report, Map<TaskId, ModelNumber> numbers) {
        if (row.outcome() instanceof Outcome.Completed done) {
            return new ModelView(row, Json.stored(done.metrics()), report, numbers.get(row.id()));
        }
        return new ModelView(row, null, null, null);
    }
}
