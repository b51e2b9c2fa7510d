package dev.tasuki.core.simulation;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.foreign.ForeignRuns;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.Run;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sees every change of a row at the moment it takes effect, knows what no part of {@code core} can
 * know (who is alive, what was promised), and stops the world at the first thing that must not be.
 */
final class InvariantChecker {
    private static final int ATTEMPTS = 3;
    /** Deliveries of one message while no fault strikes. */
    private static final int LOOP = 25;

    private final VirtualScheduler scheduler;
    private final FaultRates rates;
    private final TaskStore rows;
    private final ObjectStore objects;
    private final Map<String, TaskHistory> stories = new TreeMap<>();
    private final Map<Long, Integer> calmDeliveries = new TreeMap<>();
    private int ids;

    InvariantChecker(VirtualScheduler scheduler, FaultRates rates, TaskStore rows, ObjectStore objects) {
        this.scheduler = scheduler;
        this.rates = rates;
        this.rows = rows;
        this.objects = objects;
    }

    /** Stops the world. */
    void fail(String what) {
        scheduler.fail(what, null);
        throw new SimulatedThread.Unwinding();
    }

    void require(boolean right, String otherwise) {
        if (!right) {
            fail(otherwise);
        }
    }

    ModelId newId() {
        return new ModelId("t-" + ++ids);
    }

    TaskHistory history(TaskId id) {
        return stories.computeIfAbsent(id.value(), value -> new TaskHistory(id));
    }

    /** Makes the change on behalf of the process, and looks at what it did. */
    boolean apply(SimulatedProcess process, Transition transition, TaskStore store) {
        TaskRow before = store.find(transition.id()).orElse(null);
        boolean applied = store.apply(transition);
        TaskRow after = store.find(transition.id()).orElse(null);
        TaskHistory history = history(transition.id());
        if (!applied) {
            return false;
        }
        String change = TraceText.of(transition) + " by " + process.name();
        require(before != null && after != null, change + ": a row was changed that is not there");
        boolean open = switch (transition) {
            case Transition.Retry retry -> true;
            case Transition.Mend mend -> true;
            case Transition.Remove remove -> true;
            case Transition.Answering answering -> true;
            case Transition.Answered answered -> true;
            case Transition.Label label -> true;
            default -> false;
        };
        require(open || !before.state().terminal(), change + " changed a task that had ended as " + before.state());
        long epoch = before.lease().epoch();
        boolean next = transition instanceof Transition.Claim || transition instanceof Transition.Mend;
        long expected = next ? epoch + 1 : epoch;
        require(
                after.lease().epoch() == expected,
                change + ": epoch " + epoch + " became " + after.lease().epoch());
        require(
                after.lease().attempts() <= ATTEMPTS + 1,
                change + ": " + after.lease().attempts() + " attempts");
        look(process, history, transition, before);
        return true;
    }

    private void look(SimulatedProcess process, TaskHistory history, Transition transition, TaskRow before) {
        switch (transition) {
            case Transition.Claim claim -> claimed(process, history, claim, before);
            case Transition.Heartbeat beat -> beaten(history, before);
            case Transition.Complete complete -> completed(process, history, complete, before);
            case Transition.Fail fail -> {
                if (fail.outcome().code() == RefusalCode.RUN_TIMED_OUT) {
                    usedUp(history, before);
                }
                ended(process, history, before, fail.outcome().code() == RefusalCode.TOO_MANY_ATTEMPTS);
            }
            case Transition.Stopped stopped -> ended(process, history, before, false);
            case Transition.GiveBack back -> ended(process, history, before, back.counted());
            case Transition.Cancel cancel -> {
                if (history.cancelRequested < 0) {
                    history.cancelRequested = scheduler.now();
                }
            }
            case Transition.Answered answered ->
                require(
                        history.told.contains(answered.turn()),
                        "task " + before.id() + ": its answer was marked, and nobody was told");
            case Transition.Retry retry -> history.retried(scheduler.now());
            case Transition.Mend mend -> history.retried(scheduler.now());
            default -> {}
        }
    }

