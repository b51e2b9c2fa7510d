package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.keep.Answers;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Times;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Tells how trainings ended that came through Celery. Thread-safe. */
final class RowAnswers implements Answers.Outlet {
    private static final double MILLIS = 1000;

    private final Conclusion conclusion;
    private final LongAdder answered;
    private final CeleryEvents events;

    /** Counts what was told in {@code answered}. */
    RowAnswers(Conclusion conclusion, LongAdder answered, CeleryEvents events) {
        this.conclusion = conclusion;
        this.answered = answered;
        this.events = events;
    }

    @Override
    public boolean answer(TaskRow row) {
        CallOrigin origin = origin(row);
        Ending ending = ending(row, origin);
        conclusion.tell(origin, ending);
        answered.increment();
        events.ended(origin.sender(), ending, ran(row.times()));
        return true;
    }

    private static Duration ran(Times times) {
        return times.started() == null || times.finished() == null
                ? Duration.ZERO
                : Duration.between(times.started(), times.finished());
    }

    /** What the row came with. */
    static CallOrigin origin(TaskRow row) {
        if (row.spec().origin() == null || !row.spec().origin().protocol().equals(CallOrigin.PROTOCOL)) {
            throw new IllegalStateException("task " + row.id() + " did not come through Celery");
        }
        return CallOrigin.read(row.spec().origin().text());
    }

    /** How the row's task ended. */
    static Ending ending(TaskRow row, CallOrigin origin) {
        return switch (row.outcome()) {
            case Outcome.Completed done -> new Ending.Done(result(row, done));
            case Outcome.Failed failed -> failed(row, origin, failed);
            case Outcome.Cancelled cancelled -> new Ending.Revoked(row.lease().epoch() == 0 ? "revoked" : "terminated");
            case null -> throw new IllegalStateException("task " + row.id() + " has not ended");
        };
    }

    private static ObjectNode result(TaskRow row, Outcome.Completed done) {
        ObjectNode result = Json.object()
                .put("status", row.state().name())
                .put("model_id", row.id().value());
        result.set("metrics", Json.stored(done.metrics()));
        return result;
    }

    private static Ending failed(TaskRow row, CallOrigin origin, Outcome.Failed failed) {
        if (failed.code() == RefusalCode.TASK_EXPIRED) {
            return new Ending.Revoked("expired");
        }
        Duration limit = row.spec().schedule().timeout();
        return new Ending.Failed(
                failed.code() == RefusalCode.RUN_TIMED_OUT && limit != null
                        ? PythonError.timedOut(origin.soft(), limit.toMillis() / MILLIS)
                        : PythonError.of(failed));
    }
}
