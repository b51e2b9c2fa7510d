package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.task.AliasAnswer;
import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.AliasMove;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of models in Redis, by the script that moves the rows.
 *
 * @param rows closed by who opened them
 */
public record RedisModelNames(RedisRows rows) implements ModelNames {
    /** Models in one call. */
    private static final int TOGETHER = 500;

    /** Redis is asked part by part; a name that changes meanwhile may come twice. */
    @Override
    public List<NamedModel> all() {
        Map<String, NamedModel> found = new HashMap<>();
        String from = "0";
        do {
            List<Object> part = Answer.list(rows.read("names", from));
            for (Object name : Answer.list(part.get(1))) {
                named(name).ifPresent(one -> found.put(one.name().folded(), one));
            }
            from = Answer.text(part.getFirst());
        } while (!from.equals("0"));
        return List.copyOf(found.values());
    }

    @Override
    public Optional<NamedModel> find(ModelName name) {
        return named(rows.read("named", name.folded()));
    }

    private static Optional<NamedModel> named(@Nullable Object answer) {
        List<Object> parts = Answer.list(answer);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, ModelVersion> aliases = new TreeMap<>();
        for (int i = 3; i + 1 < parts.size(); i += 2) {
            aliases.put(Answer.text(parts.get(i)), version(parts.get(i + 1)));
        }
        boolean alsoAnId = Answer.text(parts.get(1)).equals("1");
        return Optional.of(
                new NamedModel(new ModelName(Answer.text(parts.getFirst())), version(parts.get(2)), aliases, alsoAnId));
    }

    private static ModelVersion version(Object answer) {
        List<Object> parts = Answer.list(answer);
        return new ModelVersion(
                Answer.number(parts.getFirst()),
                new TaskId(Answer.text(parts.get(1))),
                Instant.ofEpochMilli(Answer.number(parts.get(2))));
    }

    @Override
    public List<ModelVersion> versions(ModelName name, long before, int limit) {
        return Answer.list(rows.read("versions", name.folded(), before, limit)).stream()
                .map(RedisModelNames::version)
                .toList();
    }

    @Override
    public Map<TaskId, ModelNumber> numbers(List<TaskId> models) {
        Map<TaskId, ModelNumber> numbers = new HashMap<>();
        for (int from = 0; from < models.size(); from += TOGETHER) {
            Object[] some = models.subList(from, Math.min(models.size(), from + TOGETHER)).stream()
                    .map(TaskId::value)
                    .toArray();
            for (Object one : Answer.list(rows.read("numbers", some))) {
                List<Object> parts = Answer.list(one);
                List<String> aliases =
                        Answer.list(parts.get(2)).stream().map(Answer::text).toList();
                numbers.put(
                        new TaskId(Answer.text(parts.getFirst())),
                        new ModelNumber(Answer.number(parts.get(1)), aliases));
            }
        }
        return numbers;
    }

    @Override
    public List<AliasLine> history(ModelName name) {
        return Answer.list(rows.read("moves", name.folded())).stream()
                .map(line -> line(TaskFields.list(Answer.text(line))))
                .toList();
    }

    private static AliasLine line(List<String> parts) {
        return new AliasLine(
                parts.getFirst(),
                Long.parseLong(parts.get(1)),
                AliasMove.How.valueOf(parts.get(2)),
                Instant.ofEpochMilli(Long.parseLong(parts.get(3))),
                parts.size() > 4 ? parts.get(4) : null);
    }

    @Override
    public AliasAnswer move(AliasMove move) {
        List<Object> arguments =
                new ArrayList<>(List.of(move.name().folded(), move.alias().value()));
        arguments.add(move.expected() == null ? "" : Long.toString(move.expected()));
        arguments.add(move.version());
        arguments.add(move.source().how().name());
        String by = move.source().by();
        arguments.add(by == null ? "0" : "1");
        arguments.add(by == null ? "" : by);
        List<Object> answer = Answer.list(rows.write("point", arguments.toArray()));
        return new AliasAnswer(
                AliasAnswer.Result.valueOf(Answer.text(answer.getFirst())), Answer.number(answer.get(1)));
    }
}
