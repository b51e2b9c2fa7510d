package dev.tasuki.core.use;

import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.request.AliasRequest;
import dev.tasuki.core.task.AliasAnswer;
import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.AliasMove;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelAlias;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelRef;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.RefusalCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what names of models mean, and moves their aliases. Thread-safe; blocks while it asks the store. */
public final class Names {
    /** Versions of a name that are shown. */
    public static final int SHOWN = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    private final ModelNames names;
    private final NameTable table;

    public Names(ModelNames names, NameTable table) {
        this.names = names;
        this.table = table;
    }

    /**
     * The model that a reference means. A text that is no known name is taken for an id, which need not exist. Throws
     * {@link NotFound} with {@code model_not_found} for a version or an alias that there is not.
     */
    public ModelId id(ModelRef ref) {
        if (ref.bare() && table.learns(ref)) {
            return table.known(ref).orElseGet(() -> new ModelId(ref.base()));
        }
        return table.known(ref).orElseGet(() -> table.find(ref));
    }

    /** The name with its aliases. Throws {@link NotFound} if it has no version. */
    public NameView show(ModelName name) {
        return new NameView(named(name), names.history(name), names.versions(name, Long.MAX_VALUE, SHOWN));
    }

    /**
     * Lets an alias point to a version. Throws {@link NotFound} for a version that there is not, and {@link NotReady}
     * with {@code alias_conflict} if the alias does not have the expected version.
     */
    public AliasView set(ModelName name, ModelAlias alias, AliasRequest asked) {
        AliasMove.Source source = new AliasMove.Source(AliasMove.How.SET, asked.by());
        return moved(new AliasMove(name, alias, asked.expected(), asked.version(), source));
    }

    /** Deletes an alias. Throws as {@link #set} does. */
    public void delete(ModelName name, ModelAlias alias, @Nullable Long expected, @Nullable String by) {
        AliasMove.Source source = new AliasMove.Source(AliasMove.How.DELETE, by);
        move(new AliasMove(name, alias, expected, 0, source));
    }

    /**
     * Lets an alias point to the version that it had before, and with a second call to the one before that: the version
     * that was rolled back is not come back to. Versions that were removed meanwhile are passed over. Throws
     * {@link NotReady} with {@code wrong_state} if there is none before.
     */
    public AliasView rollback(ModelName name, ModelAlias alias, @Nullable Long expected, @Nullable String by) {
        NamedModel named = named(name);
        long now = named.of(alias).map(ModelVersion::number).orElse(0L);
        if (expected != null && expected != now) {
            throw conflict(name, alias, expected, now);
        }
        Deque<Long> past = past(names.history(name), alias);
        past.poll();
        long before = past.stream()
                .filter(version -> version != 0
                        && version != now
                        && NameTable.version(names, name, version).isPresent())
                .findFirst()
                .orElseThrow(() -> NotReady.ended(
                        RefusalCode.WRONG_STATE,
                        "alias " + alias + " of " + name
                                + " had no other version before that is still there; set one"));
        AliasMove.Source source = new AliasMove.Source(AliasMove.How.ROLLBACK, by);
        return moved(new AliasMove(name, alias, now, before, source));
    }

    /** What an alias pointed to, the last first, without what was rolled back. */
    private static Deque<Long> past(List<AliasLine> history, ModelAlias alias) {
        Deque<Long> past = new ArrayDeque<>();
        for (AliasLine line : history.reversed()) {
            if (!line.alias().equals(alias.value())) {
                continue;
            }
            if (line.how() == AliasMove.How.ROLLBACK) {
                past.poll();
                while (!past.isEmpty() && past.getFirst() != line.version()) {
                    past.poll();
                }
            }
            if (past.isEmpty() || past.getFirst() != line.version()) {
                past.push(line.version());
            }
        }
        return past;
    }

    private AliasView moved(AliasMove move) {
        AliasAnswer answer = move(move);
        ModelId model = NameTable.version(names, move.name(), move.version())
                .map(version -> new ModelId(version.model().value()))
                .orElseThrow(() -> noVersion(move));
        return new AliasView(move.name(), move.alias(), move.version(), model, answer.before());
    }

    private AliasAnswer move(AliasMove move) {
        AliasAnswer answer = names.move(move);
        switch (answer.result()) {
            case MOVED -> {
                table.refresh(move.name());
                LOG.info(
                        "alias {} of {}: version {} after {} ({})",
                        move.alias(),
                        move.name(),
                        move.version(),
                        answer.before(),
                        move.source().how());
            }
            case CONFLICT ->
                throw conflict(move.name(), move.alias(), String.valueOf(move.expected()), answer.before());
            case NO_VERSION -> throw noVersion(move);
            case NO_ALIAS ->
                throw new NotFound(
                        RefusalCode.MODEL_NOT_FOUND, "name " + move.name() + " has no alias " + move.alias());
            case TOO_MANY ->
                throw NotReady.ended(
                        RefusalCode.WRONG_STATE,
                        "name " + move.name() + " has " + Limits.MODEL_ALIASES.text()
                                + " aliases already, which is the limit; delete one first");
        }
        return answer;
    }

    private static NotReady conflict(ModelName name, ModelAlias alias, Object expected, long now) {
        return NotReady.ended(
                RefusalCode.ALIAS_CONFLICT,
                "alias " + alias + " of " + name + " " + (now == 0 ? "is not set" : "is version " + now)
                        + ", and version " + expected + " was expected; look at what has changed, then send the version"
                        + " that it has as expected, 0 for none");
    }

    private NotFound noVersion(AliasMove move) {
        return NameTable.noVersion(named(move.name()), move.version());
    }

    private NamedModel named(ModelName name) {
        return names.find(name).orElseThrow(() -> NameTable.notNamed(name.value()));
    }
}
