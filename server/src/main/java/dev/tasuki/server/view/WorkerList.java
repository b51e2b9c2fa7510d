package dev.tasuki.server.view;

import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.use.Workers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The processes that work. */
@Schema(
        name = "WorkerList",
        description =
                "The processes that work, by name; one that tells no more is lost after 20 s, and gone a day later or"
                        + " when it is forgotten")
public record WorkerList(List<Worker> workers) {
    /**
     * One process.
     *
     * @param tasks the running tasks that are named, the eldest first
     */
    @Schema(name = "Worker")
    public record Worker(
            @Schema(description = "Its name in logs and claims", example = "consumer-4711-1f2e3d4c")
            String worker,

            @Schema(
                    description =
                            "working: it takes work, soon at the latest; draining: it was told to take nothing new,"
                                    + " and something that it took before goes on; drained: nothing goes on; lost: it has"
                                    + " told nothing for 20 s or more, and what stands here is what it told last",
                    allowableValues = {"working", "draining", "drained", "lost"},
                    example = "working")
            String state,

            @Schema(description = "serve or consumer", example = "consumer")
            String command,

            @Schema(example = "node-7") String host,
            @Schema(example = "4711") long pid,
            @Schema(example = "0.1.0") String version,
            @Schema(example = "2026-11-29T07:00:00Z") Instant started,

            @Schema(description = "Seconds since it told how it is; it does every five", example = "2.1")
            double heartbeatAgeS,

            @Schema(description = "The queues that it consumes")
            List<Slots> queues,

            @Schema(description = "Tasks that run in it", example = "1")
            int busy,

            @Schema(description = "The eldest of them, 50 at most")
            List<Running> tasks,

            @Schema(description = "Trainings that ended in it")
            Ended trainings,

            @Schema(description = "Predictions that it answered")
            Ended predictions) {}

    /** Workers of a queue. */
    @Schema(name = "WorkerSlots")
    public record Slots(
            @Schema(example = "queue.model.train") String queue,

            @Schema(description = "How much of it at once", example = "4")
            int slots) {}

    /** A task that runs. */
    @Schema(name = "WorkerTask")
    public record Running(
            @Schema(example = Examples.MODEL) String taskId,
            @Schema(example = "2026-11-29T07:05:00Z") Instant since,

            @Schema(description = "How far it has come, 0 to 1", example = "0.4")
            double fraction) {}

    /** What ended in a process since its start. */
    @Schema(name = "WorkerCounts", description = "Since the process started")
    public record Ended(
            @Schema(example = "12") long done,
            @Schema(example = "1") long failed) {
        static Ended of(ProcessCard.Ended ended) {
            return new Ended(ended.done(), ended.failed());
        }
    }

    /** What is shown of processes. */
    public static WorkerList of(List<Workers.Seen> seen) {
        return new WorkerList(seen.stream().map(WorkerList::worker).toList());
    }

    /** What is shown of one. */
    public static Worker worker(Workers.Seen seen) {
        ProcessCard card = seen.card();
        ProcessCard.Identity identity = card.identity();
        return new Worker(
                seen.name(),
                seen.state().name().toLowerCase(Locale.ROOT),
                identity.command(),
                identity.host(),
                identity.pid(),
                identity.version(),
                identity.started(),
                seen.age().toMillis() / 1e3,
                card.slots().stream()
                        .map(one -> new Slots(one.queue(), one.slots()))
                        .toList(),
                card.busy(),
                card.tasks().stream()
                        .map(one -> new Running(one.task(), one.since(), one.fraction()))
                        .toList(),
                Ended.of(card.trained()),
                Ended.of(card.predicted().ended()));
    }
}
