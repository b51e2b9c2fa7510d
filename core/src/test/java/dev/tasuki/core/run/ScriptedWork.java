package dev.tasuki.core.run;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Work that does what a test says. A body is a task's id; an empty body is malformed. */
public final class ScriptedWork implements Work {
    public static final Product PRODUCT = new Product(new byte[] {1, 2, 3}, "{\"rmse\":1.5}", "{}", List.of());

    final AtomicInteger runs = new AtomicInteger();
    private final Script script;

    public interface Script {
        Optional<Product> run(TaskRow row, RunControl control) throws InterruptedException;
    }

    public ScriptedWork(Script script) {
        this.script = script;
    }

    public static NewTask task(String id, Instant runAt) {
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, id, new DatasetId("d"), null, null, List.of(), runAt);
        return new NewTask(new TaskId(id), spec, null);
    }

    @Override
    public NewTask read(byte[] body) {
        if (body.length == 0) {
            throw InvalidRequest.field(new FieldProblem("missing", List.of("body"), "Field required", null));
        }
        return task(new String(body, StandardCharsets.UTF_8), Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public NewTask pin(NewTask read) {
        return read;
    }

    @Override
    public Optional<Product> run(TaskRow row, RunControl control) {
        runs.incrementAndGet();
        try {
            return script.run(row, control);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
