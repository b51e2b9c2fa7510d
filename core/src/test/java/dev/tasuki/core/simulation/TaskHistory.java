package dev.tasuki.core.simulation;

import dev.tasuki.core.task.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the checker remembers of one task beyond its row. */
final class TaskHistory {
    final TaskId id;
    final Map<Long, Held> claims = new HashMap<>();
    /** When somebody asked for its end; -1 if nobody did since the last retry. */
    long cancelRequested = -1;
    /** Processes that it crashed since the last retry. */
    int crashes;

    long retriedAt;
    /** The turns of which somebody was told how they ended. */
    final Set<Integer> told = new HashSet<>();
    /** Runs that ended for no fault of the training, and were counted against it all the same. */
    int blameless;

    TaskHistory(TaskId id) {
        this.id = id;
    }

    /** One claim. */
    static final class Held {
        final SimulatedProcess holder;
        final long since;
        /** When it was last extended. */
        long beaten;
        /** It was extended after it had lapsed: a process that saw it lapsed may still take it. */
        boolean late;
        /** The training ran out of memory: nobody extends it any more. */
        boolean abandoned;
        /** Ticks of work after a heartbeat was refused. */
        int refused = -1;

        Held(SimulatedProcess holder, long since) {
            this.holder = holder;
            this.since = since;
            this.beaten = since;
        }
    }

    void retried(long now) {
        retriedAt = now;
        cancelRequested = -1;
        crashes = 0;
    }
}
