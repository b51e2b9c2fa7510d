package dev.tasuki.adapters.celery;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of one message: it is read, done or accepted, answered, and settled after that. A message that could not
 * be answered comes again. Thread-safe; blocks while a prediction is made.
 */
final class CallHandler {
    static final String TRAIN = "tasuki.train";
    static final String PREDICT = "tasuki.predict";

    private static final Logger LOG = LoggerFactory.getLogger(CallHandler.class);

    private final CeleryWork work;
    private final Conclusion conclusion;
    private final Predicting predicting;
    private final Revocations revocations;
    private final CeleryCounts counts;

    CallHandler(
            CeleryWork work,
            Conclusion conclusion,
            Predicting predicting,
            Revocations revocations,
            CeleryCounts counts) {
        this.work = work;
        this.conclusion = conclusion;
        this.predicting = predicting;
        this.revocations = revocations;
        this.counts = counts;
    }

    /**
     * Does it and settles the message.
     *
     * @throws Unavailable if the broker took no answer; or a part of Tasuki is away that a training needs: the message
     *     is not settled
     * @throws TooBusy if no more trainings may wait; it is not settled
     */
    void handle(Taken taken) {
        counts.received().increment();
        switch (CeleryJson.read(taken.message())) {
            case Reading.Nameless nameless -> {
                LOG.warn("a message of queue {} is rejected: {}", taken.queue(), nameless.reason());
                counts.refused().increment();
                taken.settling().reject();
            }
            case Reading.Refused refused -> {
                refuse(CallOrigin.of(refused, taken.queue()), new Ending.Failed(refused.why()));
                taken.settling().reject();
            }
            case Reading.Call call -> call(taken, call.request());
        }
    }

    private void call(Taken taken, Request request) {
        CallOrigin origin = CallOrigin.of(request, taken.queue());
        if (late(request.timing())) {
            end(origin, new Ending.Revoked("expired"));
            taken.settling().accept();
            return;
        }
        if (revocations.before(request.sender().id())) {
            end(origin, new Ending.Revoked("revoked"));
            taken.settling().accept();
            return;
        }
        switch (request.sender().task()) {
            case TRAIN -> train(taken, request, origin);
            case PREDICT -> predict(taken, request, origin);
            default -> {
                refuse(
                        origin,
                        new Ending.Failed(
                                PythonError.notRegistered(request.sender().task())));
                taken.settling().reject();
            }
        }
    }

    private boolean late(Request.Timing timing) {
        Instant expires = timing.expires();
        Instant eta = timing.eta();
        return expires != null
                && (!expires.isAfter(work.here().clock().instant()) || eta != null && !expires.isAfter(eta));
    }

    private void train(Taken taken, Request request, CallOrigin origin) {
        try {
            TaskId id = new TaskId(request.sender().id());
            Origin kept = origin.origin();
            TrainRequest training = TrainRequest.parse(CallBody.train(request, taken.priority()));
            Acceptance acceptance = work.trainings().accept(training, id, kept);
            if (acceptance instanceof Acceptance.Repeated repeated) {
                again(repeated.row(), kept, origin);
            }
        } catch (Unavailable | TooBusy away) {
            throw away;
        } catch (Refusal refusal) {
            refuse(origin, new Ending.Failed(PythonError.of(refusal)));
        }
        taken.settling().accept();
    }

    /** The row counts, whatever a message says that comes later. Its client may have missed the answer. */
    private void again(TaskRow row, Origin now, CallOrigin origin) {
        Origin before = row.spec().origin();
        if (before == null || !before.protocol().equals(CallOrigin.PROTOCOL)) {
            throw foreignId(row.id());
        }
        if (!before.equals(now)) {
            LOG.warn("call {} came again and differs from the first, which counts", row.id());
        }
        if (row.state().terminal() && !row.answerOwed()) {
            conclusion.tellAgain(origin, RowAnswers.ending(row, CallOrigin.read(before.text())));
        }
    }

    private static InvalidRequest foreignId(TaskId id) {
        return InvalidRequest.field(new FieldProblem(
                "value_error",
                List.of("headers", "id"),
                "the id " + id + " is that of a task that came another way; give the call another task_id",
                id.value()));
    }

    private void predict(Taken taken, Request request, CallOrigin origin) {
        predicting.begin(new Predicting.Asked(taken, request, ending -> {
            if (ending instanceof Ending.Failed) {
                counts.refused().increment();
            }
            end(origin, ending);
            taken.settling().accept();
        }));
    }

    private void refuse(CallOrigin origin, Ending ending) {
        counts.refused().increment();
        end(origin, ending);
    }

    private void end(CallOrigin origin, Ending ending) {
        conclusion.tell(origin, ending);
        counts.answered().increment();
    }
}
