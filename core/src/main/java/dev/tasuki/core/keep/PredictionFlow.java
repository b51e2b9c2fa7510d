package dev.tasuki.core.keep;

import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.base.Telemetry.Timing;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.port.PresenceBoard.Present;
import dev.tasuki.core.task.QueueSample.Flow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many predictions all processes answered between two looks, from what each tells of itself. What a process did
 * between its last word and its end is not counted. For one thread.
 */
final class PredictionFlow {
    private final PresenceBoard board;
    private Map<String, ProcessCard> last = Map.of();

    PredictionFlow(PresenceBoard board) {
        this.board = board;
    }

    /** Forgets what was seen, as another process may have counted that since. */
    void forget() {
        last = Map.of();
    }

    /** What was answered since the last look; of a process that was not seen then, if it began since. */
    Flow since(Instant then) {
        Map<String, ProcessCard> now = new HashMap<>();
        for (Present present : board.all()) {
            if (!present.lost()) {
                now.put(present.process(), ProcessCard.of(present.about()));
            }
        }
        double[] upTo = Timing.PREDICT_WORK.upToSeconds();
        long[] spread = new long[upTo.length];
        long done = 0;
        long failed = 0;
        for (Map.Entry<String, ProcessCard> one : now.entrySet()) {
            ProcessCard card = one.getValue();
            ProcessCard before = last.get(one.getKey());
            if (before == null && card.identity().started().isBefore(then)) {
                continue;
            }
            done += difference(
                    card.predicted().ended().done(),
                    before == null ? 0 : before.predicted().ended().done());
            failed += difference(
                    card.predicted().ended().failed(),
                    before == null ? 0 : before.predicted().ended().failed());
            add(
                    spread,
                    card.predicted().spread(),
                    before == null ? List.of() : before.predicted().spread());
        }
        last = now;
        return new Flow(done, failed, null, Spans.of(upTo, spread));
    }

    private static long difference(long now, long before) {
        return Math.max(0, now - before);
    }

    /** A process of another version may have other buckets: those that there are here are counted. */
    private static void add(long[] sum, List<Long> now, List<Long> before) {
        for (int i = 0; i < sum.length && i < now.size(); i++) {
            sum[i] += difference(now.get(i), i < before.size() ? before.get(i) : 0);
        }
    }
}
