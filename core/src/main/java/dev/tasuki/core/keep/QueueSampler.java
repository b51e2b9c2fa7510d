package dev.tasuki.core.keep;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.core.port.TaskReader;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Flow;
import dev.tasuki.core.task.QueueSample.Level;
import dev.tasuki.core.task.QueueSample.Step;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Writes the {@link QueueHistory}: once a minute how each queue stands, and what went through it since the sample
 * before. Of trainings that is what the change log tells after the version that the last sample was counted up to,
 * whichever process wrote that; so a restart or another leader neither forgets nor counts twice. Of predictions, which
 * no log knows, it is what the processes tell of themselves.
 *
 * <p>For one thread. The leader is to run it.
 */
public final class QueueSampler {
    /** How often {@link #run} is to be called: a sample is at most this late. */
    public static final Duration PERIOD = Duration.ofSeconds(5);

    private static final int PAGE = 500;
    /** Changes of one sample at most; what is beyond counts for the next. */
    private static final int PAGES = 400;

    private final Means means;
    private final InstantSource clock;
    private final PredictionFlow predictions;
    private final OutageLog outage = new OutageLog("the history of queues");
    private Instant written = Instant.MIN;

    /**
     * Where samples come from and go to.
     *
     * @param brokers how the brokers are, for the queue of predictions
     */
    public record Means(
            QueueHistory history,
            ChangeLog log,
            TaskReader tasks,
            PresenceBoard board,
            Supplier<List<BrokerStatus>> brokers) {}

    /** A sampler that nobody runs yet. */
    public QueueSampler(Means means, InstantSource clock) {
        this.means = means;
        this.clock = clock;
        this.predictions = new PredictionFlow(means.board());
    }

    /** Writes the sample of the minute that is over, if nobody has; a store that is away ends it until the next time. */
    public void run() {
        Instant now = clock.instant();
        Instant minute = Step.MINUTE.floor(now).minus(Step.MINUTE.length());
        if (!written.isBefore(minute)) {
            return;
        }
        try {
            Optional<QueueSample> last = means.history().newest(TaskKind.TRAIN.queue(), Step.MINUTE);
            if (last.isPresent() && !last.get().at().isBefore(minute)) {
                written = last.get().at();
                predictions.forget();
                return;
            }
            sample(minute, last);
            written = minute;
            prune(now);
            outage.goesOn();
        } catch (Refusal away) {
            outage.waits(away);
        }
    }

    private void sample(Instant minute, Optional<QueueSample> last) {
        if (last.isEmpty() || !last.get().at().equals(written)) {
            predictions.forget();
        }
        Instant since =
                last.map(before -> before.at().plus(Step.MINUTE.length())).orElse(minute);
        Counted counted = last.isPresent()
                ? counted(last.get().upTo())
                : new Counted(Flow.NONE, means.log().span().newest());
        QueueSample train = new QueueSample(
                TaskKind.TRAIN.queue(), Step.MINUTE, minute, trainings(), counted.flow(), counted.upTo());
        QueueSample predict =
                new QueueSample(TaskKind.PREDICT.queue(), Step.MINUTE, minute, requests(), predictions.since(since), 0);
        means.history().put(List.of(train, predict, hour(train), hour(predict)));
    }

    private Level trainings() {
        TaskCounts counts = means.tasks().counts();
        return new Level(counts.due(), counts.longestWait());
    }

    private Level requests() {
        long waiting = means.brokers().get().stream()
                .flatMap(broker -> broker.queues().stream())
                .filter(queue -> queue.queue().equals(TaskKind.PREDICT.queue()))
                .mapToLong(queue -> Math.max(0, queue.ready()))
                .sum();
        return new Level(waiting, null);
    }

    /** The hour that the minute is in, as far as it has come. */
    private QueueSample hour(QueueSample minute) {
        Instant begin = Step.HOUR.floor(minute.at());
        return means.history().list(minute.queue(), Step.MINUTE, begin, minute.at()).stream()
                .reduce(minute, QueueSample::merged)
                .in(Step.HOUR);
    }

    /** What the log told, up to a version. */
    private record Counted(Flow flow, long upTo) {}

    private Counted counted(long after) {
        long done = 0;
        long failed = 0;
        Lot lot = new Lot(after);
        long version = after;
        for (int pages = 0; pages < PAGES; pages++) {
            ChangePage page = means.log().since(version, PAGE);
            if (page.upTo() <= version) {
                break;
            }
            for (Change change : page.changes()) {
                boolean completed = change.kind() == Change.Kind.COMPLETED;
                if ((completed || change.kind() == Change.Kind.ERROR)
                        && change.facts().kind() == TaskKind.TRAIN) {
                    done += completed ? 1 : 0;
                    failed += completed ? 0 : 1;
                    lot.offer(change.task());
                }
            }
            version = page.upTo();
        }
        return new Counted(timed(done, failed, lot.drawn), version);
    }

    /** Each that is offered has the same chance to be among the few that are drawn. */
    private static final class Lot {
        private final List<TaskId> drawn = new ArrayList<>();
        private final Random random;
        private int offered;

        Lot(long seed) {
            this.random = new Random(seed);
        }

        void offer(TaskId task) {
            offered++;
            int most = Limits.HISTORY_TIMED.intValue();
            if (drawn.size() < most) {
                drawn.add(task);
                return;
            }
            int place = random.nextInt(offered);
            if (place < most) {
                drawn.set(place, task);
            }
        }
    }

    /** Their rows have the times; one that is gone or was begun anew meanwhile has none. */
    private Flow timed(long done, long failed, List<TaskId> drawn) {
        List<Duration> waits = new ArrayList<>();
        List<Duration> runs = new ArrayList<>();
        for (TaskId task : drawn) {
            means.tasks().find(task).ifPresent(row -> {
                Instant started = row.times().started();
                Instant finished = row.times().finished();
                if (started != null && finished != null) {
                    waits.add(row.waited(started));
                    runs.add(Duration.between(started, finished));
                }
            });
        }
        return new Flow(done, failed, Spans.of(waits), Spans.of(runs));
    }

    private void prune(Instant now) {
        for (Step step : Step.values()) {
            Instant before = step.floor(now).minus(step.kept());
            while (means.history().prune(step, before) > 0) {
                // A thousand at a time; after the first start there are a few each minute.
            }
        }
    }
}
