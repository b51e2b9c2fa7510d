package dev.tasuki.core.memory;

import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.task.AliasAnswer;
import dev.tasuki.core.task.AliasAnswer.Result;
import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.AliasMove;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names of a {@link MemoryTaskStore}'s models, under its lock. */
final class MemoryModelNames implements ModelNames {
    private final MemoryTaskStore rows;
    private final InstantSource clock;
    /** By the folded name; a name whose versions are all gone stays, so that no number is given twice. */
    private final Map<String, Entry> names = new HashMap<>();

    private final Map<TaskId, Entry> byModel = new HashMap<>();

    /** Guarded by the rows' lock, as the log of changes is. */
    MemoryModelNames(MemoryTaskStore rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    private static final class Entry {
        private final ModelName name;
        private final TreeMap<Long, ModelVersion> versions = new TreeMap<>();
        private final TreeMap<String, Long> aliases = new TreeMap<>();
        private final Deque<AliasLine> history = new ArrayDeque<>();
        private long newest;

        private Entry(ModelName name) {
            this.name = name;
        }

        private long number(TaskId model) {
            return versions.values().stream()
                    .filter(version -> version.model().equals(model))
                    .mapToLong(ModelVersion::number)
                    .findFirst()
                    .orElse(0);
        }

        private List<String> aliases(long version) {
            return aliases.entrySet().stream()
                    .filter(alias -> alias.getValue() == version)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** Gives a model that was just completed its number. */
    void completed(TaskRow row) {
        ModelName name = row.spec().kind() == TaskKind.TRAIN
                ? ModelName.of(row.spec().name()).orElse(null)
                : null;
        if (name == null) {
            return;
        }
        synchronized (rows) {
            Entry known = names.get(name.folded());
            if ((known == null || known.versions.isEmpty()) && living() >= Limits.MODEL_NAMES.value()) {
                return;
            }
            Entry entry = names.computeIfAbsent(name.folded(), folded -> new Entry(name));
            entry.newest++;
            entry.versions.put(entry.newest, new ModelVersion(entry.newest, row.id(), now()));
            byModel.put(row.id(), entry);
        }
    }

    private long living() {
        return names.values().stream()
                .filter(entry -> !entry.versions.isEmpty())
                .count();
    }

    /** Takes the model's number away; false if an alias points to it. */
    boolean removed(TaskId model) {
        synchronized (rows) {
            Entry entry = byModel.get(model);
            if (entry == null) {
                return true;
            }
            long number = entry.number(model);
            if (entry.aliases.containsValue(number)) {
                return false;
            }
            entry.versions.remove(number);
            byModel.remove(model);
            return true;
        }
    }

    @Override
    public List<NamedModel> all() {
        synchronized (rows) {
            return names.values().stream()
                    .filter(entry -> !entry.versions.isEmpty())
                    .map(this::named)
                    .toList();
        }
    }

    @Override
    public Optional<NamedModel> find(ModelName name) {
        synchronized (rows) {
            return Optional.ofNullable(names.get(name.folded()))
                    .filter(entry -> !entry.versions.isEmpty())
                    .map(this::named);
        }
    }

    private NamedModel named(Entry entry) {
        SortedMap<String, ModelVersion> aliases = new TreeMap<>();
        entry.aliases.forEach((alias, version) -> aliases.put(alias, entry.versions.get(version)));
        boolean alsoAnId = rows.find(new TaskId(entry.name.value()))
                .filter(row -> row.spec().kind() == TaskKind.TRAIN)
                .isPresent();
        return new NamedModel(entry.name, entry.versions.lastEntry().getValue(), aliases, alsoAnId);
    }

    @Override
    public List<ModelVersion> versions(ModelName name, long before, int limit) {
        synchronized (rows) {
            Entry entry = names.get(name.folded());
            return entry == null
                    ? List.of()
                    : entry.versions.headMap(before, false).descendingMap().values().stream()
                            .limit(limit)
                            .toList();
        }
    }

    @Override
    public Map<TaskId, ModelNumber> numbers(List<TaskId> models) {
        synchronized (rows) {
            Map<TaskId, ModelNumber> numbers = new HashMap<>();
            for (TaskId model : models) {
                Entry entry = byModel.get(model);
                if (entry != null) {
                    long number = entry.number(model);
                    numbers.put(model, new ModelNumber(number, entry.aliases(number)));
                }
            }
            return numbers;
        }
    }

    @Override
    public List<AliasLine> history(ModelName name) {
        synchronized (rows) {
            Entry entry = names.get(name.folded());
            return entry == null ? List.of() : List.copyOf(entry.history);
        }
    }

    @Override
    public AliasAnswer move(AliasMove move) {
        synchronized (rows) {
            Entry entry = names.get(move.name().folded());
            if (entry == null) {
                return new AliasAnswer(Result.NO_VERSION, 0);
            }
            long before = entry.aliases.getOrDefault(move.alias().value(), 0L);
            Result result = judge(entry, move, before);
            if (result == Result.MOVED && before != move.version()) {
                make(entry, move, before);
            }
            return new AliasAnswer(result, before);
        }
    }

    private static Result judge(Entry entry, AliasMove move, long before) {
        if (move.expected() != null && move.expected() != before) {
            return Result.CONFLICT;
        }
        if (move.version() == 0) {
            return before == 0 ? Result.NO_ALIAS : Result.MOVED;
        }
        if (!entry.versions.containsKey(move.version())) {
            return Result.NO_VERSION;
        }
        boolean full = before == 0 && entry.aliases.size() >= Limits.MODEL_ALIASES.value();
        return full ? Result.TOO_MANY : Result.MOVED;
    }

    private void make(Entry entry, AliasMove move, long before) {
        String alias = move.alias().value();
        long version = move.version();
        if (version == 0) {
            entry.aliases.remove(alias);
        } else {
            entry.aliases.put(alias, version);
        }
        AliasMove.Source source = move.source();
        entry.history.addFirst(new AliasLine(alias, version, source.how(), now(), source.by()));
        while (entry.history.size() > Limits.ALIAS_HISTORY.value()) {
            entry.history.removeLast();
        }
        ModelVersion subject = Objects.requireNonNull(entry.versions.get(version == 0 ? before : version));
        rows.aliasChanged(subject.model(), new Change.AliasFacts(alias, before, version, source.by()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