    private boolean lapsed(TaskRow row) {
        Instant until = row.lease().until();
        return row.state() == TaskState.TASK_STARTED && until != null && until.isBefore(scheduler.instant());
    }

    /** A run that is ended for its time has had it, whatever any clock was set to. */
    private void usedUp(TaskHistory history, TaskRow before) {
        Duration timeout = before.spec().schedule().timeout();
        long lasted = scheduler.now() - history.claims.get(before.lease().epoch()).since;
        require(
                timeout != null && lasted >= timeout.toMillis() * VirtualScheduler.MILLI,
                "task " + before.id() + ": stopped for its time-out of " + timeout + " after "
                        + lasted / VirtualScheduler.MILLI + " ms");
    }

    private void claimed(SimulatedProcess process, TaskHistory history, Transition.Claim claim, TaskRow before) {
        boolean due = before.state() == TaskState.TASK_RECEIVED
                && !before.spec().runAt().isAfter(scheduler.instant());
        require(due || lapsed(before), TraceText.of(claim) + ": claimed while it was " + TraceText.of(before));
        if (!due) {
            lost(history, before);
        }
        history.claims.put(claim.epoch() + 1, new TaskHistory.Held(process, scheduler.now()));
    }

    private void beaten(TaskHistory history, TaskRow before) {
        TaskHistory.Held held = history.claims.get(before.lease().epoch());
        held.late |= lapsed(before);
        held.beaten = scheduler.now();
    }

    /** The process has been told that its heartbeat was refused. */
    void refused(Transition.Heartbeat beat, SimulatedProcess process) {
        TaskHistory.Held held = history(beat.id()).claims.get(beat.epoch());
        if (held != null && held.holder == process && held.refused < 0) {
            held.refused = 0;
        }
    }

    private void completed(
            SimulatedProcess process, TaskHistory history, Transition.Complete complete, TaskRow before) {
        String change = TraceText.of(complete) + " by " + process.name();
        if (ForeignRuns.OWNER.equals(before.lease().owner())) {
            return;
        }
        TaskHistory.Held held = history.claims.get(before.lease().epoch());
        require(held.holder == process, change + ": the claim is " + held.holder.name() + "'s");
        Artifact artifact = complete.outcome().artifact();
        String own = Keys.STANDARD.artifact(complete.id(), before.lease().epoch());
        require(
                complete.epoch() == before.lease().epoch() && artifact.key().equals(own),
                change + ": not the claim's own artifact, which is " + own);
        intact(complete.id(), artifact);
        require(
                history.cancelRequested < 0 || history.cancelRequested > held.since,
                change + ": its cancel had been asked for before this run was claimed");
    }

