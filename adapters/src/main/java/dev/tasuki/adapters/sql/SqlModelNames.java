package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.task.AliasAnswer;
import dev.tasuki.core.task.AliasAnswer.Result;
import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.AliasMove;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names of models in a database. */
public final class SqlModelNames implements ModelNames {
    /** Models in one statement. */
    private static final int TOGETHER = 500;

    private final Database database;
    private final ChangeNotices notices;

    /** Names in tables that {@link Database#open} has made; it does not close the database. */
    public SqlModelNames(Database database) {
        this.database = database;
        this.notices = new ChangeNotices(database);
    }

    /** A name's row, or an alias's: the version that it points to. */
    private record Pointer(String folded, String text, ModelVersion version, boolean alsoAnId) {
        static Pointer name(ResultSet row) throws SQLException {
            return new Pointer(
                    row.getString("folded"), row.getString("name"), SqlModelNames.version(row), row.getLong("ids") > 0);
        }

        static Pointer alias(ResultSet row) throws SQLException {
            return new Pointer(row.getString("folded"), row.getString("alias"), SqlModelNames.version(row), false);
        }
    }

    private static ModelVersion version(ResultSet row) throws SQLException {
        return new ModelVersion(
                row.getLong("version"), new TaskId(row.getString("model_id")), Instant.ofEpochMilli(row.getLong("at")));
    }

    @Override
    public List<NamedModel> all() {
        return read(session -> named(
                session.query(NameSql.ALL_NAMED, Pointer::name), session.query(NameSql.ALL_POINTERS, Pointer::alias)));
    }

    @Override
    public Optional<NamedModel> find(ModelName name) {
        String folded = name.folded();
        return read(session -> named(
                        session.query(NameSql.ONE_NAMED, Pointer::name, folded),
                        session.query(NameSql.POINTERS_OF_ONE, Pointer::alias, folded)))
                .stream()
                .findFirst();
    }

    private static List<NamedModel> named(List<Pointer> names, List<Pointer> aliases) {
        Map<String, SortedMap<String, ModelVersion>> byName = new HashMap<>();
        for (Pointer alias : aliases) {
            byName.computeIfAbsent(alias.folded, folded -> new TreeMap<>()).put(alias.text, alias.version);
        }
        return names.stream()
                .map(name -> new NamedModel(
                        new ModelName(name.text),
                        name.version,
                        byName.getOrDefault(name.folded, new TreeMap<>()),
                        name.alsoAnId))
                .toList();
    }

    @Override
    public List<ModelVersion> versions(ModelName name, long before, int limit) {
        return read(session -> session.query(NameSql.VERSIONS, SqlModelNames::version, name.folded(), before, limit));
    }

    @Override
    public Map<TaskId, ModelNumber> numbers(List<TaskId> models) {
        Map<TaskId, ModelNumber> numbers = new HashMap<>();
        for (int from = 0; from < models.size(); from += TOGETHER) {
            Object[] some = models.subList(from, Math.min(models.size(), from + TOGETHER)).stream()
                    .map(TaskId::value)
                    .toArray();
            read(session -> session.query(NameSql.numbers(some.length), row -> add(row, numbers), some));
        }
        return numbers;
    }

    private static boolean add(ResultSet row, Map<TaskId, ModelNumber> numbers) throws SQLException {
        String alias = row.getString("alias");
        List<String> aliases = alias == null ? List.of() : List.of(alias);
        ModelNumber number = new ModelNumber(row.getLong("version"), aliases);
        numbers.merge(new TaskId(row.getString("model_id")), number, SqlModelNames::together);
        return true;
    }

    private static ModelNumber together(ModelNumber one, ModelNumber more) {
        List<String> aliases = new ArrayList<>(one.aliases());
        aliases.addAll(more.aliases());
        return new ModelNumber(one.version(), aliases.stream().sorted().toList());
    }

    @Override
    public List<AliasLine> history(ModelName name) {
        return read(session -> session.query(
                NameSql.HISTORY,
                row -> new AliasLine(
                        row.getString("alias"),
                        row.getLong("version"),
                        AliasMove.How.valueOf(row.getString("how")),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("moved_by")),
                name.folded(),
                Limits.ALIAS_HISTORY.intValue()));
    }

    @Override
    public AliasAnswer move(AliasMove move) {
        try {
            AliasAnswer answer = database.write(session -> move(session, move));
            if (answer.result() == Result.MOVED && answer.before() != move.version()) {
                notices.changed();
            }
            return answer;
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    private static AliasAnswer move(Session session, AliasMove move) throws SQLException {
        String folded = move.name().folded();
        String alias = move.alias().value();
        if (session.update(NameSql.HOLD, folded) == 0) {
            return new AliasAnswer(Result.NO_VERSION, 0);
        }
        long before = session.first(NameSql.ALIAS, row -> row.getLong(1), folded, alias)
                .orElse(0L);
        if (move.expected() != null && move.expected() != before) {
            return new AliasAnswer(Result.CONFLICT, before);
        }
        if (move.version() == 0 && before == 0) {
            return new AliasAnswer(Result.NO_ALIAS, 0);
        }
        long subject = move.version() == 0 ? before : move.version();
        String model = session.first(NameSql.MODEL, row -> row.getString(1), folded, subject)
                .orElse(null);
        if (model == null) {
            return new AliasAnswer(Result.NO_VERSION, before);
        }
        if (before == 0 && full(session, folded)) {
            return new AliasAnswer(Result.TOO_MANY, 0);
        }
        if (before != move.version()) {
            make(session, move, before, model);
        }
        return new AliasAnswer(Result.MOVED, before);
    }

    private static boolean full(Session session, String folded) throws SQLException {
        return session.first(NameSql.ALIASES, row -> row.getLong(1), folded).orElse(0L) >= Limits.MODEL_ALIASES.value();
    }

    private static void make(Session session, AliasMove move, long before, String model) throws SQLException {
        String folded = move.name().folded();
        String alias = move.alias().value();
        String by = storable(move.source().by());
        if (move.version() == 0) {
            session.update(NameSql.DELETE_ALIAS, folded, alias);
        } else {
            session.update(before == 0 ? NameSql.INSERT_ALIAS : NameSql.UPDATE_ALIAS, move.version(), folded, alias);
        }
        session.update(
                NameSql.REMEMBER,
                folded,
                alias,
                move.version(),
                move.source().how().name(),
                by);
        Optional<Long> old =
                session.first(NameSql.TOO_OLD, row -> row.getLong(1), folded, Limits.ALIAS_HISTORY.intValue());
        if (old.isPresent()) {
            session.update(NameSql.PRUNE, folded, old.get());
        }
        ChangeLines.move(session, NameSql.CHANGED, model, model);
        session.update(NameSql.DESCRIBE, alias, before, move.version(), by, model);
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : TaskValues.storable(text);
    }

    private <T> T read(Unit<T> unit) {
        try {
            return database.read(unit);
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }
}
