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
import java.time.Duration;
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
    private final Watch watch;

    CallHandler(CeleryWork work, Conclusion conclusion, Predicting predicting, Revocations revocations, Watch watch) {
        this.work = work;
        this.conclusion = conclusion;
        this.predicting = predicting;
        this.revocations = revocations;
        this.watch = watch;
    }

    /** What is told of calls to those who watch. */
    record Watch(CeleryCounts counts, CeleryEvents events, KnownCalls known) {
        private void begun(Request request) {
            known.count(request.sender().task());
            events.received(request);
        }
    }

    /**
     * Does it and settles the message.
     *
     * @throws Unavailable if the broker took no answer; or a part of Tasuki is away that a training needs: the message
     *     is not settled
     * @throws TooBusy if no more trainings may wait; it is not settled
     */
    void handle(Taken taken) {
        watch.counts().received().increment();
        switch (CeleryJson.read(taken.message())) {
            case Reading.Nameless nameless -> {
                LOG.warn("a message of queue {} is rejected: {}", taken.queue(), nameless.reason());
                watch.counts().refused().increment();
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
        // Before it is a row, as a worker may begin at once.
        watch.known().taken(request, taken, null);
        boolean waits = false;
        try {
            TaskId id = new TaskId(request.sender().id());
            Origin kept = origin.origin();
            TrainRequest training = TrainRequest.parse(CallBody.train(request, taken.priority()));
            Acceptance acceptance = work.trainings().accept(training, id, kept);
            waits = !acceptance.row().state().terminal();
            if (acceptance instanceof Acceptance.Repeated repeated) {
                again(repeated.row(), kept, origin);
            } else {
                watch.begun(request);
                watch.counts().owed().increment();
            }
        } catch (Unavailable | TooBusy away) {
            throw away;
        } catch (Refusal refusal) {
            refuse(origin, new Ending.Failed(PythonError.of(refusal)));
        } finally {
            if (!waits) {
                watch.known().left(request.sender().id());
            }
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
        Instant now = work.here().clock().instant();
        Instant eta = request.timing().eta();
        Instant begins = eta != null && eta.isAfter(now) ? eta : now;
        watch.known().taken(request, taken, begins);
        watch.begun(request);
        predicting.begin(new Predicting.Asked(taken, request, ending -> {
            if (ending instanceof Ending.Failed) {
                watch.counts().refused().increment();
            }
            conclusion.tell(origin, ending);
            watch.counts().answered().increment();
            watch.known().left(request.sender().id());
            Duration ran = Duration.between(begins, work.here().clock().instant());
            watch.events().ended(origin.sender(), ending, ran.isNegative() ? Duration.ZERO : ran);
            taken.settling().accept();
        }));
    }

    private void refuse(CallOrigin origin, Ending ending) {
        watch.counts().refused().increment();
        end(origin, ending);
    }

    private void end(CallOrigin origin, Ending ending) {
        conclusion.tell(origin, ending);
        watch.counts().answered().increment();
        watch.events().ended(origin.sender(), ending, Duration.ZERO);
    }
}
