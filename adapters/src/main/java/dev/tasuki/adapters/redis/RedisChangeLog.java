package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.ChangeSpan;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The change log in Redis: a stream whose ids are the versions. The script that moves a row adds the line, and scripts
 * run one after another, so no version is ever missing and a page need not wait.
 *
 * @param rows closed by who opened them
 */
public record RedisChangeLog(RedisRows rows) implements ChangeLog {
    @Override
    public ChangePage since(long version, int limit) {
        return page(rows.read("since", version, limit), version);
    }

    @Override
    public ChangePage of(TaskId task, long version, int limit) {
        return page(rows.read("of", task.value(), version, limit), version);
    }

    @Override
    public ChangeSpan span() {
        List<Object> answer = Answer.list(rows.read("span"));
        return new ChangeSpan(Answer.number(answer.get(0)), Answer.number(answer.get(1)));
    }

    @Override
    public int prune(Instant before, long most) {
        return (int) Answer.number(rows.write("prune", before.toEpochMilli(), most));
    }

    private static ChangePage page(@Nullable Object answer, long version) {
        List<Change> changes = new ArrayList<>();
        long upTo = version;
        for (RedisQueues.Entry line : RedisQueues.Entry.all(answer)) {
            upTo = Long.parseLong(line.id().substring(0, line.id().indexOf('-')));
            change(upTo, line.fields()).ifPresent(changes::add);
        }
        return new ChangePage(changes, upTo);
    }

    /** Empty for a line of a kind that a newer version has written. */
    private static Optional<Change> change(long version, Map<String, byte[]> line) {
        String code = TaskFields.maybe(line, "code");
        return Change.Kind.of(TaskFields.text(line, "type"))
                .map(kind -> new Change(
                        version,
                        Instant.ofEpochMilli(TaskFields.number(line, "at")),
                        kind,
                        new TaskId(TaskFields.text(line, "subject")),
                        new Change.Facts(
                                TaskKind.valueOf(TaskFields.text(line, "kind")),
                                new DatasetId(TaskFields.text(line, "dataset")),
                                TaskFields.maybe(line, "name"),
                                (int) TaskFields.number(line, "attempt"),
                                TaskFields.maybe(line, "metrics"),
                                code == null
                                        ? null
                                        : new Outcome.Failed(RefusalCode.of(code), TaskFields.text(line, "detail")),
                                alias(line))));
    }

    private static Change.@Nullable AliasFacts alias(Map<String, byte[]> line) {
        String alias = TaskFields.maybe(line, "alias");
        return alias == null
                ? null
                : new Change.AliasFacts(
                        alias,
                        TaskFields.number(line, "alias_from"),
                        TaskFields.number(line, "alias_to"),
                        TaskFields.maybe(line, "alias_by"));
    }
}
