package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.WorkerDied;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.core.trainer.TrainerCall;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at a training, from its task's call to its end. For one thread. */
final class CalledTask {
    private static final Logger LOG = LoggerFactory.getLogger(CalledTask.class);

    private final Means means;
    private final TrainerMessage message;
    private final RunControl control;
    private final CallStates.Following states;
    private final @Nullable Instant expires;
    /** The worker that has it; empty if that is not known. */
    private String node = "";
    /** True once a worker has it, and until it asked to be tried again. */
    private boolean begun;

    /** True once somebody else has called the task off. */
    private boolean calledOff;

    private long nextLook;
    private int silent;
    private @Nullable Supplier<Map<String, String>> asked;

    /**
     * What attempts share.
     *
     * @param rows the trainings' own records
     */
    record Means(Wire wire, WorkerCommands commands, TrainerSettings settings, CeleryTrainer.Rows rows) {}

    CalledTask(Means means, TrainerMessage message, RunControl control, CallStates.Following states) {
        this.means = means;
        this.message = message;
        this.control = control;
        this.states = states;
        this.expires = message.call().row().spec().schedule().expires();
    }

    /** Sends the call, unless a former attempt did, and follows it. As {@link CeleryTrainer#train} answers. */
    Optional<JsonNode> run() throws InterruptedException {
        nextLook = System.nanoTime() + timing().look().toNanos();
        CallState last = states.last();
        if (last == null) {
            send();
        } else {
            LOG.info("task {}: following the Celery task {}, which was called before", taskId(), message.id());
        }
        Optional<JsonNode> answer = last == null ? Optional.empty() : taken(last);
        while (answer.isEmpty() && !control.stopped()) {
            CallState next = states.next(timing().glance().toMillis());
            if (next != null) {
                answer = taken(next);
            } else {
                look();
            }
        }
        if (answer.isEmpty()) {
            stop();
        }
        return answer;
    }

    private TrainerSettings.Timing timing() {
        return means.settings().timing();
    }

    private String taskId() {
        return message.call().row().id().value();
    }

    private void send() {
        String queue = means.settings().routes().queue(message.task());
        control.report(new Progress(0, "queued", "waits for a Celery worker on queue " + queue));
        means.wire().call(message.message(means.settings().node(), means.settings().routes(), states.replyTo()));
        try {
            states.note(CallState.Note.SENT);
        } catch (Unavailable away) {
            LOG.debug("that {} was called is not noted: {}", message.id(), away.detail());
        }
        LOG.info("task {}: called the Celery task {} {} on queue {}", taskId(), message.task(), message.id(), queue);
    }

    /** What the state means for the run: its answer if that is it, else empty. */
    private Optional<JsonNode> taken(CallState state) {
        silent = 0;
        nextLook = System.nanoTime() + timing().look().toNanos();
        switch (state) {
            case CallState.Sent sent -> {}
            case CallState.Started started -> {
                begun = true;
                node = started.node();
                control.report(new Progress(0, "fitting", node.isEmpty() ? "" : "on " + node));
            }
            case CallState.Going going -> {
                begun = true;
                control.report(going.progress());
            }
            case CallState.Again again -> {
                begun = false;
                node = "";
                control.report(new Progress(0, "queued", "the trainer asked to be tried again"));
            }
            case CallState.Done done -> {
                return Optional.of(done.result());
            }
            case CallState.Failed failed -> throw failed.error().refusal(node);
            case CallState.Revoked revoked -> revoked(revoked);
            case CallState.Unreadable unreadable -> {
                revoke();
                throw InvalidRequest.content(
                        RefusalCode.TRAINER_FAILED, "what the trainer's worker answered " + unreadable.why());
            }
            case CallState.Lost lost -> throw new IllegalStateException("a worker that was lost before is not followed");
        }
        return Optional.empty();
    }

    /** Called off by somebody else, the training is cancelled: then this run is told to stop. */
    private void revoked(CallState.Revoked revoked) {
        if (revoked.expired()) {
            throw expired();
        }
        if (!control.stopped() && !calledOff) {
            calledOff = true;
            LOG.info("task {}: its Celery task {} was revoked", taskId(), message.id());
            means.rows().cancel(message.call().row().id());
        }
    }

    private Refusal expired() {
        return new TimedOut(RefusalCode.TASK_EXPIRED, "no Celery worker had begun it by " + expires);
    }

    /** A worker that tells nothing is asked now and then whether it still has the task. */
    private void look() {
        Instant deadline = expires;
        if (!begun && deadline != null && means.rows().now().isAfter(deadline)) {
            throw expired();
        }
        if (calledOff || System.nanoTime() < nextLook) {
            return;
        }
        nextLook = System.nanoTime() + timing().look().toNanos();
        Supplier<Map<String, String>> before = asked;
        if (before != null) {
            weigh(before.get());
        }
        try {
            asked = means.commands().whoHas(message.id(), node);
        } catch (Unavailable away) {
            // A broker that is away says nothing of workers.
            asked = null;
        }
    }

    private void weigh(Map<String, String> answers) {
        Optional<String> working = answers.entrySet().stream()
                .filter(answer -> answer.getValue().equals("active"))
                .map(Map.Entry::getKey)
                .findFirst();
        if (working.isPresent()) {
            begun = true;
            node = working.get();
            silent = 0;
        } else if (answers.values().stream().anyMatch(state -> !state.isEmpty())) {
            silent = 0;
        } else if (begun && ++silent >= timing().looks()) {
            lost();
        }
    }

    private void lost() {
        states.note(CallState.Note.LOST);
        try {
            means.commands().revoke(message.id(), false);
        } catch (Unavailable away) {
            LOG.debug("the Celery task {} was not called off: {}", message.id(), away.detail());
        }
        throw new WorkerDied("no Celery worker has the task " + message.id() + " any more"
                + (node.isEmpty() ? "" : "; the last that had it is " + node));
    }

    /** Told to stop. Another attempt follows the task if this run was given back, or has lost its claim to it. */
    private void stop() throws InterruptedException {
        if (control.givenBack() || control.claimLost() && !means.rows().ended(message.call().row().id())) {
            return;
        }
        if (!calledOff && revoke()) {
            long end = System.nanoTime() + timing().farewell().toNanos();
            while (!(states.last() instanceof CallState state && state.ended()) && System.nanoTime() < end) {
                states.next(timing().glance().toMillis());
            }
        }
    }

    private boolean revoke() {
        try {
            means.commands().revoke(message.id(), true);
            return true;
        } catch (Unavailable away) {
            LOG.warn("task {}: its Celery task {} may go on: {}", taskId(), message.id(), away.detail());
            return false;
        }
    }
}