    /** The bytes are there, and they are this task's. */
    private void intact(TaskId id, Artifact artifact) {
        byte[] right = ScriptedTraining.artifact(id);
        try (ObjectReader reader = objects.open(artifact.key())) {
            byte[] bytes = reader.content().readAllBytes();
            require(Arrays.equals(bytes, right), "task " + id + ": " + artifact.key() + " holds another task's bytes");
        } catch (NotFound gone) {
            fail("task " + id + ": its artifact " + artifact.key() + " is not there");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        require(
                artifact.sha256().equals(Sha256.hex(right)) && artifact.size() == right.length,
                "task " + id + ": hash or size of its artifact is wrong");
    }

    /** A claim ends: by its holder, or by somebody who may think the holder dead. */
    private void ended(SimulatedProcess process, TaskHistory history, TaskRow before, boolean counted) {
        TaskHistory.Held held = history.claims.get(before.lease().epoch());
        if (held.holder == process && !lapsed(before) && !counted) {
            return;
        }
        boolean mayBeTaken = lapsed(before) || held.late || !held.holder.alive();
        require(
                held.holder == process || mayBeTaken,
                "task " + before.id() + ": claim " + before.lease().epoch() + " taken from " + held.holder.name()
                        + " before it lapsed, by " + process.name());
        if (held.holder != process) {
            lost(history, before);
        }
    }

    /**
     * A consumer that lives, runs and reaches the store keeps its claims, except one that extended its
     * claim only after a rescuer had seen it lapsed.
     */
    private void lost(TaskHistory history, TaskRow before) {
        TaskHistory.Held held = history.claims.get(before.lease().epoch());
        boolean excused =
                held.abandoned || held.late || !held.holder.alive() || held.holder.lastTrouble() >= held.beaten;
        require(
                excused,
                "task " + before.id() + ": claim " + before.lease().epoch() + " of " + held.holder.name()
                        + " lapsed although nothing was wrong with it");
        if (held.holder.alive() && !held.abandoned) {
            history.blameless++;
        }
    }

    /** A run does one step of its work. */
    void works(SimulatedProcess process, Run run) {
        TaskHistory.Held held = history(run.id()).claims.get(run.epoch());
        if (held != null && held.refused >= 0 && held.holder == process) {
            require(
                    ++held.refused < 3,
                    "task " + run.id() + ": claim " + run.epoch() + " of " + process.name()
                            + " was refused at a heartbeat, and its run goes on");
        }
    }

    /** The run is about to take its process, or its worker, with it. */
    void crashes(Run run) {
        TaskHistory history = history(run.id());
        TaskHistory.Held held = history.claims.get(run.epoch());
        held.abandoned = true;
        if (held.since >= history.retriedAt) {
            require(
                    ++history.crashes <= ATTEMPTS,
                    "task " + run.id() + " crashes for the " + history.crashes + "th time");
        }
    }

    void delivered(SimulatedBroker.Parcel parcel) {
        if (rates.calm()) {
            int times = calmDeliveries.merge(parcel.number, 1, Integer::sum);
            require(
                    times <= LOOP,
                    "message " + parcel.number + " of " + parcel.message.correlationId() + " goes round in circles");
        }
    }

    /** Somebody is told how the task ended; true for the first time. */
    boolean told(TaskRow row) {
        TaskRow now = rows.find(row.id()).orElseThrow();
        int turn = row.spec().schedule().turn();
        require(
                row.spec().origin() != null && row.outcome() != null,
                "task " + TraceText.of(row) + ": nobody waits for this");
        require(
                now.spec().schedule().turn() > turn || row.outcome().equals(now.outcome()),
                "task " + TraceText.of(now) + ": told as " + TraceText.of(row));
        return history(row.id()).told.add(turn);
    }

    /** Who waits was told how it ended, and nobody else was. */
    void checkTold(TaskRow row) {
        boolean told = history(row.id()).told.contains(row.spec().schedule().turn());
        require(
                told == (row.spec().origin() != null),
                "task " + TraceText.of(row) + (told ? ": nobody was to be told" : ": nobody was told"));
    }

    /** Each row by the state it must be in at the end. */
    void checkEnded(TaskRow row, ScriptedTraining.Script script) {
        TaskHistory history = history(row.id());
        String task = "task " + TraceText.of(row) + ", " + script.name();
        switch (row.outcome()) {
            case Outcome.Completed done -> {
                require(script.end() == ScriptedTraining.End.MODEL, task + ": completed");
                intact(row.id(), done.artifact());
            }
            case Outcome.Failed failed ->
                require(
                        failed.code() == expected(script.end())
                                || failed.code() == RefusalCode.RUN_TIMED_OUT
                                || (failed.code() == RefusalCode.TASK_EXPIRED
                                        && row.lease().epoch() == 0)
                                || (failed.code() == RefusalCode.TOO_MANY_ATTEMPTS
                                        && history.claims.size() >= ATTEMPTS),
                        task + ": failed with " + failed.code() + ": " + failed.detail());
            case Outcome.Cancelled cancelled -> require(history.cancelRequested >= 0, task + ": nobody cancelled it");
            case null -> fail(task + ": it has not ended");
        }
    }

    private static RefusalCode expected(ScriptedTraining.End end) {
        return switch (end) {
            case MODEL -> null;
            case BAD_DATASET -> RefusalCode.INVALID_DATASET;
            case DEFECT -> RefusalCode.INTERNAL;
            case POISON, OUT_OF_MEMORY -> RefusalCode.TOO_MANY_ATTEMPTS;
        };
    }
}
