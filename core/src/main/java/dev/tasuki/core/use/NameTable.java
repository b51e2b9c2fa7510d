package dev.tasuki.core.use;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelAlias;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelRef;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * All names of models in this process's memory, so that no prediction asks the store what a name means. The change log
 * keeps it: each name that a change is about is read again, which takes less than a second. What is not in the table is
 * looked for in the store before it is refused. Thread-safe.
 *
 * <p>It must hear of changes before it is loaded: {@code tailer.listenToEach(table::hear); table.load();}.
 */
public final class NameTable {
    /** How often {@link #turn} is to be called: for names that could not be read when they changed. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private final ModelNames names;
    private final Executor beside;
    private final Map<String, NamedModel> table = new ConcurrentHashMap<>();
    /** The models of versions that are neither the latest nor under an alias, by reference. */
    private final Cache<String, ModelId> older = Caffeine.newBuilder()
            .maximumSize(Limits.VERSIONS_KNOWN.value())
            .executor(Runnable::run)
            .build();

    private final Set<ModelName> stale = ConcurrentHashMap.newKeySet();
    private final OutageLog outage = new OutageLog("the table of models' names");

    /**
     * An empty table.
     *
     * @param beside runs what reads names again, on a thread that may wait
     */
    public NameTable(ModelNames names, Executor beside) {
        this.names = names;
        this.beside = beside;
    }

    /** Reads all names. Throws {@link Refusal} if the store is away. */
    public synchronized void load() {
        for (NamedModel named : names.all()) {
            table.put(named.name().folded(), named);
        }
    }

    /** Hears of each change in the log; does not wait. */
    public void hear(Change change) {
        Optional<ModelName> about = switch (change.kind()) {
            case COMPLETED, ALIAS_CHANGED, DELETED ->
                ModelName.of(change.facts().name());
            default -> Optional.empty();
        };
        boolean changed = about.map(stale::add).orElse(false);
        if (change.kind() == Change.Kind.DELETED) {
            older.asMap().values().remove(new ModelId(change.task().value()));
        }
        // A model whose id is a name is meant by the name alone, from its acceptance until it is removed.
        boolean twin = (change.kind() == Change.Kind.RECEIVED || change.kind() == Change.Kind.DELETED)
                && table.containsKey(change.task().folded());
        if (twin) {
            changed |= stale.add(new ModelName(change.task().value()));
        }
        if (changed) {
            beside.execute(this::turn);
        }
    }

    /** Reads the names again that have changed; a store that is away ends it until the next time. */
    public void turn() {
        try {
            for (ModelName name : stale) {
                stale.remove(name);
                refreshOrKeep(name);
            }
            outage.goesOn();
        } catch (Refusal away) {
            outage.waits(away);
        }
    }

    private void refreshOrKeep(ModelName name) {
        boolean read = false;
        try {
            refresh(name);
            read = true;
        } finally {
            if (!read) {
                stale.add(name);
            }
        }
    }

    /** Reads a name again; one after another, so that what was read first does not come last. */
    synchronized Optional<NamedModel> refresh(ModelName name) {
        Optional<NamedModel> now = names.find(name);
        if (now.isPresent()) {
            table.put(name.folded(), now.get());
        } else {
            table.remove(name.folded());
        }
        return now;
    }

    /**
     * What a reference means by what is in memory. A text without an {@code @} that is no name is taken for an id.
     * Empty: it is to be looked for by {@link #find}.
     */
    Optional<ModelId> known(ModelRef ref) {
        NamedModel named = table.get(ref.base().toLowerCase(Locale.ROOT));
        if (ref.bare()) {
            return Optional.of(named != null && !named.alsoAnId() ? id(named.standard()) : new ModelId(ref.base()));
        }
        return named == null ? Optional.empty() : behind(named, ref);
    }

    private Optional<ModelId> behind(NamedModel named, ModelRef ref) {
        ModelAlias alias = ref.alias();
        if (alias != null) {
            return named.of(alias).map(NameTable::id);
        }
        return named.latest().number() == ref.version()
                ? Optional.of(id(named.latest()))
                : Optional.ofNullable(older.getIfPresent(key(ref)));
    }

    /** The same by what is in the store. Throws {@link NotFound} with {@code model_not_found}. */
    ModelId find(ModelRef ref) {
        NamedModel named = refresh(ref.name()).orElseThrow(() -> notNamed(ref.base()));
        return known(ref).or(() -> older(named, ref)).orElseThrow(() -> notThere(named, ref));
    }

    private Optional<ModelId> older(NamedModel named, ModelRef ref) {
        if (ref.alias() != null) {
            return Optional.empty();
        }
        Optional<ModelId> found = version(names, named.name(), ref.version()).map(NameTable::id);
        found.ifPresent(id -> older.put(key(ref), id));
        return found;
    }

    /** The version with this number; empty if there is none (any more). */
    static Optional<ModelVersion> version(ModelNames names, ModelName name, long number) {
        return names.versions(name, number + 1, 1).stream()
                .filter(version -> version.number() == number)
                .findFirst();
    }

    private static NotFound notThere(NamedModel named, ModelRef ref) {
        if (ref.alias() == null) {
            return noVersion(named, ref.version());
        }
        Set<String> aliases = new TreeSet<>(named.aliases().keySet());
        aliases.add(ModelAlias.LATEST.value());
        return new NotFound(
                RefusalCode.MODEL_NOT_FOUND,
                "name " + named.name() + " has no alias " + ref.alias() + "; it has " + String.join(", ", aliases));
    }

    static NotFound notNamed(String name) {
        return new NotFound(
                RefusalCode.MODEL_NOT_FOUND,
                "there is no model named " + name
                        + "; a training with this name gives it a version when it has completed");
    }

    static NotFound noVersion(NamedModel named, long version) {
        return new NotFound(
                RefusalCode.MODEL_NOT_FOUND,
                "name " + named.name() + " has no version " + version + "; its latest is "
                        + named.latest().number());
    }

    /** True if a text that was taken for an id is a name after all, which the table did not know yet. */
    boolean learns(ModelRef bare) {
        return !table.containsKey(bare.name().folded())
                && refresh(bare.name()).filter(named -> !named.alsoAnId()).isPresent();
    }

    private static String key(ModelRef ref) {
        return ref.toString().toLowerCase(Locale.ROOT);
    }

    private static ModelId id(ModelVersion version) {
        return new ModelId(version.model().value());
    }
}
