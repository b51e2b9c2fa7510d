package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.celery.Meta.Status;
import dev.tasuki.adapters.celery.Request.Sender;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.run.Run;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells clients that their training has begun, how far it is, and that it was given back; of trainings that run in this
 * process. All of it may get lost. {@link #turn} is for one thread, {@link #hear} thread-safe.
 */
final class RunStates {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final PythonError GIVEN_BACK = new PythonError(
            "tasuki.errors",
            "Unavailable",
            List.of(
                    "given_back",
                    "a part of Tasuki was away, or a process ended; the training is tried again by itself"));

    private final CeleryWork work;
    private final Conclusion conclusion;
    private final CeleryEvents events;
    private final KnownCalls known;
    private final OutageLog outage = new OutageLog("telling Celery clients that their trainings have begun");
    private final Queue<Change> news = new ConcurrentLinkedQueue<>();
    private final Map<TaskId, Told> running = new HashMap<>();

    /**
     * What a client knows.
     *
     * @param again when it may be told more
     */
    private record Told(Sender sender, long epoch, Progress progress, Instant again) {}

    RunStates(CeleryWork work, Conclusion conclusion, CeleryEvents events, KnownCalls known) {
        this.work = work;
        this.conclusion = conclusion;
        this.events = events;
        this.known = known;
    }

    /** Something happened to a task. */
    void hear(Change change) {
        switch (change.kind()) {
            case STARTED, RECEIVED, COMPLETED, ERROR, CANCELLED -> news.add(change);
            case CANCEL_REQUESTED, FINISH_REQUESTED, ALIAS_CHANGED, DELETED -> {}
        }
    }

    /** Tells what is new; to be called ten times a second. */
    void turn() {
        for (Change change = news.poll(); change != null; change = news.poll()) {
            if (change.kind() == Change.Kind.STARTED) {
                begun(change.task());
            } else {
                left(change);
            }
        }
        Instant now = work.here().clock().instant();
        running.replaceAll((id, told) -> now.isBefore(told.again()) ? told : progressed(id, told, now));
    }

    private void begun(TaskId id) {
        try {
            work.rows().find(id).filter(this::ours).ifPresent(this::started);
            outage.goesOn();
        } catch (Refusal away) {
            outage.waits(away);
        }
    }

    private boolean ours(TaskRow row) {
        Origin origin = row.spec().origin();
        return origin != null
                && origin.protocol().equals(CallOrigin.PROTOCOL)
                && work.here().owner().equals(row.lease().owner());
    }

    private void started(TaskRow row) {
        CallOrigin origin = RowAnswers.origin(row);
        Sender sender = origin.sender();
        long pid = ProcessHandle.current().pid();
        conclusion.hint(sender, Meta.started(sender.id(), pid, work.here().node()));
        events.started(sender);
        known.begun(row, origin, work.here().clock().instant());
        Instant next = work.here().clock().instant().plus(BETWEEN);
        running.put(row.id(), new Told(sender, row.lease().epoch(), Progress.NONE, next));
    }

    private void left(Change change) {
        Told told = running.remove(change.task());
        known.hear(change);
        if (told != null && change.kind() == Change.Kind.RECEIVED) {
            conclusion.hint(told.sender(), Meta.error(told.sender(), Status.RETRY, GIVEN_BACK));
            events.retried(told.sender(), GIVEN_BACK);
        }
    }

    private Told progressed(TaskId id, Told told, Instant now) {
        Progress progress = work.here()
                .runs()
                .of(id)
                .filter(run -> run.epoch() == told.epoch())
                .map(Run::progress)
                .orElse(told.progress());
        if (progress.equals(told.progress())
                || progress.fraction() < told.progress().fraction()) {
            return told;
        }
        conclusion.hint(told.sender(), Meta.progress(told.sender().id(), progress));
        return new Told(told.sender(), told.epoch(), progress, now.plus(BETWEEN));
    }
}
