package dev.tasuki.core.run;

import dev.tasuki.core.ask.Replies;
import dev.tasuki.core.base.Handler;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.foreign.ForeignConsumers;
import dev.tasuki.core.foreign.ForeignRuns;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One delivery of a task's message, step by step: read the message, find or make the row, claim it,
 * run, store the artifact, commit, settle. The row decides everything: a message about a task that
 * has ended, or that another consumer holds, is accepted and dropped.
 *
 * <p>After the claim every write carries its epoch. A consumer whose claim was taken over finds its
 * writes refused and leaves at most an orphaned artifact behind.
 */
final class TaskAttempt implements Handler.Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(TaskAttempt.class);

    private static final String OUT_OF_MEMORY =
            "this process ran out of memory, and of all its trainings this one needed most, so it was stopped;"
                    + " train fewer or shallower trees, or on less data, or give the process more memory";

    private final Delivery delivery;
    private final Work work;
    private final TaskHandler.Means means;
    private final TaskStore tasks;
    private @Nullable TaskId id;
    private @Nullable Claim claim;

    /** A row as it was claimed, and its run. {@code inPlace}: the message names another task. */
    private record Claim(TaskRow row, Run run, int attempts, boolean inPlace) {
        TaskId id() {
            return row.id();
        }

        long epoch() {
            return run.epoch();
        }
    }

    TaskAttempt(Delivery delivery, Work work, TaskHandler.Means means) {
        this.delivery = delivery;
        this.work = work;
        this.means = means;
        this.tasks = means.tasks();
    }

    @Override
    public Settlement run() {
        NewTask wanted = work.read(delivery.message().body());
        id = wanted.id();
        MDC.put("task_id", wanted.id().value());
        MDC.put("model_id", wanted.id().value());
        try {
            TaskRow row = ForeignRuns.takenOver(row(wanted), tasks);
            tellReceived(wanted.id());
            return taken(row);
        } finally {
            MDC.remove("task_id");
            MDC.remove("model_id");
        }
    }

    private Settlement taken(TaskRow row) {
        if (row.state().terminal()) {
            LOG.debug("task {} has ended as {}, its message is dropped", row.id(), row.state());
            return Settlement.ACCEPT;
        }
        Claim mine = claim(row);
        return mine == null ? notClaimed(row) : settled(mine, underClaim(mine));
    }

    /** A message that named another task than the one claimed has done its duty with the claim. */
    private static Settlement settled(Claim mine, Settlement usual) {
        return mine.inPlace() ? Settlement.ACCEPT : usual;
    }

    /** The row of our producers' messages; a foreign producer's message makes its row here. */
    private TaskRow row(NewTask wanted) {
        Optional<TaskRow> known = tasks.find(wanted.id());
        if (known.isPresent()) {
            return known.get();
        }
        Acceptance acceptance = tasks.accept(work.pin(wanted));
        TaskRow row = acceptance.row();
        if (acceptance instanceof Acceptance.Created) {
            count(Telemetry.Count.TRAININGS_ACCEPTED);
            LOG.info(
                    "task {} received from a foreign producer: train model {} on dataset {}",
                    row.id(),
                    row.id(),
                    row.spec().dataset());
            tasks.apply(new Transition.Published(row.id()));
        }
        return row;
    }

    /** With the id as the message wrote it, by which its producer knows the answer. */
    private void tellReceived(TaskId asWritten) {
        if (delivery.message().replyTo() != null) {
            reply(Replies.trainReceived(asWritten.value()));
        }
    }

    /** Null if another consumer has it, it is not due, or too many of its groups run. */
    private @Nullable Claim claim(TaskRow named) {
        Instant now = means.inProcess().clock().instant();
        Optional<TaskRow> won = new Claims(tasks, means.rules()).claim(named);
        if (won.isEmpty()) {
            return null;
        }
        TaskRow row = won.get();
        // Of a task whose consumer died it would be the time that it ran.
        if (row.state() == TaskState.TASK_RECEIVED) {
            means.inProcess()
                    .telemetry()
                    .time(Telemetry.Timing.QUEUE_WAIT, row.waited(now).toNanos());
        }
        MDC.put("task_id", row.id().value());
        MDC.put("model_id", row.id().value());
        Run run = new Run(row.id(), row.lease().epoch() + 1, now, delivery.handOver(), time(row));
        Claim mine = new Claim(row, run, row.lease().attempts() + 1, !row.id().equals(named.id()));
        claim = mine;
        return mine;
    }

    /** Counted from when the claim is known, so that a slow store takes nothing from the run's time. */
    private RunTime time(TaskRow row) {
        Instant now = means.inProcess().clock().instant();
        return RunTime.of(row.spec().schedule(), means.rules().runTime(), now);
    }

    /**
     * A task that still waits has lost its message to this delivery: the relay publishes it anew, once
     * it is due (clocks differ) and the caps leave it room. Any other message is dropped.
     */
    private Settlement notClaimed(TaskRow before) {
        TaskRow now = tasks.find(before.id()).orElse(before);
        if (now.state() == TaskState.TASK_RECEIVED) {
            if (!Expiry.end(now, tasks, means.inProcess().telemetry())) {
                tasks.apply(new Transition.Unpublish(now.id()));
                LOG.debug("task {} waits: it is not due, or too many of its kind run", now.id());
            }
        } else {
            LOG.debug(
                    "task {} is another consumer's ({}), its message is dropped",
                    now.id(),
                    now.lease().owner());
        }
        return Settlement.ACCEPT;
    }

    private Settlement underClaim(Claim mine) {
        Runs runs = means.inProcess().runs();
        runs.add(mine.run());
        long started = System.nanoTime();
        try {
            if (mine.attempts() > means.rules().retries().attempts()) {
                return tooManyAttempts(mine);
            }
            // Read again now that a request in this process would find the run: none falls between.
            tasks.find(mine.id()).ifPresent(mine.run()::heed);
            if (mine.run().reason() == Run.Stop.CANCELLED) {
                return stopped(mine);
            }
            LOG.info(
                    "task {}, model {} started: attempt {}, claim {}",
                    mine.id(),
                    mine.id(),
                    mine.attempts(),
                    mine.epoch());
            Optional<Product> product = work.run(mine.row(), mine.run());
            if (product.isEmpty() || mine.run().unwanted()) {
                return stopped(mine);
            }
            Artifact artifact = store(mine, product.get());
            if (mine.run().unwanted()) {
                delete(artifact.key());
                return stopped(mine);
            }
            Product made = product.get();
            return commit(mine, new Outcome.Completed(artifact, made.metrics()), made);
        } catch (WorkerDied died) {
            return died(mine, died);
        } finally {
            runs.remove(mine.run());
            means.inProcess().telemetry().time(Telemetry.Timing.TRAIN_RUN, System.nanoTime() - started);
        }
    }

    /** As the rescuer does with the claim of a process that ended: the attempt counts. */
    private Settlement died(Claim mine, WorkerDied died) {
        if (mine.run().reason() != null) {
            return stopped(mine);
        }
        LOG.warn("task {}: attempt {} ended with its process: {}", mine.id(), mine.attempts(), died.getMessage());
        if (mine.attempts() >= means.rules().retries().attempts()) {
            fail(mine, RefusalCode.TOO_MANY_ATTEMPTS, Claims.tooMany(mine.attempts()));
        } else if (ends(mine, new Transition.GiveBack(mine.id(), mine.epoch(), Duration.ZERO, true))) {
            count(Telemetry.Count.TRAININGS_GIVEN_BACK);
        } else {
            fenced(mine, "its process had ended");
        }
        return Settlement.ACCEPT;
    }

    private Artifact store(Claim mine, Product product) {
        mine.run().report(new Progress(0.98, "storing", ""));
        Keys keys = means.rules().keys();
        String key = product.foreign()
                ? keys.foreignArtifact(mine.id(), mine.epoch())
                : keys.artifact(mine.id(), mine.epoch());
        String sha256 = Sha256.hex(product.artifact());
        try {
            means.objects().put(key, new ByteArrayInputStream(product.artifact()));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
        LOG.info(
                "task {}, model {}: stored at {}, {} bytes, SHA-256 {}",
                mine.id(),
                mine.id(),
                key,
                product.artifact().length,
                sha256);
        return new Artifact(key, sha256, product.artifact().length);
    }

    private Settlement commit(Claim mine, Outcome.Completed outcome, Product made) {
        if (ends(mine, new Transition.Complete(mine.id(), mine.epoch(), outcome, made.report(), made.algorithm()))) {
            count(Telemetry.Count.TRAININGS_COMPLETED);
            LOG.info("task {}, model {}: TASK_COMPLETED {}", mine.id(), mine.id(), outcome.metrics());
            made.leftovers().forEach(this::delete);
        } else {
            fenced(mine, "its artifact is left to the sweeper");
        }
        return Settlement.ACCEPT;
    }

    /** What cannot be deleted now is left to the sweeper. */
    private void delete(String leftover) {
        try {
            means.objects().delete(leftover);
        } catch (Refusal away) {
            LOG.info("{} is left to the sweeper: {}", leftover, away.detail());
        }
    }

    /** Every way in which a run ends its own claim. */
    private boolean ends(Claim mine, Transition ending) {
        mine.run().end();
        return tasks.apply(ending);
    }

    private Settlement tooManyAttempts(Claim mine) {
        fail(mine, RefusalCode.TOO_MANY_ATTEMPTS, Claims.tooMany(mine.attempts() - 1));
        return Settlement.ACCEPT;
    }

    private Settlement stopped(Claim mine) {
        Run.Stop reason = mine.run().reason();
        if (reason == null) {
            throw new IllegalStateException("task " + mine.id() + " gave up without being asked to");
        }
        switch (reason) {
            case CANCELLED -> {
                if (ends(mine, new Transition.Stopped(mine.id(), mine.epoch()))) {
                    count(Telemetry.Count.TRAININGS_CANCELLED);
                    LOG.info("task {}, model {}: TASK_CANCELLED", mine.id(), mine.id());
                } else {
                    fenced(mine, "it was cancelled here");
                }
            }
            case TIMED_OUT ->
                fail(mine, RefusalCode.RUN_TIMED_OUT, time(mine.row()).exceeded());
            case OUT_OF_MEMORY -> fail(mine, RefusalCode.TOO_COSTLY, OUT_OF_MEMORY);
            case DRAINED -> giveBack(mine, Duration.ZERO, "this process is shutting down");
            case LEASE_LOST -> fenced(mine, "nothing was stored");
        }
        return Settlement.ACCEPT;
    }

    @Override
    public Settlement refused(Refusal refusal, Settlement usual) {
        Claim mine = claim;
        if (mine == null) {
            return beforeClaim(refusal, usual);
        }
        return settled(mine, refusedUnderClaim(mine, refusal, usual));
    }

    private Settlement refusedUnderClaim(Claim mine, Refusal refusal, Settlement usual) {
        if (mine.run().reason() == Run.Stop.LEASE_LOST) {
            fenced(mine, "nothing was stored");
            return Settlement.ACCEPT;
        }
        if (!(usual instanceof Settlement.Requeue)) {
            fail(mine, refusal.code(), refusal.detail());
            return usual;
        }
        Duration age = Duration.between(
                mine.row().spec().schedule().firstDue(),
                means.inProcess().clock().instant());
        RetryPolicy retries = means.rules().retries();
        if (age.compareTo(retries.budget()) > 0) {
            fail(
                    mine,
                    refusal.code(),
                    refusal.detail() + " (for " + retries.budget().toHours() + " hours: given up)");
            return Settlement.ACCEPT;
        }
        Duration delay = retries.delay(mine.epoch() - mine.attempts() + 1);
        giveBack(mine, delay, refusal.detail());
        return new Settlement.Requeue(delay);
    }

    private Settlement beforeClaim(Refusal refusal, Settlement usual) {
        LOG.warn("message {} could not be taken up: {}", delivery.message().correlationId(), refusal.detail());
        if (delivery.message().replyTo() != null && !(usual instanceof Settlement.Requeue)) {
            reply(Replies.trainError(id == null ? null : id.value(), refusal));
        }
        return usual;
    }

    private void giveBack(Claim mine, Duration delay, String why) {
        if (ends(mine, new Transition.GiveBack(mine.id(), mine.epoch(), delay, false))) {
            count(Telemetry.Count.TRAININGS_GIVEN_BACK);
            LOG.info("task {} given back for {} ms: {}", mine.id(), delay.toMillis(), why);
        } else {
            fenced(mine, "it was about to be given back");
        }
    }

    private void fail(Claim mine, RefusalCode code, String detail) {
        if (ends(mine, new Transition.Fail(mine.id(), mine.epoch(), new Outcome.Failed(code, detail)))) {
            count(Telemetry.Count.TRAININGS_FAILED);
            LOG.warn("task {}, model {}: TASK_ERROR {}: {}", mine.id(), mine.id(), code.text(), detail);
        } else {
            fenced(mine, "it had failed here: " + detail);
        }
    }

    private void fenced(Claim mine, String what) {
        count(Telemetry.Count.TRAININGS_FENCED);
        LOG.warn("task {}: claim {} is no longer this consumer's; {}", mine.id(), mine.epoch(), what);
    }

    /** A reply that cannot be sent is not worth a second run: the row tells the same. */
    private void reply(byte[] body) {
        try {
            means.replies().publish(marked(Message.reply(delivery.message(), body)));
        } catch (Refusal lost) {
            LOG.warn(
                    "the answer to message {} could not be sent: {}",
                    delivery.message().correlationId(),
                    lost.detail());
        }
    }

    /** A producer of ours knows by the mark that this consumer keeps the row itself. */
    private static Message marked(Message reply) {
        return reply.withHeaders(Map.of(ForeignConsumers.OURS, "true"));
    }

    private void count(Telemetry.Count what) {
        means.inProcess().telemetry().count(what);
    }
}
