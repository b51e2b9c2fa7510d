package dev.tasuki.core.simulation;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened, over the whole of a simulation: proof that its faults and ends were met at all. */
final class EventCounts {
    /** What a large number of simulations must have met, or they prove less than they say. */
    static final String[] EXPECTED = {
        "process died",
        "process paused",
        "process told to stop",
        "process cut off",
        "service down",
        "clock stepped",
        "messages lost",
        "call failed before its effect",
        "call failed after its effect",
        "TASK_COMPLETED",
        "TASK_ERROR",
        "TASK_CANCELLED",
        "relayed",
        "rescued",
        "trainings_given_back",
        "trainings_fenced",
        "predictions_answered",
        "requests_timed_out",
        "answer told",
        "answer told again",
        "orphan"
    };

    private final Map<String, Long> counts = new TreeMap<>();

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long times) {
        if (times > 0) {
            counts.merge(what, times, Long::sum);
        }
    }

    Map<String, Long> counts() {
        return counts;
    }
}
