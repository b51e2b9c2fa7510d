package dev.tasuki.core.consumer;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.base.Telemetry.Count;
import dev.tasuki.core.base.Telemetry.Timing;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.run.Run;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the {@link PresenceBoard} that this process is there, and what it works on, and hands on what the board tells
 * it. Close it after the consumers are
 * drained: until then there is something to tell. Thread-safe.
 */
public final class Presence implements AutoCloseable {
    /** How often {@link #tell} is to be called. */
    public static final Duration PERIOD = Duration.ofSeconds(5);

    /** How long a process that tells no more is still seen: three words may be late. */
    public static final Duration LIFE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final PresenceBoard board;
    private final String process;
    private final ProcessCard.Identity identity;
    private final ConsumerOptions options;
    private final Inside inside;
    private final OutageLog outage = new OutageLog("the word of this process for the others");
    private final AtomicBoolean crowded = new AtomicBoolean();
    private volatile boolean closed;

    /** What goes on in the process. */
    public record Inside(Runs runs, Telemetry telemetry, Drainable drainable) {}

    /**
     * A process that has told nothing yet.
     *
     * @param process its name in claims
     */
    public Presence(
            PresenceBoard board,
            String process,
            ProcessCard.Identity identity,
            ConsumerOptions options,
            Inside inside) {
        this.board = board;
        this.process = process;
        this.identity = identity;
        this.options = options;
        this.inside = inside;
    }

    /** Tells it now, and hears what is wished; a store that is away ends it until the next time. */
    public void tell() {
        if (closed) {
            return;
        }
        try {
            Optional<PresenceBoard.Wish> wish = board.tell(process, card().json(), LIFE);
            wish.ifPresent(inside.drainable()::wish);
            if (wish.isEmpty() && !crowded.getAndSet(true)) {
                LOG.warn(
                        "GET /workers does not tell of this process: {} others are there already",
                        Limits.PROCESSES_PRESENT.text());
            }
            outage.goesOn();
        } catch (Refusal away) {
            outage.waits(away);
        }
    }

    ProcessCard card() {
        List<Run> runs = inside.runs().all();
        List<ProcessCard.Running> tasks = runs.stream()
                .sorted(Comparator.comparing(Run::claimed))
                .limit(Limits.PRESENT_TASKS.value())
                .map(run -> new ProcessCard.Running(
                        run.id().value(), run.claimed(), run.progress().fraction()))
                .toList();
        Telemetry telemetry = inside.telemetry();
        Telemetry.Distribution spread = telemetry.read(Timing.PREDICT_WORK);
        return new ProcessCard(
                identity,
                List.of(
                        new ProcessCard.Slots(TaskKind.TRAIN.queue(), options.trainWorkers()),
                        new ProcessCard.Slots(TaskKind.PREDICT.queue(), options.predictWorkers())),
                runs.size(),
                tasks,
                new ProcessCard.Ended(
                        telemetry.value(Count.TRAININGS_COMPLETED), telemetry.value(Count.TRAININGS_FAILED)),
                new ProcessCard.Predicted(
                        new ProcessCard.Ended(
                                telemetry.value(Count.PREDICTIONS_ANSWERED),
                                telemetry.value(Count.PREDICTIONS_REFUSED)),
                        Arrays.stream(spread.counts()).boxed().toList()),
                inside.drainable().now());
    }

    /** Takes the process off the board. */
    @Override
    public void close() {
        closed = true;
        try {
            board.leave(process);
        } catch (Refusal away) {
            LOG.info("this process goes from the board by itself: {}", away.detail());
        }
    }
}
